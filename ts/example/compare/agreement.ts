import type { ProgramResult } from '../programs/options.ts';

/**
 * Checks that every run found the same: one total, and one answer for each stream of the servers, which share a seed.
 */
export class Agreement {
  #units: bigint | undefined;
  readonly #answers = new Map<number, number>();
  #holds = true;

  get holds(): boolean {
    return this.#holds;
  }

  /** Adds what a run computed, and the answer it got from a stream. */
  add({ compute, request }: ProgramResult, stream: number): void {
    const units = this.#units ?? compute.total.units;
    const answer = this.#answers.get(stream) ?? request.sum;
    this.#units = units;
    this.#answers.set(stream, answer);
    this.#holds &&= compute.total.units === units && request.sum === answer;
  }
}
