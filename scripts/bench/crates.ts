// How Rust's crates do, as `cargo bench -p offloop-sampling` has measured them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { DISTRIBUTIONS } from './kit/jobs.ts';
import { CRATES_FIRST, ROOT } from './kit/places.ts';
import type { Group, Row } from './kit/record.ts';

/** Our kernels' ids in those benchmarks, the best SIMD level first. */
const OURS = ['avx512', 'avx2', 'sse4.2', 'sse2', 'neon', 'scalar'].map((level) => `offloop ${level}`);

/** The ids that only the second build has. */
const SIMD_RAND = ['simd_rand AVX2 xoshiro256++', 'simd_rand AVX-512 xoshiro256++'];

/** The sums that were measured, one group a distribution. That run was another one: its ratios are against its own rows. */
export function crateGroups(): Group[] {
  const folder = join(ROOT, 'target', 'criterion');
  const files = existsSync(folder) ? readdirSync(folder, { recursive: true, encoding: 'utf8' }) : [];
  const found = files
    .filter((file) => file.endsWith(join('new', 'benchmark.json')))
    .map((file) => join(folder, file));
  return DISTRIBUTIONS.flatMap((distribution) => {
    const rows = found.flatMap((file) => toRow(file, `${distribution} sum`));
    const baseline = OURS.find((id) => rows.some((row) => row.id === id));
    const title = `Sums of ${distribution} samples in Rust, by cargo bench`;
    const group = { id: `crates-${distribution}`, title, distribution, samples: 64 * 65_536 };
    return baseline === undefined ? [] : [{ ...group, baseline, rows }];
  });
}

/** What the groups lack, and how to have it. */
export function cratesLeftOut(groups: readonly Group[]): string[] {
  const complete = groups.some(({ rows }) => rows.some(({ id }) => SIMD_RAND.includes(id)));
  const what = groups.length === 0 ? 'the crates of Rust' : 'simd_rand';
  return complete ? [] : [`${what}: first run ${CRATES_FIRST}`];
}

/** What criterion keeps of a benchmark, if it is one of the group's; they count a sample as an iteration. */
function toRow(file: string, group: string): Row[] {
  const { group_id, function_id: id } = JSON.parse(readFileSync(file, 'utf8'));
  const { median } = JSON.parse(readFileSync(join(dirname(file), 'estimates.json'), 'utf8'));
  const { lower_bound: min, upper_bound: max } = median.confidence_interval;
  const kind = OURS.includes(id) ? 'native' : 'peer';
  const figures = { rounds: 30, median: median.point_estimate, min, max };
  const spread = (max - min) / figures.median;
  return group_id === group ? [{ id, name: id, kind, ...figures, spread }] : [];
}
