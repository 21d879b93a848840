import { built, offloop } from '../bench/built.ts';
import { describe, jobOf } from '../bench/jobs.ts';
import { bound } from './bounds.ts';
import type { Effort, Finding } from './section.ts';
import { ratio, ratioRange, stepsOf, type Turn, timeInTurns, turnLines } from './turns.ts';

const { sum } = await offloop();
const { Recorder } = await built<typeof import('../../ts/example/timeline/recorder.ts')>(
  'example/timeline/recorder.js',
);

const JOB = jobOf('uniform', 1.2e9);

/** What recording a run costs. */
export async function measureRecorder({
  quick,
  machine,
  progress,
  rounds = quick ? 5 : 15,
}: Effort): Promise<Finding> {
  const slots = [...new Set([1, machine.slots])];
  const turns = slots.flatMap((count) => [plain(count), recorded(count)]);
  progress.part('Recording against not recording', stepsOf(turns, rounds));
  const timed = await timeInTurns(turns, rounds, progress);
  const pairs = slots.map((count) => ({
    count,
    without: timed.find(({ name }) => name === plain(count).name)!,
    with: timed.find(({ name }) => name === recorded(count).name)!,
  }));
  return {
    lines: [
      `${describe(JOB)}, native, thread pool. Medians of ${rounds} rounds, and of the rounds' own ratios.`,
      ...turnLines(
        pairs.flatMap((pair) => [
          { timed: pair.without, reference: pair.without },
          { timed: pair.with, reference: pair.without },
        ]),
      ),
    ],
    bounds: pairs.map((pair) =>
      bound(
        `recorder: cost, ${slotsOf(pair.count)}`,
        ratio(pair.with, pair.without) - 1,
        'below',
        0.01,
        'part',
        ratioRange(pair.with, pair.without),
      ),
    ),
    figures: { samples: JOB.samples, rounds, rows: timed },
  };
}

function plain(concurrency: number): Turn {
  return {
    name: `${slotsOf(concurrency)}, not recorded`,
    run: async () => (await sum(JOB, { engine: 'native', concurrency })).units,
  };
}

/** From the recorder's making to its timeline: all that a user pays. */
function recorded(concurrency: number): Turn {
  return {
    name: `${slotsOf(concurrency)}, recorded`,
    async run() {
      const recorder = new Recorder();
      const { onChunk, onPause } = recorder;
      const { units } = await sum(JOB, { engine: 'native', concurrency, onChunk, onPause });
      recorder.timeline({ id: 'run', group: '', title: 'a run' });
      return units;
    },
  };
}

function slotsOf(count: number): string {
  return count === 1 ? '1 slot' : `${count} slots`;
}
