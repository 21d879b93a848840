import { OffloopError, type OffloopErrorCode } from '../../checks/errors.ts';
import { definitionOf } from '../../distributions/registry.ts';
import { now } from '../../platform/loop.ts';
import { packageVersion } from '../../platform/package.ts';
import { sharedState } from '../../platform/shared-state.ts';
import { isFree, later } from '../../platform/turns.ts';
import { isDoubles, isFloats, misfitError, type SampleArray } from '../../stream/arrays.ts';
import type { Source } from '../../stream/stream.ts';
import type { Engine, SlotNews, SlotOptions, SlotRun, SlotSpan, SummedStream } from '../engine.ts';
import type { JobRun } from './binding.d.ts';
import { loadAddon, unavailable } from './load-addon.ts';
import { prove } from './prove.ts';

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
  const begin = <T>(make: () => JobRun, toAnswer: (answer: Answer) => T): SlotRun<T> => {
    prepare(addon);
    return slotRun(attempt(make), ahead, toAnswer);
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
      stats: () => binding.poolStats(),
      sum: (stream, { start, samples }, how) =>
        begin(
          () => binding.sumInSlots(...runScalars(stream, how), start, samples),
          (units) => units as bigint,
        ),
      fill: (stream, start, array, how) =>
        begin(
          () => binding.fillInSlots(...runScalars(stream, how), stream.parameters, start, array, how.fresh),
          (answer) => requireFit(array, answer as boolean | readonly number[]),
        ),
    },
  };
}

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

function slotRun<T>(run: JobRun, ahead: number, toAnswer: (answer: Answer) => T): SlotRun<T> {
  return {
    next: () =>
      new Promise<SlotNews<T>>((resolve, reject) => {
        run.next((samplesDone, numbers, answer, error) => {
          if (error) {
            reject(failure(error));
            return;
          }
          const spans = toSpans(numbers ?? [], ahead);
          try {
            resolve(
              answer === null ? { samplesDone, spans } : { samplesDone, spans, answer: toAnswer(answer) },
            );
          } catch (misfit) {
            reject(misfit);
          }
        });
      }),
    cancel: () => run.cancel(),
  };
}

/** Each span comes as five numbers. */
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
function requireFit(array: SampleArray, answer: boolean | readonly number[]): boolean {
  if (typeof answer === 'boolean') {
    return answer;
  }
  const [number, sample] = answer as [number, number];
  throw misfitError(array, { number, sample });
}

const PAUSES = 1;
const SPANS = 2;
const WAITS = 4;

function runScalars(stream: SummedStream, how: SlotOptions): RunScalars {
  const flags = (how.pauses ? PAUSES : 0) | (how.spans ? SPANS : 0) | (how.waits ? WAITS : 0);
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
