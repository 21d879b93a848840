/** What is `instanceof` this, where something is done rarely. */
export class Rare {}

/** Where the result goes: a minifier would remove an unused one, and a branch on it would cost what this saves. */
export const happened = { now: false };

/**
 * What is done once in many draws: `happened.now = made instanceof Rare`, with what this function made, does the work.
 *
 * V8 inlines a draw into its caller's loop, and a call in that loop would make it keep the loop's variables, such as a
 * sum, in memory: a draw would take 3.4 ns instead of 2.2. V8 considers `instanceof` with a proxy too rare to count.
 */
export function rarely(work: () => void): object {
  return new Proxy(
    {},
    {
      getPrototypeOf() {
        work();
        return Rare.prototype;
      },
    },
  );
}
