import { OffloopError, type OffloopErrorCode } from '../../checks/errors.ts';
import { definitionOf, rowSize } from '../../distributions/registry.ts';
import { now } from '../../platform/loop.ts';
import { isFree, later } from '../../platform/loop-budget.ts';
import { sharedState } from '../../platform/shared-state.ts';
import { packageVersion } from '../../platform/version.ts';
import { isDoubles, isFloats, misfitError, type SampleArray } from '../../stream/arrays.ts';
import type { Source } from '../../stream/stream.ts';
import type { ChunkEvent, Engine, News, Run, SlotOptions, SummedStream } from '../engine.ts';
import { prove } from '../prove.ts';
import type { JobRun } from './binding.d.ts';
import { loadAddon, unavailable } from './load-addon.ts';

/** What the addon exports, as napi-rs writes it down at every build. */
type Binding = typeof import('./binding.d.ts');

/** Where words come from, as it crosses to Rust: scalars, which are several times faster to read than an object's fields. */
type SourceScalars = [number: number, seedLow: number, seedHigh: number, stream: number];

type RunScalars = [
  ...SourceScalars,
  concurrency: number,
  allotment: number,
  chunkBlocks: number,
  flags: number,
];

/** What a run's last news brings. */
type Answer = bigint | boolean | readonly number[];

/** The native engine, or why it cannot be loaded. */
export type NativeEngine =
  | { engine: Engine; reason: undefined }
  | { engine: undefined; reason: OffloopError<OffloopErrorCode> };

let loaded: NativeEngine | undefined;

/** Loads the native engine once. Only this file knows what the addon exports. */
export function loadNative(): NativeEngine {
  loaded ??= load();
  return loaded;
}

/** The addon as a thread has loaded it. */
interface Addon {
  readonly binding: Binding;
  /** Whether what a thread's first run needs is set up. */
  prepared: boolean;
}

/** Copies of this version in a thread have one addon, which was tried once. */
function load(): NativeEngine {
  const shared = sharedState<{ addon?: Addon }>(`addon ${packageVersion()}`, () => ({}));
  if (shared.addon !== undefined) {
    return { engine: engineOf(shared.addon), reason: undefined };
  }
  const { addon: binding, reason } = loadAddon<Binding>();
  if (binding === undefined) {
    return { engine: undefined, reason };
  }
  const addon = { binding, prepared: false };
  try {
    const engine = engineOf(addon);
    prove(engine);
    shared.addon = addon;
    return { engine, reason: undefined };
  } catch (error) {
    return {
      engine: undefined,
      reason: unavailable(`it failed its test in ${runtime()}: ${messageOf(error)}`, error),
    };
  }
}

function runtime(): string {
  const name = ['bun', 'deno', 'node'].find((name) => process.versions[name] !== undefined) ?? 'node';
  return `${name} ${process.versions[name]}`;
}

function engineOf(addon: Addon): Engine {
  const { binding } = addon;
  // Both clocks are the system's monotonic one.
  const ahead = now() - binding.now();
  const begin = (make: () => JobRun): JobRun => {
    prepare(addon);
    return attempt(make);
  };
  return {
    name: 'native',
    simd: binding.simdLevel(),
    sum: (stream, { start, samples }) => attempt(() => binding.sum(...scalarsOf(stream), start, samples)),
    fill: (stream, start, array) => {
      const scalars = scalarsOf(stream);
      const { parameters } = stream;
      if (isDoubles(array)) {
        attempt(() => binding.fill(...scalars, parameters, start, array));
      } else if (isFloats(array)) {
        attempt(() => binding.fillFloats(...scalars, parameters, start, array));
      } else {
        requireFit(array, attempt(() => binding.fillWhole(...scalars, parameters, start, array)) ?? true);
      }
    },
    seekLanes: (lanes, source, word, start) =>
      attempt(() => binding.seekLanes(...sourceScalars(source), word, start, lanes)),
    readLanes: (lanes, stream, start, array, from) =>
      attempt(() => binding.readLanes(...scalarsOf(stream), stream.parameters, start, lanes, array, from)),
    readWords: (lanes, array) => attempt(() => binding.readWords(lanes, array)),
    slots: {
      limits: binding.poolLimits(),
      handover: HANDOVER,
      stats: () => binding.poolStats(),
      sum: (stream, { start, samples }, how) => {
        const run = begin(() => binding.sumInSlots(...runScalars(stream, how), start, samples));
        return new NativeRun(run, samples, 1, ahead, (units) => units as bigint);
      },
      fill: (stream, start, array, how) => {
        const run = begin(() =>
          binding.fillInSlots(...runScalars(stream, how), stream.parameters, start, array, how.fresh),
        );
        return new NativeRun(run, array.length, rowSize(stream), ahead, (answer) => {
          requireFit(array, answer as boolean | readonly number[]);
          return array;
        });
      },
    },
  };
}

