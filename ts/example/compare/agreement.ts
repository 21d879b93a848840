import type { ProgramResult } from '../programs/options.ts';

/** Whether every run found the same: one total, and one answer for each stream of the servers, which have one seed. */
export class Agreement {
  #units: bigint | undefined;
  readonly #answers = new Map<number, number>();
  #holds = true;

  get holds(): boolean {
    return this.#holds;
  }

  /** Takes in what a run computed, and what it was answered from a stream. */
  add({ compute, request }: ProgramResult, stream: number): void {
    const units = this.#units ?? compute.total.units;
    const answer = this.#answers.get(stream) ?? request.sum;
    this.#units = units;
    this.#answers.set(stream, answer);
    this.#holds &&= compute.total.units === units && request.sum === answer;
  }
}
