import { toKey } from '../engine/typescript/block.ts';
import { philox4x32_10 } from '../engine/typescript/philox.ts';

/** The lane that no block has. */
const CHILDREN_LANE = 16;

const words = new Int32Array(4);
const [seedWords, streamWord] = [new BigUint64Array(words.buffer, 0, 1), new Uint32Array(words.buffer, 8, 1)];

/** The seed and the stream of a generator's child: docs/stream.md, "Draws one by one". */
export function childOf(seed: bigint, stream: number, child: number): { seed: bigint; stream: number } {
  const [keyLow, keyHigh] = toKey(seed);
  const childHigh = Math.floor(child / 2 ** 32);
  philox4x32_10(keyLow, keyHigh, child, childHigh, CHILDREN_LANE, stream, words, 0);
  return { seed: seedWords[0]!, stream: streamWord[0]! >>> 1 };
}
