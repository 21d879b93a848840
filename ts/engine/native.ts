import { createRequire } from 'node:module';
import { OffloopError } from '../errors.ts';
import type { Job } from '../job.ts';
import type { Cancel, Engine, OffLoopChunk } from './engine.ts';

/** The version of the sample stream that both engines compute (docs/stream.md). */
export const STREAM_VERSION = 1;

/** What the addon exports: `native/binding.d.cts`, which exists only after a build. */
interface Binding {
  CancelFlag: new () => Cancel;
  addonVersion(): string;
  simdLevel(): string;
  streamVersion(): number;
  sumBlocks(...job: [...Scalars, firstBlock: number, blockCount: number]): bigint;
  sumBlocksAsync(
    ...job: [...Scalars, firstBlock: number, blockCount: number, cancel: Cancel]
  ): Promise<OffLoopChunk<bigint>>;
  fillBlocks(...job: [...Scalars, firstBlock: number, array: Float64Array]): void;
  fillBlocksAsync(
    ...job: [...Scalars, firstBlock: number, length: number, cancel: Cancel]
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
  try {
    binding = createRequire(import.meta.url)('../../native/binding.cjs');
  } catch (error) {
    return { reason: unavailable(`it could not be loaded: ${firstCause(error)}`, error) };
  }
  if (binding.streamVersion?.() !== STREAM_VERSION) {
    const found = binding.streamVersion?.() ?? 'none';
    return {
      reason: unavailable(`it computes stream version ${found}, this package version ${STREAM_VERSION}`),
    };
  }
  return { engine: engineOf(binding) };
}

function unavailable(why: string, cause?: unknown): OffloopError {
  return new OffloopError('OFFLOOP_NATIVE_UNAVAILABLE', `The native engine is not available: ${why}`, {
    cause,
  });
}

/** The real reason: the loader wraps it in its own errors, one `cause` inside the other. */
function firstCause(error: unknown): string {
  let cause = error;
  let reason = '';
  while (cause instanceof Error) {
    // "Cannot find module" of the packages tried last hides what the first binary said.
    if (reason === '' || !/^Cannot find (module|native binding)/.test(cause.message)) {
      reason = cause.message;
    }
    cause = cause.cause;
  }
  const firstLine = reason.split('\n', 1)[0] ?? '';
  return firstLine.startsWith('Cannot find')
    ? `no binary for ${process.platform}-${process.arch} is installed or built`
    : firstLine;
}

function engineOf(binding: Binding): Engine {
  return {
    name: 'native',
    simd: binding.simdLevel(),
    sumBlocks: (job, firstBlock, blockCount) =>
      attempt(() => binding.sumBlocks(...scalarsOf(job), firstBlock, blockCount)),
    fillBlocks: (job, firstBlock, array) =>
      attempt(() => binding.fillBlocks(...scalarsOf(job), firstBlock, array)),
    offLoop: {
      sumBlocks: (job, firstBlock, blockCount, cancel) =>
        binding.sumBlocksAsync(...scalarsOf(job), firstBlock, blockCount, cancel).catch(fail),
      fillBlocks: (job, firstBlock, length, cancel) =>
        binding.fillBlocksAsync(...scalarsOf(job), firstBlock, length, cancel).catch(fail),
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
  throw new OffloopError('OFFLOOP_NATIVE_FAILED', `The native engine failed: ${why}`, { cause });
}
