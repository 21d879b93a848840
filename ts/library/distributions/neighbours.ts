/** The doubles and floats next to a number. */

const double = new Float64Array(1);
const doubleBits = new BigInt64Array(double.buffer);
const single = new Float32Array(1);
const singleBits = new Int32Array(single.buffer);

/** The largest double below a finite one. */
export function doubleBelow(value: number): number {
  if (value === 0) {
    return -Number.MIN_VALUE;
  }
  double[0] = value;
  doubleBits[0]! += value > 0 ? -1n : 1n;
  return double[0];
}

/** The largest float that is not above a number; 0 rather than -0. */
export function floatAtMost(value: number): number {
  single[0] = value;
  return single[0] <= value ? single[0] + 0 : floatNextTo(single[0], -1);
}

/** The least float that is not below a number; 0 rather than -0. */
export function floatAtLeast(value: number): number {
  single[0] = value;
  return single[0] >= value ? single[0] + 0 : floatNextTo(single[0], 1);
}

/** The float above (1) or below (-1) another; those next to infinity are finite. */
function floatNextTo(value: number, direction: 1 | -1): number {
  if (value === 0) {
    return direction * 2 ** -149;
  }
  single[0] = value;
  singleBits[0]! += value > 0 ? direction : -direction;
  return single[0];
}
