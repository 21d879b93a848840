import type { Plan } from './options.ts';

/** How many times larger a chunk may be than the largest before it. */
const GROWTH = 8;

/**
 * Decides how many blocks a chunk on the event loop has: the first is one block, later ones follow the measured rate.
 * Slots need no sizes: they take the next blocks until none is left.
 */
export class ChunkSizer {
  readonly #allotment: number;
  readonly #chunkBlocks: number;
  #blocksPerMs = 0;
  #largest = 0;

  constructor({ allotment, chunkBlocks }: Pick<Plan, 'allotment' | 'chunkBlocks'>) {
    this.#allotment = allotment;
    this.#chunkBlocks = chunkBlocks;
  }

  /** Blocks in the next chunk, if the loop has worked for so many milliseconds since its last pause. */
  next(worked: number): number {
    const room = Math.ceil((this.#allotment - worked) * this.#blocksPerMs);
    return Math.max(1, Math.min(room, this.#chunkBlocks, this.#largest * GROWTH));
  }

  /** Records how many milliseconds so many blocks took. From a clock that stands still there is nothing to learn. */
  learn(blocks: number, cost: number): void {
    if (cost <= 0) {
      return;
    }
    const rate = blocks / Math.max(cost, 0.001);
    this.#blocksPerMs = this.#blocksPerMs === 0 ? rate : (this.#blocksPerMs + rate) / 2;
    this.#largest = Math.max(this.#largest, blocks);
  }
}
