/** Every distribution of the registry, with several parameters, against SciPy's. */
import {
  type Case,
  CHUNK,
  type Evidence,
  eachChunk,
  evidenceOf,
  type Group,
  type Measure,
} from './evidence.ts';

export const distributions: Group = (subject, say) =>
  subject.distributions.flatMap((tried, d) =>
    tried.cases.flatMap((one, n) => {
      say(one.title);
      const { size, measures, holds } = one;
      // As many numbers of rows as samples of others.
      const samples = Math.max(CHUNK, subject.samples / 4);
      const chunk = CHUNK - (CHUNK % size);
      const counts = measures.map(({ cells }) => new Array<number>(cells.p.length).fill(0));
      const [low, high] = one.range;
      let [outside, broken, seen] = [0, 0, 0];
      const wrong = holds.map(() => 0);
      const job = { ...one.job, seed: 500 + 20 * d + n };
      eachChunk(subject, new Float64Array(chunk), job, samples, size, (x) => {
        for (let i = 0; i < chunk; i++) {
          outside += Number(!(x[i]! >= low && x[i]! <= high));
          broken += Number(tried.whole && !Number.isInteger(x[i]!));
        }
        for (const [m, { of, cells }] of measures.entries()) {
          const observed = counts[m]!;
          for (let i = 0; i < chunk; i += size) {
            observed[cells.of(of(x, i))]!++;
          }
        }
        for (const [h, { of, is, within }] of holds.entries()) {
          for (let i = 0; i < chunk; i += size) {
            wrong[h]! += Number(!(Math.abs(of(x, i) - is) <= within));
          }
        }
        seen += chunk / size;
      });
      const { none } = evidenceOf(tried.name, seen);
      return [
        ...measures.flatMap((measure, m) => asExpected(tried.name, one, seen, counts[m]!, measure)),
        none(`${one.title}, none outside`, outside),
        ...holds.map(({ name }, h) => none(`${one.title}, each ${name}`, wrong[h]!)),
        ...(tried.whole ? [none(`${one.title}, all whole`, broken)] : []),
      ];
    }),
  );

/** What a case's samples fell in, as a whole and in the tails alone, which are a small part of it. */
export function asExpected(
  group: string,
  { title }: Case,
  samples: number,
  observed: number[],
  { name, cells }: Measure,
  what = title,
): Evidence[] {
  const about = evidenceOf(group, samples);
  const measured = name === '' ? what : `${what}, ${name}`;
  const tail = cells.scores.map((score) => (Math.min(score, 1 - score) < TAIL ? 1 : 0));
  const [first, last] = [tail.indexOf(0), tail.lastIndexOf(0) + 1];
  const only = (values: readonly number[]): number[] => [
    ...values.slice(0, first),
    values.slice(first, last).reduce((sum, value) => sum + value, 0),
    ...values.slice(last),
  ];
  const hasTails = first >= 0 && last - first < observed.length;
  return [
    ...(cells.isFine ? [about.ks(`${measured}, Kolmogorov-Smirnov`, observed, { p: cells.p })] : []),
    about.cells(`${measured}, ${observed.length} cells`, observed, { p: cells.p }),
    ...(hasTails ? [about.cells(`${measured}, tails`, only(observed), { p: only(cells.p) })] : []),
  ];
}

/** Both tails are what is less likely than this on its side. */
const TAIL = 1 / 4096;
