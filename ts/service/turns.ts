/** The queue of connections: addresses take turns, so that one with many connections delays nobody else. */
export class Turns<Waiter extends { readonly address: string }> {
  /** A line for each address. They are in the order of their turns: the first is next. */
  readonly #lines = new Map<string, Waiter[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(waiter: Waiter): void {
    const line = this.#lines.get(waiter.address);
    if (line === undefined) {
      this.#lines.set(waiter.address, [waiter]);
    } else {
      line.push(waiter);
    }
    this.#size++;
  }

  /** Removes and returns the one whose turn it is. */
  next(): Waiter | undefined {
    const [turn] = this.#lines;
    if (turn === undefined) {
      return undefined;
    }
    const [address, line] = turn;
    const first = line.shift()!;
    this.#size--;
    this.#lines.delete(address);
    if (line.length > 0) {
      this.#lines.set(address, line);
    }
    return first;
  }

  /** Removes one that need not wait any more, if it is waiting. */
  remove(waiter: Waiter): void {
    const line = this.#lines.get(waiter.address) ?? [];
    const index = line.lastIndexOf(waiter);
    if (index >= 0) {
      line.splice(index, 1);
      this.#size--;
      if (line.length === 0) {
        this.#lines.delete(waiter.address);
      }
    }
  }

  /**
   * Who must give way to one more of this address: the last of the longest line, if that line stays at least as long as
   * this address's own becomes. (Network switches share memory like this: "longest queue drop".)
   */
  rival(address: string): Waiter | undefined {
    let longest = this.#lines.get(address) ?? [];
    const own = longest.length;
    for (const line of this.#lines.values()) {
      if (line.length > Math.max(longest.length, own + 1)) {
        longest = line;
      }
    }
    return longest.length > own + 1 ? longest.at(-1) : undefined;
  }
}
