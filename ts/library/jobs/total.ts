import { mustBe, noMore, ownValues } from '../checks/arguments.ts';
import { describeValue } from '../checks/printable.ts';
import { definitionOf, type Summed } from '../distributions/registry.ts';
import { type SumJob, toJob } from './job.ts';

/** The exact sum of a range of a stream's samples: which samples, and their sum. */
export interface Total {
  readonly distribution: Summed;
  /** The seed that was used, even if none was given. */
  readonly seed: bigint;
  readonly stream: number;
  /** The number of the first sample in its stream. */
  readonly start: number;
  /** How many samples were summed. */
  readonly samples: number;
  /** The sum, rounded to the nearest double (ties to even). */
  readonly sum: number;
  /** The exact sum in units of 2^-64. */
  readonly units: bigint;
  /** What `JSON.stringify` writes: the bigints as decimal strings. */
  toJSON(): TotalJSON;
}

/** A total as parsed from JSON. `mergeTotals` accepts it, too. */
export type TotalJSON = Omit<Total, 'seed' | 'units' | 'toJSON'> & {
  readonly seed: string;
  readonly units: string;
};

/** Which samples a total sums. */
type Summand = Omit<SumJob, 'parameters'>;

class ExactTotal implements Total {
  readonly distribution: Summed;
  readonly seed: bigint;
  readonly stream: number;
  readonly start: number;
  readonly samples: number;
  readonly sum: number;
  readonly units: bigint;

  constructor({ distribution, seed, stream, start, samples }: Summand, units: bigint) {
    this.distribution = distribution;
    this.seed = seed;
    this.stream = stream;
    this.start = start;
    this.samples = samples;
    this.sum = unitsToNumber(units);
    this.units = units;
  }

  toJSON(): TotalJSON {
    return { ...this, seed: String(this.seed), units: String(this.units) };
  }
}

/** The answer to a job whose exact sum is `units` times 2^-64. */
export function toTotal(job: Summand, units: bigint): Total {
  return new ExactTotal(job, units);
}

/** An exact sum in units of 2^-64 as the nearest double, ties to even. */
function unitsToNumber(units: bigint): number {
  // The conversion of a bigint rounds to nearest even; the scale is a power of two and changes no bit.
  return Number(units) * 2 ** -64;
}

/**
 * Merges the totals of neighbouring parts of one stream, in any order, into one: exactly what a single sum would have
 * given. It accepts totals parsed from JSON, too, so with a single one it restores a `Total`.
 *
 * @throws {TypeError | RangeError} for anything that is not a total, a different stream, a gap or an overlap
 *
 * @example
 * const job = { distribution: 'uniform', seed: 42n } as const;
 * const first = sumSync({ ...job, samples: 65_536 });
 * const rest = sumSync({ ...job, start: 65_536, samples: 934_464 });
 * mergeTotals([first, rest]).sum; // 500039.46480943775
 */
export function mergeTotals(totals: Iterable<Total | TotalJSON>): Total;
export function mergeTotals(totals: Iterable<Total | TotalJSON>, ...more: unknown[]): Total {
  noMore(more, 'mergeTotals takes one array', 'mergeTotals([...some, ...others])');
  requireList(totals);
  return addTotals(Array.from(totals, parseTotal));
}

/** Merges totals that are checked already. */
export function addTotals(totals: readonly Total[]): Total {
  const sorted = [...totals].sort((a, b) => a.start - b.start || a.samples - b.samples);
  const [first] = sorted;
  if (first === undefined) {
    throw new RangeError('totals must have at least one item');
  }
  let { start: next } = first;
  let units = 0n;
  for (const total of sorted) {
    requireSameStream(first, total);
    if (total.start !== next) {
      throw new RangeError(
        total.start > next
          ? `totals have a gap: nothing sums the samples from ${next} to ${total.start - 1}`
          : `totals overlap: sample ${total.start} is in two of them`,
      );
    }
    next += total.samples;
    units += total.units;
  }
  return toTotal({ ...first, samples: next - first.start }, units);
}

function requireList(value: unknown): void {
  if (typeof value !== 'object' || value === null || !(Symbol.iterator in value)) {
    const hint = 'then' in Object(value) ? ': await it' : '';
    throw new TypeError(mustBe('totals', 'an array', value) + hint);
  }
}

const TOTAL_KEYS = ['distribution', 'seed', 'stream', 'start', 'samples', 'sum', 'units'] as const;

/** Refuses units that no samples can add up to: something has changed them. */
function requirePossible({ distribution, samples }: SumJob, units: bigint, sum: unknown): void {
  const { largest, positive, multiple } = definitionOf(distribution).total!;
  const most = (BigInt(samples) * largest) << 64n;
  const possible = units <= most && units >= (positive ? 0n : -most) && units % multiple === 0n;
  if (!possible) {
    throw new RangeError(`units of ${samples} ${distribution} samples cannot be ${describeValue(units)}`);
  }
  if (sum !== unitsToNumber(units)) {
    throw new RangeError(mustBe("a total's sum", `that of its units, ${unitsToNumber(units)}`, sum));
  }
}

/** A total from anywhere, checked. */
export function parseTotal(total: unknown): Total {
  const given = ownValues('a total', total as TotalJSON, TOTAL_KEYS);
  if (total instanceof Promise) {
    throw new TypeError('a total must not be a promise: await it');
  }
  const { distribution, seed, stream, start, samples, sum } = given;
  for (const key of TOTAL_KEYS) {
    if (given[key] === undefined) {
      throw new TypeError(`a total must have its ${key}`);
    }
  }
  const job = toJob({ distribution, seed, stream, start, samples });
  const units = toUnits(given.units);
  requirePossible(job, units, sum);
  return toTotal(job, units);
}

function toUnits(units: unknown): bigint {
  if (typeof units === 'bigint' || (typeof units === 'string' && /^-?\d{1,39}$/.test(units))) {
    return BigInt(units);
  }
  throw new TypeError(mustBe('units', 'a bigint or a decimal string', units));
}

function requireSameStream(first: Summand, other: Summand): void {
  for (const key of ['distribution', 'seed', 'stream'] as const) {
    if (first[key] !== other[key]) {
      throw new RangeError(
        `totals must be of one stream: ${key} is ${first[key]} in one, ${other[key]} in another`,
      );
    }
  }
}
