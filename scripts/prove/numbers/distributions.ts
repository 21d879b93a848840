/** Every distribution of the registry, with several parameters, against SciPy's. */
import { type Case, CHUNK, type Evidence, eachChunk, evidenceOf, type Group } from './evidence.ts';

export const distributions: Group = (subject, say) =>
  subject.distributions.flatMap((tried, d) =>
    tried.cases.flatMap((one, n) => {
      say(one.title);
      const samples = Math.max(CHUNK, subject.samples / 4);
      const observed = new Array<number>(one.cells.p.length).fill(0);
      let [outside, broken] = [0, 0];
      const { low = Number.NEGATIVE_INFINITY, high = Number.POSITIVE_INFINITY } = one.job as Bounds;
      const job = { ...one.job, seed: 500 + 20 * d + n };
      eachChunk(subject, new Float64Array(CHUNK), job, samples, (x) => {
        for (let i = 0; i < CHUNK; i++) {
          observed[one.cells.of(x[i]!)]!++;
          outside += Number(!(x[i]! >= low && x[i]! < high));
          broken += Number(tried.whole && !Number.isInteger(x[i]!));
        }
      });
      const { none } = evidenceOf(tried.name, samples);
      return [
        ...asExpected(tried, one, samples, observed),
        ...('low' in one.job ? [none(`${one.title}, none outside`, outside)] : []),
        ...(tried.whole ? [none(`${one.title}, all whole`, broken)] : []),
      ];
    }),
  );

interface Bounds {
  low?: number;
  high?: number;
}

/** What a case's samples fell in, as a whole and in the tails alone, which are a small part of it. */
export function asExpected(
  { name: group, whole }: { name: string; whole: boolean },
  { title, cells }: Case,
  samples: number,
  observed: number[],
  what = title,
): Evidence[] {
  const about = evidenceOf(group, samples);
  const tail = cells.scores.map((score) => (Math.min(score, 1 - score) < TAIL ? 1 : 0));
  const [first, last] = [tail.indexOf(0), tail.lastIndexOf(0) + 1];
  const only = (values: readonly number[]): number[] => [
    ...values.slice(0, first),
    values.slice(first, last).reduce((sum, value) => sum + value, 0),
    ...values.slice(last),
  ];
  return [
    ...(whole ? [] : [about.ks(`${what}, Kolmogorov-Smirnov`, observed, { p: cells.p })]),
    about.cells(`${what}, ${observed.length} cells`, observed, { p: cells.p }),
    ...(first === 0 ? [] : [about.cells(`${what}, tails`, only(observed), { p: only(cells.p) })]),
  ];
}

/** Both tails are what is less likely than this on its side. */
const TAIL = 1 / 4096;
