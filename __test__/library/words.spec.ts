import test from 'ava';
import { toSeed } from '../../ts/library/stream/seeds.ts';

const LETTERS = 'abcdefghijklmnop';

/** Word number n of those of five letters. */
function word(n: number): string {
  return `dragon-${[16, 12, 8, 4, 0].map((shift) => LETTERS[(n >> shift) & 15]).join('')}`;
}

test('a million words, each a letter away from others, have a million seeds, whose bits differ like coins', (t) => {
  const count = 2 ** 20;
  const seeds = BigUint64Array.from({ length: count }, (_, n) => toSeed(word(n)));
  t.is(new Set(seeds).size, count);
  const halves = new Uint32Array(seeds.buffer);
  // Neighbours that differ in their last letter alone.
  const differ = new Array<number>(64).fill(0);
  for (let n = 0; n < count; n += 2) {
    for (let bit = 0; bit < 64; bit++) {
      const at = 2 * n + (bit >> 5);
      differ[bit]! += ((halves[at]! ^ halves[at + 2]!) >>> (bit & 31)) & 1;
    }
  }
  const pairs = count / 2;
  const deviations = differ.map((found) => (found - pairs / 2) / Math.sqrt(pairs / 4));
  t.true(deviations.every((deviation) => Math.abs(deviation) < 5));
});
