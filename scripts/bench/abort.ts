// How soon an abort takes effect, and whether it leaves a slot busy.
import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { quantile } from '../../ts/timeline/index.ts';
import { poolStats, type RunOptions, sample, sum } from '../kit/library.ts';
import { columns } from '../kit/tables.ts';
import { figure, slotsText } from '../kit/words.ts';
import { bound, type Extent, type Finding } from './kit/finding.ts';
import { jobOf, SUMMED } from './kit/jobs.ts';

/** What is aborted, with so many samples that no abort comes too late. */
const CALLS = [
  { call: 'sum', run: sum, samples: 1e13 },
  { call: 'sample', run: sample, samples: 1e8 },
];

/** The milliseconds within which an abort comes: from before the first chunk to after several. */
const WITHIN = 20;

export async function measureAbort({ quick, machine, progress }: Extent): Promise<Finding> {
  const aborts = quick ? 160 : 400;
  const kinds = CALLS.flatMap(({ call, run, samples }) =>
    SUMMED.flatMap((distribution) =>
      [...new Set([1, machine.slots])].map((concurrency) => {
        const name = `${call}, ${distribution}, ${slotsText(concurrency)}`;
        const start = ({ signal }: Pick<RunOptions, 'signal'>) =>
          run(jobOf(distribution, samples), { engine: 'native', concurrency, signal });
        return { name, call, start, times: [] as number[] };
      }),
    ),
  );
  progress.show('Aborts at random moments');
  for (let n = 0; n < aborts; n++) {
    const { start, times } = kinds[n % kinds.length]!;
    times.push(await abortAfter(Math.random() * WITHIN, start));
  }
  const timesOf = (call: string) => kinds.filter((kind) => kind.call === call).flatMap(({ times }) => times);
  const cellsOf = (name: string, times: readonly number[]): string[] => {
    return [name, String(times.length), ...[0.5, 0.99, 1].map((q) => figure(quantile(times, q)))];
  };
  return {
    lines: [
      `${aborts} aborts at random moments of the first ${WITHIN} ms: from abort() to the rejection, in ms.`,
      'Each rejected with its own reason and left the pool idle.',
      ...columns([
        ['', 'aborts', 'p50', 'p99', 'max'],
        ...kinds.map(({ name, times }) => cellsOf(name, times)),
      ]),
    ],
    bounds: CALLS.map(({ call }) => {
      const p99 = quantile(timesOf(call), 0.99);
      return bound(`abort of ${call}, p99`, p99, 'at most', 12, 'ms', 'one allotment + 2 ms');
    }),
    figures: kinds.map(({ start, ...kind }) => kind),
  };
}

/** Starts a job, aborts it after a delay, and returns how many milliseconds it took to reject. */
async function abortAfter(
  milliseconds: number,
  start: (options: { signal: AbortSignal }) => Promise<unknown>,
): Promise<number> {
  const controller = new AbortController();
  const { signal } = controller;
  const reason = new Error('enough');
  const rejected = start({ signal }).then(
    () => assert.fail('a job has ended before it was aborted'),
    (error: unknown) => ({ error, at: performance.now() }),
  );
  await delay(milliseconds);
  const began = performance.now();
  controller.abort(reason);
  const { error, at } = await rejected;
  assert.equal(error, reason, 'a job rejected with something else than its reason: this is a bug');
  await poolIsIdle();
  return at - began;
}

/** A slot that no thread had started when its job was aborted leaves the pool as soon as one does. */
async function poolIsIdle(): Promise<void> {
  const end = performance.now() + 10_000;
  const isIdle = () => poolStats().busy + poolStats().waiting === 0;
  while (!isIdle() && performance.now() < end) {
    await delay(1);
  }
  assert(isIdle(), 'an abort left the pool busy: this is a bug');
}
