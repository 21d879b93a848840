import { describeValue } from '../arguments.ts';
import { OffloopError, type OffloopErrorCode } from '../errors.ts';
import { packageVersion, requireFromPackage } from '../package.ts';
import { getBuiltinModule } from '../platform/builtin.ts';
import { environment } from '../platform/environment.ts';
import { STREAM_VERSION } from '../stream/stream.ts';
import { refuseTruncatedLibrary } from './truncated-library.ts';

const { existsSync } = getBuiltinModule('node:fs');

/** What every version of the addon exports. */
interface Versioned {
  addonVersion?(): string;
  streamVersion?(): number;
}

/** The addon, or why it cannot be loaded. */
export type LoadedAddon<T> =
  | { addon: T; reason?: never }
  | { addon?: never; reason: OffloopError<OffloopErrorCode> };

/** Finds the addon, checks that it is complete and of this version, and loads it. */
export function loadAddon<T>(): LoadedAddon<T> {
  let addon: T & Versioned;
  try {
    addon = checkingLibraries(() => requireFromPackage('native/binding.cjs'));
  } catch (error) {
    const named = environment('NAPI_RS_NATIVE_LIBRARY_PATH');
    const from = named ? ` from NAPI_RS_NATIVE_LIBRARY_PATH, ${describeValue(named)}` : '';
    return { reason: unavailable(`it could not be loaded${from}: ${realReason(error, named)}`, error) };
  }
  const streamVersion = addon.streamVersion?.() ?? 'none';
  if (streamVersion !== STREAM_VERSION) {
    return {
      reason: unavailable(
        `it computes stream version ${streamVersion}, this package version ${STREAM_VERSION}`,
      ),
    };
  }
  // The interface is internal, and may change with any version.
  const version = packageVersion();
  const addonVersion = addon.addonVersion?.() ?? 'none';
  if (addonVersion !== version) {
    return { reason: unavailable(`the binary is of version ${addonVersion}, this package ${version}`) };
  }
  return { addon };
}

/** Loads something, and checks every library that it loads before the system does. */
function checkingLibraries<T>(load: () => T): T {
  const { dlopen } = process;
  process.dlopen = (module: object, filename: string, ...flags) => {
    refuseTruncatedLibrary(filename);
    dlopen.call(process, module, filename, ...flags);
  };
  try {
    return load();
  } finally {
    process.dlopen = dlopen;
  }
}

function unavailable(why: string, cause?: unknown): OffloopError<OffloopErrorCode> {
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
function realReason(error: unknown, named: string | undefined): string {
  let reason: string | undefined;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const line = cause.message.split('\n', 1)[0] ?? '';
    if (!/^Cannot find (module|native binding)/.test(line)) {
      reason = line;
    }
  }
  const missing = reason?.match(/^(.+\.node): cannot open shared object file/)?.[1];
  if (missing && existsSync(missing)) {
    return `${missing} is not for this kind of CPU`; // which glibc reports as a missing file
  }
  if (named && reason === undefined) {
    return 'there is no such file';
  }
  return reason ?? `no binary for ${process.platform}-${process.arch} is installed or built`;
}
