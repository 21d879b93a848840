/** The ratio of two gammas that are accepted together, of which betas and F are made. */
import { normalsOfWords } from '../math/circle.ts';
import { exponentials } from '../math/exponential.ts';
import { height, ln, logarithms } from '../math/logarithm.ts';
import { opens } from '../math/open.ts';
import type { Batch } from '../stream/batch.ts';
import { BATCH_STEPS } from '../stream/lanes.ts';
import { cubeOf } from './gamma.ts';

const MANY = 2 * BATCH_STEPS;
const normals = new Float64Array(2 * MANY);
const open = new Float64Array(MANY);
const other = new Float64Array(MANY);

export interface TwoGammas {
  /** Words of an attempt. */
  readonly words: number;
  /** The factors by which the gammas' cubes are multiplied. */
  readonly dx: number;
  readonly dy: number;
  /**
   * Makes `vy / vx` of the first samples of a batch, or its inverse, and returns how many were rejected. Where a shape is below 1 there are
   * the powers of e, too, by which the ratio has to be multiplied, of `sign` times the difference of their boosts.
   */
  attempt(batch: Batch, count: number, inverse?: boolean): number;
  powers(batch: Batch, count: number, sign: 1 | -1): Float64Array | undefined;
}

export function twoGammas(alpha: number, beta: number): TwoGammas {
  const x = cubeOf(alpha);
  const y = cubeOf(beta);
  const isBoosted = alpha < 1 || beta < 1;
  return {
    words: isBoosted ? 5 : 3,
    dx: x.d,
    dy: y.d,
    attempt({ low, high, out, rejected }, count, inverse = false) {
      normalsOfWords(low, high, count, normals, MANY);
      opens(low[2]!, high[2]!, open, count);
      let rejections = 0;
      for (let i = 0; i < count; i++) {
        const zx = normals[i]!;
        const zy = normals[i + MANY]!;
        const tx = zx * x.c;
        const ty = zy * y.c;
        const xx = tx + 1;
        const xy = ty + 1;
        const u = open[i]!;
        const likely = zx * zx * (zx * zx) * x.shortcut + zy * zy * (zy * zy) * y.shortcut + 2 ** -29;
        const vx = xx * xx * xx;
        const vy = xy * xy * xy;
        out[i] = inverse ? vx / vy : vy / vx;
        if (1 - u <= likely && !(xx > 0 && xy > 0 && ln(u) < height(tx, xx, x.d) + height(ty, xy, y.d))) {
          rejected[rejections++] = i;
        }
      }
      return rejections;
    },
    powers({ low, high }, count, sign) {
      if (!isBoosted) {
        return undefined;
      }
      logarithmsOf(low[3]!, high[3]!, open, alpha, count);
      logarithmsOf(low[4]!, high[4]!, other, beta, count);
      for (let i = 0; i < count; i++) {
        open[i] = sign * (other[i]! - open[i]!);
      }
      exponentials(open, count);
      return open;
    },
  };
}

/** The logarithms of what a gamma of a shape below 1 is multiplied by; 0 for others. */
function logarithmsOf(
  low: Int32Array,
  high: Int32Array,
  out: Float64Array,
  shape: number,
  count: number,
): void {
  if (shape >= 1) {
    out.fill(0, 0, count);
    return;
  }
  const power = 1 / shape;
  opens(low, high, out, count);
  logarithms(out, count);
  for (let i = 0; i < count; i++) {
    out[i] = out[i]! * power;
  }
}
