import assert from 'node:assert/strict';
import { setTimeout as delay } from 'node:timers/promises';
import { blocksOf, toJob } from '../../ts/job.ts';
import { built, offloop } from '../bench/built.ts';
import { describe, jobOf } from '../bench/jobs.ts';
import type { Effort } from './section.ts';
import { samplesFor } from './sizes.ts';
import type { Threads } from './threads.ts';

const { sum } = await offloop();
const { chooseEngine } = await built<typeof import('../../ts/engine/choose.ts')>('engine/choose.js');
const { poolThreads } = await built<typeof import('../../ts/run/pool.ts')>('run/pool.js');

/** Gaussian samples are the dearer ones: their blocks are the longest that anything waits for. */
const DISTRIBUTION = 'gaussian';

/** One way to have a long job under way in a process. */
export interface Contender {
  readonly name: string;
  /** The samples of its job, which takes about a round; none when the process is idle. */
  readonly samples: number;
  run(): Promise<void>;
}

type Sum = (samples: number) => Promise<bigint>;

export const IDLE = 'idle';
export const OURS = 'offloop native, threadpool';

/**
 * Everyone who takes part, with jobs that take about `round` milliseconds each. They have given the same
 * answer to the same job, and check their answers in every round.
 */
export async function contenders(round: number, threads: Threads, effort: Effort): Promise<Contender[]> {
  const { atEnd, machine, progress } = effort;
  const native: [string, Sum][] = [
    [OURS, async (samples) => (await sum(jobOf(DISTRIBUTION, samples), { engine: 'native' })).units],
    [
      `Piscina, native in ${machine.slots} threads`,
      (samples) => threads.sum(jobOf(DISTRIBUTION, samples), 'native'),
    ],
    [`${poolThreads()} whole-job AsyncTasks`, (samples) => sumInWholeTasks(samples, atEnd)],
  ];
  const typescript: [string, Sum][] = [
    [
      'offloop typescript, cooperative',
      async (samples) => (await sum(jobOf(DISTRIBUTION, samples), { engine: 'typescript' })).units,
    ],
    [
      `Piscina, typescript in ${machine.slots} threads`,
      (samples) => threads.sum(jobOf(DISTRIBUTION, samples), 'typescript'),
    ],
  ];
  await assertEqual([...native, ...typescript]);

  // Native ones have the same job, so that their answers say something about each other. In TypeScript, one
  // thread does half as much as two.
  const reference = native[0]![1];
  const samples = await samplesFor(round, reference);
  const found: Contender[] = [{ name: IDLE, samples: 0, run: () => delay(round) }];
  let expected: bigint | undefined;
  for (const [name, sumUp] of native) {
    found.push({
      name,
      samples,
      async run() {
        const units = await sumUp(samples);
        expected ??= units;
        assert.equal(units, expected, disagrees(name, samples));
      },
    });
    progress.advance();
  }
  for (const [name, sumUp] of typescript) {
    const fewer = await samplesFor(round, sumUp);
    const units = await reference(fewer);
    found.push({
      name,
      samples: fewer,
      async run() {
        assert.equal(await sumUp(fewer), units, disagrees(name, fewer));
      },
    });
    progress.advance();
  }
  return found;
}

/** How many steps of progress `contenders` takes. */
export const PREPARATIONS = 5;

async function assertEqual(ways: readonly [string, Sum][]): Promise<void> {
  const samples = 2e6 + 1;
  const expected = (await sum(jobOf(DISTRIBUTION, samples), { engine: 'typescript' })).units;
  for (const [name, sumUp] of ways) {
    assert.equal(await sumUp(samples), expected, disagrees(name, samples));
  }
}

/** The pool filled: as many tasks as it has threads, and each holds its thread until its part of the job is done. */
async function sumInWholeTasks(samples: number, atEnd: Effort['atEnd']): Promise<bigint> {
  const { offLoop } = chooseEngine('native');
  const job = toJob(jobOf(DISTRIBUTION, samples));
  const cancel = offLoop!.newCancel();
  atEnd(() => cancel.cancel());
  const size = Math.ceil(blocksOf(job) / poolThreads());
  const tasks = Array.from({ length: poolThreads() }, (_, n) =>
    offLoop!.sumBlocks(job, n * size, size, n, cancel),
  );
  return (await Promise.all(tasks)).reduce((total, { value }) => total + value, 0n);
}

function disagrees(name: string, samples: number): string {
  return `${name} gives another sum of ${describe(jobOf(DISTRIBUTION, samples))}: this is a bug`;
}
