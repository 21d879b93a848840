/**
 * Pearson's statistic of counts, as a number of standard deviations from its mean. The shares that they should have are
 * all alike if none are given; they need not have the sum 1.
 */
export function deviations(counts: readonly number[], shares = counts.map(() => 1)): number {
  const sum = (numbers: readonly number[]): number => numbers.reduce((all, number) => all + number, 0);
  const each = sum(counts) / sum(shares);
  const statistic = sum(counts.map((count, i) => (count - each * shares[i]!) ** 2 / (each * shares[i]!)));
  const freedom = counts.length - 1;
  return (statistic - freedom) / Math.sqrt(2 * freedom);
}

/** How often each result comes. */
export function tally(times: number, draw: () => unknown): Map<string, number> {
  const counts = new Map<string, number>();
  for (let n = 0; n < times; n++) {
    const found = String(draw());
    counts.set(found, (counts.get(found) ?? 0) + 1);
  }
  return counts;
}
