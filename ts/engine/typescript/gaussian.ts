/**
 * Standard normal samples: Box and Muller, "A note on the generation of random normal deviates" (Ann. Math.
 * Stat. 29:2, 1958), with the logarithm, sine and cosine evaluated in exactly the order of stream.md.
 *
 * A batch of samples goes through several short loops rather than one long one. Each has few enough values for the
 * registers, and none waits for memory it has just written.
 */
import { IS_LITTLE_ENDIAN } from '../../byte-order.ts';
import type { Scale } from '../../scale.ts';
import type { SampleArray } from '../sample-array.ts';
import { BATCH_STEPS, WORDS } from './block.ts';
import { scaleSamples } from './scale.ts';
import { nextOutputs } from './xoshiro.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { sqrt } = Math;

/**
 * Samples of two steps: the cosines of each j, then the sines. (An imported constant would be looked up at every use.)
 */
const ROW = 2 * WORDS;
const SINES = WORDS;

const BATCH_ROWS = BATCH_STEPS / 2;
const BATCH_SAMPLES = BATCH_ROWS * ROW;

/** The lower and the upper halves of words j: A (the radius) in the even places, B (the direction) in the odd. */
const low = new Int32Array(BATCH_STEPS);
const high = new Int32Array(BATCH_STEPS);

/** From words A: first the uniforms x, then their radii. */
const radii = new Float64Array(BATCH_ROWS);
const radiiBits = new Int32Array(radii.buffer);

/** The indices of a double's lower and upper half. */
const LOW = IS_LITTLE_ENDIAN ? 0 : 1;
const HIGH = 1 - LOW;

/** A batch's samples in the stream's order, and the accumulators of the cosines, then of the sines, of each j. */
const batch = new Float64Array(BATCH_SAMPLES);
const accumulators = new Float64Array(ROW);

/** 2^-k for k = 0, -1, … -53: the exponents of x. Multiplying by a power of two is exact. */
const POWERS = Float64Array.from({ length: 54 }, (_, minusK) => 2 ** minusK);

/** 0x3FF0000000000000 - 0x3FE6A09E667F3BCD, the upper and the lower half. */
const SPLIT_HIGH = 0x00095f61;
const SPLIT_LOW = 0x9980c433 | 0;

const M2LN2 = -1.3862943611198906;
const L1 = 1.333333333333347;
const L2 = 0.7999999999881884;
const L3 = 0.5714285748732478;
const L4 = 0.4444439686429957;
const L5 = 0.363671443232361;
const L6 = 0.30627675398418747;
const L7 = 0.2959639721023317;
const S0 = Math.PI;
const S1 = -5.167712780049969;
const S2 = 2.5501640398773007;
const S3 = -0.5992645293189447;
const S4 = 0.0821458865731029;
const S5 = -0.007370430505916944;
const S6 = 0.0004662998161898394;
const S7 = -2.1903497074626018e-5;
const S8 = 7.697826768224191e-7;
const C1 = -4.934802200544676;
const C2 = 4.058712126416497;
const C3 = -1.335262768843447;
const C4 = 0.23533063012953284;
const C5 = -0.025806888737002202;
const C6 = 0.0019295562724817132;
const C7 = -0.00010456655338748738;
const C8 = 4.149564353942586e-6;

/** Writes a block's next `samples` samples to `out[from]` and on. */
export function fillGaussian(
  states: Int32Array,
  out: SampleArray,
  from: number,
  samples: number,
  scale?: Scale,
): void {
  for (let done = 0; done < samples; done += BATCH_SAMPLES) {
    const count = Math.min(BATCH_SAMPLES, samples - done);
    nextBatch(states, count);
    if (scale !== undefined) {
      scaleSamples(batch, 0, count, scale);
    }
    out.set(count < BATCH_SAMPLES ? batch.subarray(0, count) : batch, from + done);
  }
}

