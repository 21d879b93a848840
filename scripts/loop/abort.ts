import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { quantile } from '../../ts/example/compare/statistics.ts';
import { columns } from '../../ts/format.ts';
import { DISTRIBUTIONS, type Distribution } from '../../ts/job.ts';
import { offloop } from '../bench/built.ts';
import { jobOf } from '../bench/jobs.ts';
import { figure } from '../bench/table.ts';
import { bound } from './bounds.ts';
import { measureMemory } from './memory.ts';
import type { Effort, Finding } from './section.ts';

const { poolStats, sum } = await offloop();

/** A job that no abort comes too late for. */
const ENDLESS = 1e13;

/** The milliseconds within which an abort comes: from before the first chunk to after several. */
const WITHIN = 20;

/** So many aborts are a step of progress. */
const STEP = 50;

/** Milliseconds from abort() to the rejection, for one kind of job. */
interface Aborted {
  readonly distribution: Distribution;
  readonly slots: number;
  readonly times: number[];
}

/** How soon an abort is heard, and whether anything is left behind: a slot, a listener, memory. */
export async function measureAbort(effort: Effort): Promise<Finding> {
  const { quick, machine, progress } = effort;
  const aborts = quick ? 200 : 1000;
  progress.part('Aborts at random moments', aborts / STEP);
  const kinds = await abortOften(aborts, machine.slots, progress.advance);
  const times = kinds.flatMap((kind) => kind.times);
  const memory = await measureMemory(effort);
  const cells = kinds.map(({ distribution, slots, times }) => [
    `${distribution}, ${slots === 1 ? '1 slot' : `${slots} slots`}`,
    ...figuresOf(times),
  ]);
  return {
    lines: [
      `${aborts} aborts at random moments of the first ${WITHIN} ms, native: milliseconds from abort() to the rejection.`,
      'Each rejected with its own reason and left the pool idle.',
      ...columns([['', 'aborts', 'p50', 'p99', 'max'], ...cells, ['all', ...figuresOf(times)]]),
      '',
      ...memory.lines,
    ],
    bounds: [
      bound(
        'abort: from abort() to rejection, p99',
        quantile(times, 0.99),
        'at most',
        12,
        'ms',
        'one allotment + 2 ms',
      ),
      ...memory.bounds,
    ],
    figures: { aborts: kinds, memory: memory.figures },
  };
}

async function abortOften(aborts: number, allSlots: number, advance: () => void): Promise<Aborted[]> {
  const random = xoroshiro128plus(42);
  const kinds: Aborted[] = DISTRIBUTIONS.flatMap((distribution) =>
    [...new Set([1, allSlots])].map((slots) => ({ distribution, slots, times: [] })),
  );
  for (let n = 0; n < aborts; n++) {
    const kind = kinds[Math.floor(uniformFloat64(random) * kinds.length)]!;
    kind.times.push(await abortAfter(uniformFloat64(random) * WITHIN, kind, new Error(`abort ${n}`)));
    if ((n + 1) % STEP === 0) {
      advance();
    }
  }
  return kinds;
}

/** Starts a job, aborts it so much later, and says how many milliseconds it took to reject. */
async function abortAfter(
  milliseconds: number,
  { distribution, slots }: Aborted,
  reason: Error,
): Promise<number> {
  const controller = new AbortController();
  const { signal } = controller;
  const rejected = sum(jobOf(distribution, ENDLESS), { engine: 'native', concurrency: slots, signal }).then(
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

function figuresOf(times: readonly number[]): string[] {
  return [String(times.length), ...[0.5, 0.99, 1].map((q) => figure(quantile(times, q)))];
}
