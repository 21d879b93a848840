// How late the event loop is, and how much memory a process has, while a large array is drawn.
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { columns } from '../kit/tables.ts';
import { figure } from '../kit/words.ts';
import { bound, type Extent, type Finding } from './kit/finding.ts';
import { describe, jobOf, SUMMED } from './kit/jobs.ts';
import { inTurns } from './kit/measure.ts';
import { summarize } from './kit/summary.ts';

const SAMPLES = 5e7;

const SAMPLER = join(import.meta.dirname, 'kit', 'sampler.mjs');

/** The sampler's report: the peak memory, as a multiple of the array's bytes; and how late the event loop was. */
interface Told {
  readonly memory: number;
  readonly idle: { readonly p99: number; readonly max: number };
  readonly sampling: { readonly p99: number; readonly max: number };
}

export async function measureSampling({ quick, progress, ...asked }: Extent): Promise<Finding> {
  const { rounds = quick ? 1 : 3 } = asked;
  const title = 'Memory and the event loop while sampling';
  const turns = { title, cases: SUMMED, rounds, warm: true, progress };
  const told = await inTurns(turns, async (distribution) => {
    const sampler = fork(SAMPLER, [distribution, String(SAMPLES)], { execArgv: [] });
    const gone = new AbortController();
    sampler.once('exit', () => gone.abort(new Error('the process that samples ended early')));
    const [answer] = await once(sampler, 'message', gone);
    return answer as Told;
  });
  const found = SUMMED.map((distribution, n) => {
    const of = (figure: (one: Told) => number) => summarize(told[n]!.map(figure));
    const late = { idle: of(({ idle }) => idle.p99), sampling: of(({ sampling }) => sampling.p99) };
    const stall = { idle: of(({ idle }) => idle.max), sampling: of(({ sampling }) => sampling.max) };
    return { distribution, memory: of(({ memory }) => memory), late, stall };
  });
  const cells = found.map(({ distribution, memory, late, stall }) => {
    const times = [late.idle.median, late.sampling.median, stall.idle.max, stall.sampling.max];
    return [describe(jobOf(distribution, SAMPLES)), ...times.map(figure), memory.max.toFixed(3)];
  });
  return {
    lines: [
      `Arrays in processes of their own: how late the event loop is, in ms, and the most memory as a multiple of the array's. Medians of p99 and the longest of ${rounds} rounds.`,
      ...columns([['', 'idle p99', 'p99', 'idle max', 'max', 'memory'], ...cells]),
    ],
    bounds: found.flatMap(({ distribution, memory, late, stall }) => {
      const what = `sample, ${distribution}:`;
      const [p99, idle] = [late.sampling.median, `idle ${figure(stall.idle.max)}`];
      return [
        bound(`${what} loop late, p99`, p99, 'at most', late.idle.median + 1, 'ms', 'idle + 1 ms'),
        bound(`${what} loop late, max`, stall.sampling.max, 'at most', 5, 'ms', idle),
        bound(`${what} most memory over the array's`, memory.max, 'at most', 1.05, 'times'),
      ];
    }),
    figures: found,
  };
}
