import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DISTRIBUTIONS } from '../../ts/job.ts';
import { ROOT } from './built.ts';
import type { Group, Row } from './record.ts';

/** What criterion keeps of a benchmark; the kernels' benchmarks count a sample as an iteration. */
interface Estimates {
  readonly median: {
    readonly point_estimate: number;
    readonly confidence_interval: { readonly lower_bound: number; readonly upper_bound: number };
  };
}

/** How to have all rows. The second build has simd_rand, and rand's as this CPU's own instructions make them. */
export const CRATES_FIRST =
  '`cargo bench -p offloop-sampling`, and again with `RUSTFLAGS="-C target-cpu=native"` for simd_rand';

/** The best SIMD level first. */
const LEVELS = ['avx512', 'avx2', 'sse4.2', 'sse2', 'neon', 'scalar'];

/**
 * The sums that `cargo bench -p offloop-sampling` has measured, one group a distribution; none if it has not run.
 * They are groups of their own: that run was another one, so their ratios are against its own rows.
 */
export function criterionGroups(): Group[] {
  const folder = join(ROOT, 'target', 'criterion');
  if (!existsSync(folder)) {
    return [];
  }
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith(join('new', 'benchmark.json')))
    .map((file) => join(folder, file));
  return DISTRIBUTIONS.flatMap((distribution) => {
    const rows = files.flatMap((file) => readRow(file, `${distribution} sum`));
    const baseline = LEVELS.map((level) => `offloop ${level}`).find((name) =>
      rows.some((row) => row.name === name),
    );
    const title = `Sums of ${distribution} samples in Rust, by cargo bench`;
    return baseline === undefined ? [] : [{ title, distribution, samples: 64 * 65_536, baseline, rows }];
  });
}

function readRow(file: string, group: string): Row[] {
  const { group_id, function_id } = JSON.parse(readFileSync(file, 'utf8'));
  if (group_id !== group) {
    return [];
  }
  const estimates: Estimates = JSON.parse(readFileSync(join(dirname(file), 'estimates.json'), 'utf8'));
  const { point_estimate, confidence_interval } = estimates.median;
  const { lower_bound: min, upper_bound: max } = confidence_interval;
  const kind = function_id.startsWith('offloop') ? 'native' : 'peer';
  return [
    {
      name: function_id,
      kind,
      rounds: 30,
      median: point_estimate,
      min,
      max,
      spread: (max - min) / point_estimate,
    },
  ];
}
