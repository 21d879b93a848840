// How soon an abort is heard, and whether it leaves a slot busy.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { columns, quantile } from '../../ts/example/index.ts';
import { bound, type Extent, type Finding } from './kit/finding.ts';
import { DISTRIBUTIONS, jobOf } from './kit/jobs.ts';
import { type JobOptions, poolStats, sum } from './kit/library.ts';
import { figure, slotsText } from './kit/report.ts';

/** A job that no abort comes too late for. */
const ENDLESS = 1e13;

/** The milliseconds within which an abort comes: from before the first chunk to after several. */
const WITHIN = 20;

export async function measureAbort({ quick, machine, progress }: Extent): Promise<Finding> {
  const aborts = quick ? 200 : 1000;
  const kinds = DISTRIBUTIONS.flatMap((distribution) =>
    [...new Set([1, machine.slots])].map((slots) => {
      return { name: `${distribution}, ${slotsText(slots)}`, distribution, slots, times: [] as number[] };
    }),
  );
  progress.show('Aborts at random moments');
  for (let n = 0; n < aborts; n++) {
    const { distribution, slots, times } = kinds[n % kinds.length]!;
    times.push(await abortAfter(Math.random() * WITHIN, jobOf(distribution, ENDLESS), slots));
  }
  const all = kinds.flatMap(({ times }) => times);
  const cellsOf = (name: string, times: readonly number[]): string[] => {
    return [name, String(times.length), ...[0.5, 0.99, 1].map((q) => figure(quantile(times, q)))];
  };
  return {
    lines: [
      `${aborts} aborts at random moments of the first ${WITHIN} ms, native: milliseconds from abort() to the rejection.`,
      'Each rejected with its own reason and left the pool idle.',
      ...columns([
        ['', 'aborts', 'p50', 'p99', 'max'],
        ...kinds.map(({ name, times }) => cellsOf(name, times)),
        cellsOf('all', all),
      ]),
    ],
    bounds: [
      bound('abort: to the rejection, p99', quantile(all, 0.99), 'at most', 12, 'ms', 'one allotment + 2 ms'),
    ],
    figures: kinds,
  };
}

/** Starts a job, aborts it so many milliseconds later, and says how many it took to reject. */
async function abortAfter(milliseconds: number, job: JobOptions, slots: number): Promise<number> {
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new Error('enough');
  const rejected = sum(job, { engine: 'native', concurrency: slots, signal }).then(
    () => assert.fail('an endless job has ended'),
    (error: unknown) => ({ error, at: performance.now() }),
  );
  await delay(milliseconds);
  const began = performance.now();
  controller.abort(reason);
  const { error, at } = await rejected;
  const { busy, waiting } = poolStats();
  assert.equal(error, reason, 'a job rejected with something else than its reason: this is a bug');
  assert.deepEqual({ busy, waiting }, { busy: 0, waiting: 0 }, 'an abort left the pool busy: this is a bug');
  return at - began;
}
