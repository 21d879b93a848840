import { mustBe } from './arguments.ts';

/** What Gaussian samples are scaled to, instead of the standard normal distribution. */
export interface GaussianParameters {
  /**
   * Their mean.
   * @default 0
   */
  mean?: number | undefined;
  /**
   * Their standard deviation, 0 or more.
   * @default 1
   */
  deviation?: number | undefined;
}

/** What uniform samples are scaled to, instead of [0, 1). */
export interface UniformParameters {
  /**
   * The lowest.
   * @default 0
   */
  low?: number | undefined;
  /**
   * All are below this; more than `low`.
   * @default 1
   */
  high?: number | undefined;
}

/** All of them. */
export type Parameters = UniformParameters & GaussianParameters;

/** The parameters of each distribution. */
export const PARAMETERS = {
  uniform: ['low', 'high'],
  gaussian: ['mean', 'deviation'],
} as const satisfies Record<string, readonly (keyof Parameters)[]>;

/** What a sample x becomes: `offset + factor * x`, but at most `most`. */
export interface Scale {
  readonly offset: number;
  readonly factor: number;
  /** The largest possible sample. */
  readonly most: number;
  /** The same in single precision. */
  readonly mostSingle: number;
}

/** Uniform samples in [low, high). */
export function uniformScale({ low = 0, high = 1 }: UniformParameters): Scale | undefined {
  finite('low', low);
  finite('high', high);
  const factor = high - low;
  if (!(factor > 0 && factor < Number.POSITIVE_INFINITY)) {
    throw new RangeError(`high must be above low, by a finite number; low is ${low}, high is ${high}`);
  }
  if (low === 0 && high === 1) {
    return undefined;
  }
  return { offset: low, factor, most: doubleBelow(high), mostSingle: singleBelow(high) };
}

/** Gaussian samples with a mean and a standard deviation. */
export function gaussianScale({ mean = 0, deviation = 1 }: GaussianParameters): Scale | undefined {
  finite('mean', mean);
  finite('deviation', deviation);
  if (deviation < 0) {
    throw new RangeError(mustBe('deviation', '0 or more', deviation));
  }
  if (mean === 0 && deviation === 1) {
    return undefined;
  }
  const most = Number.POSITIVE_INFINITY;
  return { offset: mean, factor: deviation, most, mostSingle: most };
}

function finite(name: string, value: unknown): void {
  if (typeof value !== 'number') {
    throw new TypeError(mustBe(name, 'a number', value));
  }
  if (!Number.isFinite(value)) {
    throw new RangeError(`${name} must be a finite number, not ${value}`);
  }
}

const double = new Float64Array(1);
const doubleBits = new BigInt64Array(double.buffer);
const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

/** The largest double below a finite one. */
function doubleBelow(value: number): number {
  if (value === 0) {
    return -Number.MIN_VALUE;
  }
  double[0] = value;
  doubleBits[0]! += value > 0 ? -1n : 1n;
  return double[0];
}

/** The largest float below a finite double. */
function singleBelow(value: number): number {
  single[0] = value;
  if (single[0] < value) {
    return single[0];
  }
  if (single[0] === 0) {
    return -(2 ** -149);
  }
  singleBits[0]! += single[0] > 0 ? -1 : 1;
  return single[0];
}
