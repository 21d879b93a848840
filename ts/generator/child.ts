import { toKey } from '../engine/typescript/block.ts';
import { philox4x32_10 } from '../engine/typescript/philox.ts';

/** The lane that no block has. */
const CHILDREN_LANE = 16;

const words = new Uint32Array(4);
const signedWords = new Int32Array(words.buffer);

/** The seed and the stream of a generator's child: docs/stream.md, "Draws one by one". */
export function childOf(seed: bigint, stream: number, child: number): { seed: bigint; stream: number } {
  const [keyLow, keyHigh] = toKey(seed);
  const childHigh = Math.floor(child / 2 ** 32);
  philox4x32_10(keyLow, keyHigh, child, childHigh, CHILDREN_LANE, stream, signedWords, 0);
  return { seed: (BigInt(words[1]!) << 32n) | BigInt(words[0]!), stream: words[2]! >>> 1 };
}
