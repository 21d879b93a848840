/** Taking a double apart: x = 2^k (1 + f), with 1 + f between the square roots of 1/2 and of 2 (docs/stream.md). */
import { IS_LITTLE_ENDIAN } from '../stream/byte-order.ts';

/** The indices of a double's lower and upper half. */
export const LOW = IS_LITTLE_ENDIAN ? 0 : 1;
export const HIGH = 1 - LOW;

/** 0x3FF0000000000000 - 0x3FE6A09E667F3BCD, the upper and the lower half. */
export const SPLIT_HIGH = 0x00095f61;
export const SPLIT_LOW = 0x9980c433 | 0;

/** The index of 2^0 in the powers. */
export const ONE = 1074;

/** All powers of two that are doubles, from 2^-1074 to 2^1023. Multiplying by one is exact, unless the product is subnormal. */
export const POWERS = new Float64Array(2098);

let power = Number.MIN_VALUE;
for (let i = 0; i < POWERS.length; i++) {
  POWERS[i] = power;
  power += power;
}

const one = new Float64Array(1);
const bits = new Int32Array(one.buffer);

/** The exponent k of one positive normal double. */
export function exponentOf(x: number): number {
  one[0] = x;
  const low = bits[LOW]!;
  const carry = ((low >>> 1) + (SPLIT_LOW >>> 1) + (low & SPLIT_LOW & 1)) >>> 31;
  return ((bits[HIGH]! + SPLIT_HIGH + carry) >> 20) - 1023;
}
