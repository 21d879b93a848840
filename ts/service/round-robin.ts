import type { Queue, QueueAddOptions } from 'p-queue';

type Run = () => Promise<unknown>;

interface Waiting {
  readonly run: Run;
  readonly id: string | undefined;
}

/** What a task of this queue is added with. */
export interface RoundRobinOptions extends QueueAddOptions {
  /** Who takes turns with the others. */
  readonly address: string;
}

/** A queue for p-queue in which addresses take turns, so that one with many connections holds up nobody else. */
export class RoundRobin implements Queue<Run, RoundRobinOptions> {
  /** In the order of their turns: the first address is next. */
  readonly #byAddress = new Map<string, Waiting[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  enqueue(run: Run, { address = '', id }: Partial<RoundRobinOptions> = {}): void {
    this.#size++;
    const line = this.#byAddress.get(address);
    if (line === undefined) {
      this.#byAddress.set(address, [{ run, id }]);
    } else {
      line.push({ run, id });
    }
  }

  dequeue(): Run | undefined {
    for (const [address, line] of this.#byAddress) {
      const first = line.shift()!;
      this.#size--;
      this.#byAddress.delete(address);
      if (line.length > 0) {
        this.#byAddress.set(address, line);
      }
      return first.run;
    }
    return undefined;
  }

  /** Takes out a task that need not run any more. */
  remove(id: string): void {
    for (const [address, line] of this.#byAddress) {
      const index = line.findIndex((waiting) => waiting.id === id);
      if (index >= 0) {
        line.splice(index, 1);
        this.#size--;
        if (line.length === 0) {
          this.#byAddress.delete(address);
        }
        return;
      }
    }
  }

  filter({ address }: Readonly<Partial<RoundRobinOptions>>): Run[] {
    return (this.#byAddress.get(address ?? '') ?? []).map((waiting) => waiting.run);
  }

  /** There are no priorities here. */
  setPriority(): void {}
}
