/** What of all samples a cell may have, if they are nearly as good as those of a continuous distribution. */
const FINE = 1 / 1024;

/** The cells in which samples of a distribution are counted (expected.py). A sample at an edge is in the cell below it. */
export class Cells {
  readonly edges: Float64Array;
  readonly p: readonly number[];
  /** The probability of a sample below each cell's middle: 0.5 in the mean, with this deviation. */
  readonly scores: Float64Array;
  readonly deviation: number;

  constructor({ edges, p }: { edges: readonly number[]; p: readonly number[] }) {
    this.edges = Float64Array.from(edges);
    this.p = p;
    let below = 0;
    this.scores = Float64Array.from(p, (own) => {
      below += own;
      return below - own / 2;
    });
    this.deviation = Math.sqrt(this.mean((score) => (score - 0.5) ** 2));
  }

  /** The cell of a sample. */
  of(x: number): number {
    let [low, high] = [0, this.edges.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.edges[middle]! < x) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** The rank of a sample: its score, with mean 0 and deviation 1. */
  rank(x: number): number {
    return (this.scores[this.of(x)]! - 0.5) / this.deviation;
  }

  /** Whether no cell has so much that only few values are possible, or that most samples are alike. */
  get isFine(): boolean {
    return this.p.every((p) => p < FINE);
  }

  /** The mean of a function of scores. */
  mean(of: (score: number) => number): number {
    return this.p.reduce((sum, p, cell) => sum + p * of(this.scores[cell]!), 0);
  }
}
