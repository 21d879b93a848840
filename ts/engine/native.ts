import { OffloopError, type OffloopErrorCode } from '../errors.ts';
import type { Distribution, Job } from '../job.ts';
import type {
  Engine,
  PoolStats,
  SampleArray,
  SlotLimits,
  SlotNews,
  SlotOptions,
  SlotRun,
  SlotSpan,
} from './engine.ts';
import { loadAddon } from './load-addon.ts';

/** What the addon exports: `native/binding.d.cts`, which exists only after a build. */
interface Binding {
  sumInSlots(...run: RunScalars): JobRun<bigint>;
  fillInSlots(
    ...run: [...RunScalars, firstBlock: number, array: SampleArray, fresh: boolean]
  ): JobRun<boolean>;
  Flood: new () => {
    sum(...job: [...JobScalars, firstBlock: number, blockCount: number]): Promise<bigint>;
    cancel(): void;
  };
  now(): number;
  poolLimits(): SlotLimits;
  poolStats(): PoolStats;
  readLanes(lanes: Int32Array, distribution: number, array: Float64Array, from: number): void;
  seedLanes(
    lanes: Int32Array,
    seedLow: number,
    seedHigh: number,
    stream: number,
    block: number,
    steps: number,
  ): void;
  simdLevel(): string;
  stopRuns(): void;
  sumBlocks(...job: [...JobScalars, firstBlock: number, blockCount: number]): bigint;
  fillBlocks(...job: [...JobScalars, firstBlock: number, array: Float64Array]): void;
  fillBlocks32(...job: [...JobScalars, firstBlock: number, array: Float32Array]): void;
}

/** A job as it crosses the boundary: scalars, which are several times faster to read than an object's fields. */
type JobScalars = [distribution: number, samples: number, seedLow: number, seedHigh: number, stream: number];

type RunScalars = [...JobScalars, concurrency: number, allotment: number, chunkBlocks: number, hears: number];

interface JobRun<T> {
  next(
    listener: (
      samplesDone: number,
      spans: readonly number[] | null | undefined,
      answer: T | null | undefined,
      error: string | null | undefined,
    ) => void,
  ): void;
  cancel(): void;
}

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
  // Both clocks are the system's monotonic one.
  const ahead = performance.now() - binding.now();
  const start = <T>(make: () => JobRun<T>): SlotRun<T> => {
    stopWithProcess(binding);
    return slotRun(attempt(make), ahead);
  };
  return {
    name: 'native',
    simd: binding.simdLevel(),
    sumBlocks: (job, firstBlock, blockCount) =>
      attempt(() => binding.sumBlocks(...jobScalars(job), firstBlock, blockCount)),
    fillBlocks: (job, firstBlock, array) =>
      attempt(() =>
        isSingle(array)
          ? binding.fillBlocks32(...jobScalars(job), firstBlock, array)
          : binding.fillBlocks(...jobScalars(job), firstBlock, array),
      ),
    seedLanes: (lanes, seed, stream, block, steps) =>
      attempt(() => binding.seedLanes(lanes, ...seedScalars(seed), stream, block, steps)),
    readLanes: (lanes, distribution, array, from) =>
      attempt(() => binding.readLanes(lanes, distributionNumber(distribution), array, from)),
    slots: {
      limits: binding.poolLimits(),
      stats: () => binding.poolStats(),
      sum: (job, how) => start(() => binding.sumInSlots(...runScalars(job, how))),
      fill: (job, how, firstBlock, array, fresh) =>
        start(() => binding.fillInSlots(...runScalars(job, how), firstBlock, array, fresh)),
      flood() {
        const flood = new binding.Flood();
        return {
          sum: (job, firstBlock, blockCount) => flood.sum(...jobScalars(job), firstBlock, blockCount),
          cancel: () => flood.cancel(),
        };
      },
    },
  };
}

let stopsWithProcess = false;

/** `process.exit` waits for slots before the addon hears of it. */
function stopWithProcess(binding: Binding): void {
  if (!stopsWithProcess) {
    stopsWithProcess = true;
    process.on('exit', () => binding.stopRuns());
  }
}

function slotRun<T>(run: JobRun<T>, ahead: number): SlotRun<T> {
  return {
    next: () =>
      new Promise<SlotNews<T>>((resolve, reject) => {
        run.next((samplesDone, numbers, answer, error) => {
          if (error) {
            reject(failure(error));
            return;
          }
          const spans = toSpans(numbers ?? [], ahead);
          resolve(
            answer === undefined || answer === null ? { samplesDone, spans } : { samplesDone, spans, answer },
          );
        });
      }),
    cancel: () => run.cancel(),
  };
}

/** Spans come as five numbers each. */
function toSpans(numbers: readonly number[], ahead: number): SlotSpan[] {
  const spans: SlotSpan[] = [];
  for (let i = 0; i < numbers.length; i += 5) {
    const [slot, samples, queued, started, ended] = numbers.slice(i, i + 5) as [
      number,
      number,
      number,
      number,
      number,
    ];
    spans.push({ slot, samples, queued: queued + ahead, started: started + ahead, ended: ended + ahead });
  }
  return spans;
}

const seed = new BigUint64Array(1);
const seedHalves = new Uint32Array(seed.buffer);

function jobScalars({ distribution, samples, seed, stream }: Job): JobScalars {
  return [distributionNumber(distribution), samples, ...seedScalars(seed), stream];
}

function distributionNumber(distribution: Distribution): number {
  return distribution === 'uniform' ? 0 : 1;
}

/** Through memory: shifting a bigint would make two more of them. */
function seedScalars(value: bigint): [low: number, high: number] {
  seed[0] = value;
  return [seedHalves[0]!, seedHalves[1]!];
}

const PAUSES = 1;
const SPANS = 2;
const WAITS = 4;

function runScalars(job: Job, how: SlotOptions): RunScalars {
  const hears = (how.pauses ? PAUSES : 0) | (how.spans ? SPANS : 0) | (how.waits ? WAITS : 0);
  return [...jobScalars(job), how.concurrency, how.allotment, how.chunkBlocks, hears];
}

function isSingle(array: SampleArray): array is Float32Array {
  return array.BYTES_PER_ELEMENT === Float32Array.BYTES_PER_ELEMENT;
}

function attempt<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    throw failure(error);
  }
}

function failure(cause: unknown): OffloopError<OffloopErrorCode> {
  const why = cause instanceof Error ? cause.message : String(cause);
  return new OffloopError<OffloopErrorCode>('OFFLOOP_NATIVE_FAILED', `The native engine failed: ${why}`, {
    cause,
  });
}