/** The sum of a block's first `samples` samples, truncated toward zero to units of 2^-64. */
export function sumGaussian(states: Int32Array, samples: number): bigint {
  accumulators.fill(0);
  for (let done = 0; done < samples; done += BATCH_SAMPLES) {
    const count = Math.min(BATCH_SAMPLES, samples - done);
    nextBatch(states, count);
    // Zeros past the end complete the last row, and change no sum.
    batch.fill(0, count);
    accumulate(rowsOf(count));
  }
  const v = (j: number): number => accumulators[j]! + accumulators[j + SINES]!;
  const sum = v(0) + v(1) + (v(2) + v(3)) + (v(4) + v(5) + (v(6) + v(7)));
  return BigInt(Math.trunc(sum * 2 ** 64));
}

function accumulate(rows: number): void {
  for (let j = 0; j < WORDS; j++) {
    let cosines = accumulators[j]!;
    let sines = accumulators[j + SINES]!;
    for (let i = j; i < rows * ROW; i += ROW) {
      cosines += batch[i]!;
      sines += batch[i + SINES]!;
    }
    accumulators[j] = cosines;
    accumulators[j + SINES] = sines;
  }
}

/** Computes the next rows of samples, enough for `count` of them, into `batch`. */
function nextBatch(states: Int32Array, count: number): void {
  const rows = rowsOf(count);
  for (let j = 0; j < WORDS; j++) {
    nextOutputs(states, 2 * j, low, 2 * rows);
    nextOutputs(states, 2 * j + 1, high, 2 * rows);
    toUniforms(rows);
    toRadii(rows);
    toSamples(rows, j);
  }
}

function rowsOf(samples: number): number {
  // `| 0` tells V8 that it is an integer, so that no loop compares doubles.
  return Math.ceil(samples / ROW) | 0;
}

/** Puts the uniforms x in (0, 1], from the upper 52 bits of words A, in place of the radii. */
function toUniforms(rows: number): void {
  for (let p = 0; p < rows; p++) {
    radii[p] = 1 - ((high[2 * p]! >>> 0) * 2 ** -32 + (low[2 * p]! >>> 12) * 2 ** -52);
  }
}

/** Replaces each x with its radius, sqrt(-2 ln x). */
function toRadii(rows: number): void {
  for (let p = 0; p < rows; p++) {
    const x = radii[p]!;
    const xLow = radiiBits[2 * p + LOW]!;
    // The exponent of t = bits(x) + split. The carry from the lower halves is computed without a branch.
    const carry = ((xLow >>> 1) + (SPLIT_LOW >>> 1) + (xLow & SPLIT_LOW & 1)) >>> 31;
    const exponent = (radiiBits[2 * p + HIGH]! + SPLIT_HIGH + carry) >> 20;
    const k = exponent - 1023;
    const m = x * POWERS[1023 - exponent]!;
    const s = (m - 1) / (m + 1);
    const z = s * s;
    const z2 = z * z;
    const z4 = z2 * z2;
    const q0 = 4 + z * L1 + z2 * (L2 + z * L3);
    const q1 = L4 + z * L5 + z2 * (L6 + z * L7);
    radii[p] = sqrt(k * M2LN2 - s * (q0 + z4 * q1));
  }
}

/** Writes the samples of j, the radii times the cosines and the sines of words B, to their places in `batch`. */
function toSamples(rows: number, j: number): void {
  for (let p = 0, i = j; p < rows; p++, i += ROW) {
    const radius = radii[p]!;
    const directionHigh = high[2 * p + 1]!;
    // Half turns in [-0.5, 0.5) from the lower 63 bits' upper 52. Subtracting 0.5 flips the topmost and
    // makes it the sign.
    const t = ((directionHigh << 1) ^ 0x8000_0000) * 2 ** -32 + (low[2 * p + 1]! >>> 11) * 2 ** -52;
    const z = t * t;
    const z2 = z * z;
    const z4 = z2 * z2;
    const cosine = 1 + z * C1 + z2 * (C2 + z * C3) + z4 * (C4 + z * C5 + z2 * (C6 + z * C7 + z2 * C8));
    const sine = t * (S0 + z * S1 + z2 * (S2 + z * S3) + z4 * (S4 + z * S5 + z2 * (S6 + z * S7 + z2 * S8)));
    // -1 or 1 by the top bit: a branch would be mispredicted half the time.
    const sign = (directionHigh >> 31) | 1;
    batch[i] = radius * (cosine * sign);
    batch[i + SINES] = radius * sine;
  }
}
