import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { OffloopError, type OffloopErrorCode } from '../errors.ts';
import type { Job } from '../job.ts';
import type { Cancel, Engine, OffLoopChunk } from './engine.ts';
import { requireWhole } from './library-file.ts';

/** The version of the sample stream that both engines compute (docs/stream.md). */
export const STREAM_VERSION = 1;

/** What the addon exports: `native/binding.d.cts`, which exists only after a build. */
interface Binding {
  CancelFlag: new () => Cancel;
  Slot: new () => object;
  addonVersion(): string;
  now(): number;
  simdLevel(): string;
  streamVersion(): number;
  sumBlocks(...job: [...Scalars, firstBlock: number, blockCount: number]): bigint;
  sumBlocksAsync(
    ...job: [...Scalars, firstBlock: number, blockCount: number, slot: object, cancel: Cancel]
  ): Promise<OffLoopChunk<bigint>>;
  fillBlocks(...job: [...Scalars, firstBlock: number, array: Float64Array]): void;
  fillBlocksAsync(
    ...job: [...Scalars, firstBlock: number, length: number, slot: object, cancel: Cancel]
  ): Promise<OffLoopChunk<Float64Array>>;
}

/** A job as it crosses the boundary: scalars, which are several times faster to read than an object's fields. */
type Scalars = [distribution: number, samples: number, seedLow: number, seedHigh: number, stream: number];

/** The native engine, or why it cannot be had. */
export type NativeEngine = { engine: Engine; reason?: never } | { engine?: never; reason: OffloopError };

let loaded: NativeEngine | undefined;

/** Loads the addon, once. This is the only file that knows that it exists. */
export function loadNative(): NativeEngine {
  loaded ??= tryToLoad();
  return loaded;
}

function tryToLoad(): NativeEngine {
  let binding: Binding;
  let version: string;
  try {
    // Found by the package's own name, not by a relative path, so that a bundle of this file finds it, too.
    const require = createRequire(import.meta.url);
    const manifest = require.resolve('offloop/package.json');
    ({ version } = require(manifest));
    binding = checkingLibraries(() => require(join(dirname(manifest), 'native', 'binding.cjs')));
  } catch (error) {
    return { reason: unavailable(`it could not be loaded: ${realReason(error)}`, error) };
  }
  const streamVersion = binding.streamVersion?.() ?? 'none';
  if (streamVersion !== STREAM_VERSION) {
    return {
      reason: unavailable(
        `it computes stream version ${streamVersion}, this package version ${STREAM_VERSION}`,
      ),
    };
  }
  // What crosses the boundary is internal, and so may change with any version.
  const addonVersion = binding.addonVersion?.() ?? 'none';
  if (addonVersion !== version) {
    return { reason: unavailable(`the binary is of version ${addonVersion}, this package ${version}`) };
  }
  return { engine: engineOf(binding) };
}

/** Loads something, and looks at every library that it loads before the system does. */
function checkingLibraries<T>(load: () => T): T {
  const { dlopen } = process;
  process.dlopen = (module: object, filename: string, ...flags) => {
    requireWhole(filename);
    dlopen.call(process, module, filename, ...flags);
  };
  try {
    return load();
  } finally {
    process.dlopen = dlopen;
  }
}

function unavailable(why: string, cause?: unknown): OffloopError {
  return new OffloopError<OffloopErrorCode>(
    'OFFLOOP_NATIVE_UNAVAILABLE',
    `The native engine is not available: ${why}`,
    {
      cause,
    },
  );
}

/**
 * What went wrong first, in one line. The generated loader tries several places and wraps their errors in
 * its own, one `cause` inside the other; its own words blame npm, and "Cannot find module" of the places
 * where no binary is says nothing of the one that is there.
 */
function realReason(error: unknown): string {
  let reason: string | undefined;
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    const line = cause.message.split('\n', 1)[0] ?? '';
    if (!/^Cannot find (module|native binding)/.test(line)) {
      reason = line;
    }
  }
  const missing = reason?.match(/^(.+\.node): cannot open shared object file/)?.[1];
  if (missing && existsSync(missing)) {
    return `${missing} is not for this kind of CPU`; // which glibc takes for no file at all
  }
  return reason ?? `no binary for ${process.platform}-${process.arch} is installed or built`;
}

function engineOf(binding: Binding): Engine {
  const slots: object[] = [];
  const slotOf = (slot: number): object => (slots[slot] ??= new binding.Slot());
  // Both clocks are the system's monotonic one.
  const ahead = performance.now() - binding.now();
  const onOurClock = <T>({ value, queued, started, ended }: OffLoopChunk<T>): OffLoopChunk<T> => ({
    value,
    queued: queued + ahead,
    started: started + ahead,
    ended: ended + ahead,
  });
  return {
    name: 'native',
    simd: binding.simdLevel(),
    sumBlocks: (job, firstBlock, blockCount) =>
      attempt(() => binding.sumBlocks(...scalarsOf(job), firstBlock, blockCount)),
    fillBlocks: (job, firstBlock, array) =>
      attempt(() => binding.fillBlocks(...scalarsOf(job), firstBlock, array)),
    offLoop: {
      sumBlocks: (job, firstBlock, blockCount, slot, cancel) =>
        binding
          .sumBlocksAsync(...scalarsOf(job), firstBlock, blockCount, slotOf(slot), cancel)
          .then(onOurClock, fail),
      fillBlocks: (job, firstBlock, length, slot, cancel) =>
        binding
          .fillBlocksAsync(...scalarsOf(job), firstBlock, length, slotOf(slot), cancel)
          .then(onOurClock, fail),
      newCancel: () => new binding.CancelFlag(),
    },
  };
}

const seed = new BigUint64Array(1);
const seedHalves = new Uint32Array(seed.buffer);

function scalarsOf(job: Job): Scalars {
  // Through memory: shifting a bigint would make two more of them.
  seed[0] = job.seed;
  return [job.distribution === 'uniform' ? 0 : 1, job.samples, seedHalves[0]!, seedHalves[1]!, job.stream];
}

function attempt<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    return fail(error);
  }
}

function fail(cause: unknown): never {
  const why = cause instanceof Error ? cause.message : String(cause);
  throw new OffloopError<OffloopErrorCode>('OFFLOOP_NATIVE_FAILED', `The native engine failed: ${why}`, {
    cause,
  });
}
