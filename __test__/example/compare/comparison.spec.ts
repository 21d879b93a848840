import { availableParallelism } from 'node:os';
import test from 'ava';
import { compareWays, efficiencyOf } from '../../../ts/example/compare/comparison.ts';
import type { MeasuredRun } from '../../../ts/example/compare/measure.ts';
import { verdictOf } from '../../../ts/example/compare/verdict.ts';
import { type Way, waysWith } from '../../../ts/example/compare/ways.ts';
import { toJob } from '../../../ts/library/jobs/job.ts';
import { toTotal } from '../../../ts/library/jobs/total.ts';

const LIMITS = { cores: 2, threads: 4, slots: 2 };

/** A run that took so many milliseconds, of which it waited and computed some. */
function run(elapsed: number, wait: number, compute: number, loopMax = 1, longestRead = 1): MeasuredRun {
  return {
    result: {
      program: 'serial',
      engine: 'native',
      simd: 'none',
      mode: 'threadpool',
      request: { sum: 0, began: 0, ended: wait },
      compute: {
        total: toTotal(toJob({ distribution: 'uniform', samples: 0, seed: 0n }), 0n),
        began: wait,
        ended: wait + compute,
        pauses: 0,
      },
      elapsed,
    },
    timeline: {
      id: 'run',
      group: '',
      title: `took ${elapsed}`,
      duration: elapsed,
      lanes: [],
      spans: [],
      instants: [],
      loopDelay: [{ at: elapsed, delay: loopMax }],
    },
    loopDelay: { p50: loopMax / 4, p99: loopMax / 2, max: loopMax, utilization: 0.5 },
    longestRead,
  };
}

test('ways are judged by the serial one: medians, predictions, efficiency', (t) => {
  const [serial, ...others] = waysWith('native', LIMITS) as [Way, ...Way[]];
  const measured = [
    { way: serial, runs: [run(1000, 400, 600), run(1010, 410, 600), run(5000, 4000, 1000)] },
    ...others.map((way) => ({
      way,
      runs: [run(650, 400, 600, 2), run(610, 400, 600, 8), run(630, 400, 600, 4)],
    })),
  ];
  const compared = compareWays(measured, 10);
  const [first, cooperative] = compared;
  t.deepEqual(first!.wall, { median: 1010, min: 1000, max: 5000 });
  t.is(first!.predicted, 410 + 600);
  t.is(first!.efficiency, 0);
  t.deepEqual(cooperative!.wall, { median: 630, min: 610, max: 650 });
  t.is(cooperative!.timeline.title, 'took 630');
  t.deepEqual(cooperative!.loopDelay, { p50: 1, p99: 2, max: 4, utilization: 0.5 }, 'of the run shown');
  t.is(cooperative!.latest, 4);
  t.is(cooperative!.efficiency, (1010 - 630) / (1010 - 600));
  t.is(cooperative!.predicted, availableParallelism() === 1 ? 1020 : 600);
});

test('all of the possible gain is an efficiency of 1, none of it 0', (t) => {
  t.is(efficiencyOf(100, 60, 60), 1);
  t.is(efficiencyOf(100, 100, 60), 0);
});

test('the verdict says what overlapping gained and what the mistakes cost', (t) => {
  const measured = waysWith('native', LIMITS).map((way) => ({
    way,
    runs: [
      way.kind === 'baseline'
        ? run(1000, 400, 600)
        : way.kind === 'overlapped'
          ? run(620, 400, 600, 3, 2)
          : run(1900, 400, 600, 600, 300),
    ],
  }));
  const words = verdictOf(compareWays(measured, 10)).join('\n');
  t.regex(words, /took 620ms, serial 1\.00s: 38 % less/);
  t.regex(words, /one blocking call made the loop 600ms late, chunks 3\.00ms/);
  t.regex(words, /chunks of one block took 1\.90s, 3\.1 times as long/);

  const slow = measured.map(({ way }) => ({ way, runs: [run(1000, 400, 600)] }));
  t.regex(verdictOf(compareWays(slow, 10))[0]!, /saved nothing/);
});

test('the verdict knows the ways by their ids: labels may say anything', (t) => {
  const measured = waysWith('native', LIMITS).map((way) => ({
    way: { ...way, label: 'blocking, too fine, 1 slot' },
    runs: [
      way.kind === 'baseline'
        ? run(1000, 400, 600)
        : run(way.id === 'too-fine' ? 900 : 700, 400, 600, 3, way.kind === 'mistake' ? 9 : 2),
    ],
  }));
  const verdict = verdictOf(compareWays(measured, 10));
  t.is(verdict.length, 3);
  t.regex(verdict[2]!, /chunks of one block took 900ms, 1\.3 times as long/);
});
