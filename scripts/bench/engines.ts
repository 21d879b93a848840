import assert from 'node:assert/strict';
import type { EngineName } from '../../ts/engine/engine.ts';
import type { JobOptions } from '../../ts/job.ts';
import type { Mode } from '../../ts/run/options.ts';
import type { Total } from '../../ts/total.ts';
import { offloop } from './built.ts';
import { describe } from './jobs.ts';
import type { Machine } from './machine.ts';
import type { Case } from './rounds.ts';

/** One way of running a job. */
export interface Way extends Case {
  readonly kind: EngineName;
}

/** The row that the ratios of a table of engines are against. */
export const BASELINE = 'native, one blocking call';

const { sum, sumSync } = await offloop();

/** Every engine, mode and number of slots for one job. Each run checks its answer against the first one's. */
export function waysToSum(job: JobOptions, { simd, slots }: Machine): Way[] {
  const engines: EngineName[] = simd === undefined ? ['typescript'] : ['native', 'typescript'];
  let expected: bigint | undefined;
  const check = ({ units }: Total): void => {
    expected ??= units;
    assert.equal(units, expected, `two ways to sum ${describe(job)} disagree: this is a bug`);
  };
  // Without the chunk loop: nothing that runs native code can be faster.
  const bare: Way = {
    name: BASELINE,
    kind: 'native',
    samples: job.samples,
    run: () => check(sumSync(job, { engine: 'native' })),
  };
  const inChunks = (engine: EngineName, mode: Mode, concurrency: number): Way => ({
    name: `${engine}, ${mode}${mode === 'threadpool' ? `, ${concurrency} slot${concurrency > 1 ? 's' : ''}` : ''}`,
    kind: engine,
    samples: job.samples,
    async: true,
    run: async () => check(await sum(job, { engine, mode, concurrency })),
  });
  return engines.flatMap((engine) => [
    ...(engine === 'native' ? [bare] : []),
    inChunks(engine, 'blocking', 1),
    inChunks(engine, 'cooperative', 1),
    ...(engine === 'native' ? slotCounts(slots).map((count) => inChunks(engine, 'threadpool', count)) : []),
  ]);
}

/** Runs every way once, so that nothing is timed before all gave the same answer, to the last bit. */
export async function assertEqual(job: JobOptions, ways: readonly Way[], done: () => void): Promise<string> {
  for (const way of ways) {
    await way.run();
    done();
  }
  return String(sumSync(job).units);
}

/** 1, 2, 4 … and all of them. */
function slotCounts(slots: number): number[] {
  const counts = new Set([slots]);
  for (let count = 1; count < slots; count *= 2) {
    counts.add(count);
  }
  return [...counts].sort((a, b) => a - b);
}
