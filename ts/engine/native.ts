import { OffloopError, type OffloopErrorCode } from '../errors.ts';
import type { Job } from '../job.ts';
import type { Cancel, Engine, OffLoopChunk } from './engine.ts';
import { loadAddon } from './load-addon.ts';

/** What the addon exports: `native/binding.d.cts`, which exists only after a build. */
interface Binding {
  CancelFlag: new () => Cancel;
  Slot: new () => object;
  now(): number;
  simdLevel(): string;
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
export type NativeEngine =
  | { engine: Engine; reason?: never }
  | { engine?: never; reason: OffloopError<OffloopErrorCode> };

let loaded: NativeEngine | undefined;

/** The native engine, loaded once. This is the only file that knows what the addon exports. */
export function loadNative(): NativeEngine {
  loaded ??= load();
  return loaded;
}

function load(): NativeEngine {
  const { addon, reason } = loadAddon<Binding>();
  return addon === undefined ? { reason } : { engine: engineOf(addon) };
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
