// How long the event loop's turns are while ten thousand small sums, which were asked for at once, are computed.
import { setImmediate as nextTurn } from 'node:timers/promises';
import { quantile } from '../../ts/timeline/index.ts';
import { sum } from '../kit/library.ts';
import { columns } from '../kit/tables.ts';
import { figure } from '../kit/words.ts';
import { bound, type Extent, type Finding } from './kit/finding.ts';
import { jobOf, oneAnswer, SUMMED } from './kit/jobs.ts';
import { inTurns } from './kit/measure.ts';

const SUMS = 10_000;

export async function measureSmallSums({ quick, progress, ...asked }: Extent): Promise<Finding> {
  const { rounds = quick ? 10 : 30 } = asked;
  const title = `${SUMS} sums of 1,000 samples at once`;
  const cases = SUMMED.map((distribution) => {
    return { distribution, check: oneAnswer(title), job: jobOf(distribution, 1000) };
  });
  const found = await inTurns({ title, cases, rounds, progress }, async ({ job, check }) => {
    const began = performance.now();
    const sums = Array.from({ length: SUMS }, () => sum(job, { engine: 'native' }));
    const calls = performance.now() - began;
    const turns = await turnsUntil(Promise.all(sums).then((totals) => totals.forEach(check)));
    return { calls, turns };
  });
  const figures = cases.map(({ distribution }, n) => {
    const turns = found[n]!.flatMap(({ turns }) => turns);
    return { distribution, turns, calls: found[n]!.map(({ calls }) => calls) };
  });
  const cells = figures.map(({ distribution, calls, turns }) => {
    const [p50, p99, max] = [0.5, 0.99, 1].map((q) => figure(quantile(turns, q)));
    return [distribution, figure(quantile(calls, 0.5)), p50!, p99!, max!];
  });
  return {
    lines: [
      `${title}, ${rounds} times: to ask for them, in the caller's own turn, and the event loop's turns from then to the last answer. Milliseconds.`,
      ...columns([['', 'calls', 'turn p50', 'p99', 'max'], ...cells]),
    ],
    bounds: figures.map(({ distribution, turns }) =>
      bound(`small sums at once, ${distribution}: turn, p99`, quantile(turns, 0.99), 'below', 5, 'ms'),
    ),
    figures,
  };
}

/** The milliseconds of each turn of the event loop until something is done. */
async function turnsUntil(done: Promise<unknown>): Promise<number[]> {
  const turns: number[] = [];
  let isDone = false;
  const end = done.then(() => {
    isDone = true;
  });
  for (let last = performance.now(); !isDone; ) {
    await nextTurn();
    const now = performance.now();
    turns.push(now - last);
    last = now;
  }
  await end;
  return turns;
}
