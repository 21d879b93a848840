/** Taking a double apart: x = 2^k (1 + f), with 1 + f between the square roots of 1/2 and of 2 (docs/stream.md). */
import { IS_LITTLE_ENDIAN } from '../stream/byte-order.ts';

/** The indices of a double's lower and upper half. */
export const LOW = IS_LITTLE_ENDIAN ? 0 : 1;
export const HIGH = 1 - LOW;

/** 0x3FF0000000000000 - 0x3FE6A09E667F3BCD, the upper and the lower half. */
export const SPLIT_HIGH = 0x00095f61;
export const SPLIT_LOW = 0x9980c433 | 0;

/** 2^-k for k = 0, -1, … -53, the exponents of numbers in (0, 1]. Multiplying by a power of two is exact. */
export const POWERS = Float64Array.from({ length: 54 }, (_, minusK) => 2 ** minusK);
