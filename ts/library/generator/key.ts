import { toKey } from '../stream/lanes.ts';
import type { Key } from '../stream/stream.ts';

/** A generator's seed and stream. The seed's halves are whole numbers of 32 bits, as lanes and children take them. */
export class DrawKey implements Key {
  readonly low: number;
  readonly high: number;
  readonly stream: number;
  #seed: bigint | undefined;

  constructor(low: number, high: number, stream: number) {
    this.low = low;
    this.high = high;
    this.stream = stream;
  }

  static of(seed: bigint, stream: number): DrawKey {
    const { low, high } = toKey(seed);
    return new DrawKey(low | 0, high | 0, stream);
  }

  get seed(): bigint {
    this.#seed ??= (BigInt(this.high >>> 0) << 32n) | BigInt(this.low >>> 0);
    return this.#seed;
  }
}
