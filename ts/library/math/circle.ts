/**
 * Normals of pairs of words: Box and Muller, "A note on the generation of random normal deviates" (Ann. Math. Stat. 29:2,
 * 1958), with the logarithm, sine and cosine evaluated in exactly the order of docs/stream.md.
 *
 * They go through several short loops rather than one long one. Each has few enough values for the registers, and none
 * waits for memory it has just written.
 */
import { HIGH, LOW, ONE, POWERS, SPLIT_HIGH, SPLIT_LOW } from './split.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { sqrt } = Math;

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

/** As many pairs at a time. */
const MANY = 256;

/** From words A: first the uniforms x, then their radii. */
const radii = new Float64Array(MANY);
const radiiBits = new Int32Array(radii.buffer);

/**
 * Writes the normals of `count` pairs, whose words A are in the even places of the halves and words B in the odd ones: the
 * cosines to every `stride`th place of `out` from `from` on, the sines `sines` places after them.
 */
export function normalsOfPairs(
  low: Int32Array,
  high: Int32Array,
  count: number,
  out: Float64Array | Float32Array,
  from: number,
  sines: number,
  stride: number,
): void {
  toUniforms(low, high, count, 2);
  toRadii(count);
  toNormals(low, high, 1, 2, count, out, from, sines, stride);
}

/** The same of words A and words B in arrays of their own: the cosines first, the sines from index `sines` on. */
export function normalsOfWords(
  [lowA, lowB]: readonly Int32Array[],
  [highA, highB]: readonly Int32Array[],
  count: number,
  out: Float64Array,
  sines: number,
): void {
  toUniforms(lowA!, highA!, count, 1);
  toRadii(count);
  toNormals(lowB!, highB!, 0, 1, count, out, 0, sines, 1);
}

/** The cosines of the directions of the first `count` words. */
export function cosinesOf(low: Int32Array, high: Int32Array, out: Float64Array, count: number): void {
  for (let i = 0; i < count; i++) {
    const t = ((high[i]! << 1) ^ 0x8000_0000) * 2 ** -32 + (low[i]! >>> 11) * 2 ** -52;
    out[i] = cosine(t) * ((high[i]! >> 31) | 1);
  }
}

/** The cosine of t half turns, from -1/2 to 1/2. */
export function cosine(t: number): number {
  const z = t * t;
  const z2 = z * z;
  const z4 = z2 * z2;
  return 1 + z * C1 + z2 * (C2 + z * C3) + z4 * (C4 + z * C5 + z2 * (C6 + z * C7 + z2 * C8));
}

/** The sine of t half turns, from -1/2 to 1/2. */
export function sine(t: number): number {
  const z = t * t;
  const z2 = z * z;
  const z4 = z2 * z2;
  return t * (S0 + z * S1 + z2 * (S2 + z * S3) + z4 * (S4 + z * S5 + z2 * (S6 + z * S7 + z2 * S8)));
}

/** The radii of the first `count` words. */
export function radiiOf(low: Int32Array, high: Int32Array, out: Float64Array, count: number): void {
  toUniforms(low, high, count, 1);
  toRadii(count);
  for (let i = 0; i < count; i++) {
    out[i] = radii[i]!;
  }
}

/** Puts the uniforms x in (0, 1], from the upper 52 bits of every `stride`th word, in place of the radii. */
function toUniforms(low: Int32Array, high: Int32Array, count: number, stride: number): void {
  for (let p = 0, i = 0; p < count; p++, i += stride) {
    radii[p] = 1 - ((high[i]! >>> 0) * 2 ** -32 + (low[i]! >>> 12) * 2 ** -52);
  }
}

/** Replaces each x with its radius, sqrt(-2 ln x). */
function toRadii(count: number): void {
  for (let p = 0; p < count; p++) {
    const x = radii[p]!;
    const xLow = radiiBits[2 * p + LOW]!;
    // The exponent of t = bits(x) + split. The carry from the lower halves is computed without a branch.
    const carry = ((xLow >>> 1) + (SPLIT_LOW >>> 1) + (xLow & SPLIT_LOW & 1)) >>> 31;
    const exponent = (radiiBits[2 * p + HIGH]! + SPLIT_HIGH + carry) >> 20;
    const k = exponent - 1023;
    const m = x * POWERS[ONE - k]!;
    const s = (m - 1) / (m + 1);
    const z = s * s;
    const z2 = z * z;
    const z4 = z2 * z2;
    const q0 = 4 + z * L1 + z2 * (L2 + z * L3);
    const q1 = L4 + z * L5 + z2 * (L6 + z * L7);
    radii[p] = sqrt(k * M2LN2 - s * (q0 + z4 * q1));
  }
}

/** Writes the radii times the cosines and the sines of words B, every `step`th from `first` on, to their places. */
function toNormals(
  low: Int32Array,
  high: Int32Array,
  first: number,
  step: number,
  count: number,
  out: Float64Array | Float32Array,
  from: number,
  sines: number,
  stride: number,
): void {
  for (let p = 0, b = first, i = from; p < count; p++, b += step, i += stride) {
    const radius = radii[p]!;
    const directionHigh = high[b]!;
    // Half turns in [-0.5, 0.5) from the lower 63 bits' upper 52. Subtracting 0.5 flips the topmost and
    // makes it the sign.
    const t = ((directionHigh << 1) ^ 0x8000_0000) * 2 ** -32 + (low[b]! >>> 11) * 2 ** -52;
    // -1 or 1 by the top bit: a branch would be mispredicted half the time.
    const sign = (directionHigh >> 31) | 1;
    out[i] = radius * (cosine(t) * sign);
    out[i + sines] = radius * sine(t);
  }
}