/** What it costs to hand a job over, in milliseconds. */
const HANDOVER = 0.025;

/** How many runs get their news before promise callbacks run. */
const AT_A_TIME = 8;

/** Set-up before a thread's first run. */
function prepare(addon: Addon): void {
  if (addon.prepared) {
    return;
  }
  addon.prepared = true;
  const { binding } = addon;
  // `process.exit` waits for slots before it tells the addon.
  process.on('exit', () => binding.stopRuns());
  const deliver = (): void => {
    if (binding.deliverNews(AT_A_TIME)) {
      later(deliver);
    }
  };
  binding.onNews(() => (isFree() ? deliver() : later(deliver)));
}

/** A run that has crossed to Rust. Its objects are few, since thousands may wait. */
class NativeRun<T> implements Run<T> {
  readonly #run: JobRun;
  readonly #numbers: number;
  readonly #size: number;
  readonly #ahead: number;
  readonly #toAnswer: (answer: Answer) => T;

  /** A run of so many numbers, of which slots tell; a sample that is a row has `size` of them. */
  constructor(run: JobRun, numbers: number, size: number, ahead: number, toAnswer: (answer: Answer) => T) {
    this.#run = run;
    this.#numbers = numbers;
    this.#size = size;
    this.#ahead = ahead;
    this.#toAnswer = toAnswer;
  }

  next(): Promise<News<T>> {
    return new Promise((resolve, reject) => {
      this.#run.next((done, spans, answer, error) => {
        if (error) {
          reject(failure(error));
          return;
        }
        const chunks = toChunks(spans ?? [], this.#ahead, this.#size);
        if (answer === undefined || answer === null) {
          // The last piece is done a moment before the end is reported.
          const samplesDone = Math.floor(Math.min(done, this.#numbers - 1) / this.#size);
          resolve({ samplesDone, chunks, answer: undefined });
          return;
        }
        try {
          const samplesDone = this.#numbers / this.#size;
          resolve({ samplesDone, chunks, answer: this.#toAnswer(answer) });
        } catch (misfit) {
          reject(misfit);
        }
      });
    });
  }

  cancel(): void {
    this.#run.cancel();
  }
}

/** Each chunk comes as five numbers. */
function toChunks(numbers: readonly number[], ahead: number, size: number): ChunkEvent[] {
  const chunks: ChunkEvent[] = [];
  for (let i = 0; i < numbers.length; i += 5) {
    const [slot, done, queued, started, ended] = numbers.slice(i, i + 5) as [
      number,
      number,
      number,
      number,
      number,
    ];
    const samples = Math.floor(done / size);
    chunks.push({ slot, samples, queued: queued + ahead, started: started + ahead, ended: ended + ahead });
  }
  return chunks;
}

const seed = new BigUint64Array(1);
const seedHalves = new Uint32Array(seed.buffer);

function scalarsOf(stream: SummedStream): SourceScalars {
  return scalars(definitionOf(stream.distribution).number, stream.seed, stream.stream);
}

function sourceScalars({ number, seed, stream }: Source): SourceScalars {
  return scalars(number, seed, stream);
}

function scalars(number: number, key: bigint, stream: number): SourceScalars {
  // Through memory: shifting would create two more bigints.
  seed[0] = key;
  return [number, seedHalves[0]!, seedHalves[1]!, stream];
}

/** Throws if an answer tells of a sample that does not fit. */
function requireFit(array: SampleArray, answer: boolean | readonly number[]): void {
  if (typeof answer !== 'boolean') {
    const [number, sample] = answer as [number, number];
    throw misfitError(array, { number, sample });
  }
}

/** Which news a run gives, and whether it waits until somebody asks for more. */
const PAUSES = 1;
const CHUNKS = 2;
const WAITS = 4;

function runScalars(stream: SummedStream, how: SlotOptions): RunScalars {
  const flags = (how.pauses ? PAUSES : 0) | (how.chunks ? CHUNKS : 0) | (how.waits ? WAITS : 0);
  return [...scalarsOf(stream), how.concurrency, how.allotment, how.chunkBlocks, flags];
}

function attempt<T>(compute: () => T): T {
  try {
    return compute();
  } catch (error) {
    throw failure(error);
  }
}

function failure(cause: unknown): OffloopError<OffloopErrorCode> {
  return new OffloopError<OffloopErrorCode>(
    'OFFLOOP_NATIVE_FAILED',
    `The native engine failed: ${messageOf(cause)}`,
    { cause },
  );
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
