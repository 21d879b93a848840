import { OffloopError, type OffloopErrorCode } from '../../checks/errors.ts';
import { printable } from '../../checks/printable.ts';
import { getBuiltinModule } from '../../platform/builtin.ts';
import { environment } from '../../platform/environment.ts';
import { requireFromPackage } from '../../platform/package.ts';
import { packageVersion } from '../../platform/version.ts';
import { STREAM_VERSION } from '../../stream/stream.ts';
import { checkLibraryFile } from './library-file.ts';

/** The generated loader. */
const LOADER = 'native/binding.cjs';

const { existsSync } = getBuiltinModule('node:fs');
const { resolve } = getBuiltinModule('node:path');

/** What every version of the addon exports. */
interface Versioned {
  addonVersion?(): string;
  streamVersion?(): number;
  firstCopy?(): string | null;
}

/** The addon, or why it cannot be loaded. */
export type LoadedAddon<T> =
  | { addon: T; reason: undefined }
  | { addon: undefined; reason: OffloopError<OffloopErrorCode> };

/** Finds the addon, checks that it is complete and of this version, and loads it. */
export function loadAddon<T>(): LoadedAddon<T> {
  let addon: T & Versioned;
  let named: string | undefined;
  try {
    // The generated loader knows this variable, too, but a bundle or a single executable has no such loader.
    named = environment('NAPI_RS_NATIVE_LIBRARY_PATH');
    addon = checkingLibraries(() => (named ? loadLibrary(resolve(named)) : requireFromPackage(LOADER)));
  } catch (error) {
    const from = named ? ` from NAPI_RS_NATIVE_LIBRARY_PATH, '${printable(named)}'` : '';
    return {
      addon: undefined,
      reason: unavailable(`it could not be loaded${from}: ${realReason(error)}`, error),
    };
  }
  const wrong = wrongVersion(addon);
  return wrong === undefined
    ? { addon: firstCopy(addon), reason: undefined }
    : { addon: undefined, reason: unavailable(wrong) };
}

function loadLibrary<T>(file: string): T {
  const module = { exports: {} as T };
  process.dlopen(module, file);
  return module.exports;
}

function wrongVersion(addon: Versioned): string | undefined {
  const streamVersion = addon.streamVersion?.() ?? 'none';
  if (streamVersion !== STREAM_VERSION) {
    return `it computes stream version ${streamVersion}, this package version ${STREAM_VERSION}`;
  }
  // The interface is internal, and may change with any version.
  const version = packageVersion();
  const addonVersion = addon.addonVersion?.() ?? 'none';
  return addonVersion === version
    ? undefined
    : `the binary is of version ${addonVersion}, this package ${version}`;
}

/**
 * The copy of an addon that the process loaded first, from whatever place and in whatever thread: all its jobs then wait
 * in one queue. Where that cannot be loaded again the copies have a queue each, and share only the number of slots.
 */
function firstCopy<T extends Versioned>(addon: T): T {
  const file = addon.firstCopy?.();
  if (!file) {
    return addon;
  }
  try {
    const first = checkingLibraries(() => loadLibrary<T>(file));
    return wrongVersion(first) === undefined ? first : addon;
  } catch {
    return addon;
  }
}

/** Loads something, and checks every library that it loads before the system does. */
function checkingLibraries<T>(load: () => T): T {
  const { dlopen } = process;
  process.dlopen = (module: object, filename: string, ...flags) => {
    checkLibraryFile(filename);
    dlopen.call(process, module, filename, ...flags);
  };
  try {
    return load();
  } finally {
    process.dlopen = dlopen;
  }
}

/** The error for an engine that cannot be used. */
export function unavailable(why: string, cause?: unknown): OffloopError<OffloopErrorCode> {
  return new OffloopError<OffloopErrorCode>(
    'OFFLOOP_NATIVE_UNAVAILABLE',
    `The native engine is not available: ${why}`,
    {
      cause,
    },
  );
}

/**
 * The first error that matters, in one line. The generated loader tries several places and wraps their errors in its
 * own, one `cause` inside the other; its own message blames npm, and "Cannot find module" for places without a binary
 * says nothing about the binary that exists.
 */
function realReason(error: unknown): string {
  let reason: string | undefined;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const line = cause.message.split('\n', 1)[0] ?? '';
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') {
      reason = 'there is no such file';
    } else if (!/^Cannot find (module|native binding)/.test(line)) {
      reason = line;
    }
  }
  const missing = reason?.match(/^(.+\.node): cannot open shared object file/)?.[1];
  if (missing && existsSync(missing)) {
    return `${missing} is not for this kind of CPU`; // which glibc reports as a missing file
  }
  return reason ?? `no binary for ${process.platform}-${process.arch} is installed or built`;
}
