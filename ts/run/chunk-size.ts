import type { Plan } from './options.ts';

/** How much a chunk may grow over the largest one before. */
const GROWTH = 8;

/**
 * Decides how many blocks a chunk on the event loop has: the first is one block, later ones follow the measured rate.
 * In slots nothing is sized: they take the next blocks until none is left.
 */
export class ChunkSizer {
  readonly #allotment: number;
  readonly #chunkBlocks: number;
  #blocksPerMs = 0;
  #largest = 0;

  constructor({ allotment, chunkBlocks }: Plan) {
    this.#allotment = allotment;
    this.#chunkBlocks = chunkBlocks;
  }

  /** Blocks of the next chunk, when the loop has worked so many milliseconds since its last pause. */
  next(worked: number): number {
    const room = Math.ceil((this.#allotment - worked) * this.#blocksPerMs);
    return Math.max(1, Math.min(room, this.#chunkBlocks, this.#largest * GROWTH));
  }

  /** Takes in how many milliseconds so many blocks cost. */
  learn(blocks: number, cost: number): void {
    const rate = blocks / Math.max(cost, 0.001);
    this.#blocksPerMs = this.#blocksPerMs === 0 ? rate : (this.#blocksPerMs + rate) / 2;
    this.#largest = Math.max(this.#largest, blocks);
  }
}
