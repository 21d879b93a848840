// `npm run bench:peers`: native sums against NumPy and MKL, in turns; and against Rust's crates, by cargo bench.
import { crateGroups, cratesLeftOut } from './crates.ts';
import { DISTRIBUTIONS, describe, jobOf } from './kit/jobs.ts';
import { sumSync } from './kit/library.ts';
import { describeMachine } from './kit/machine.ts';
import { inTurns, timed } from './kit/measure.ts';
import { newProgress } from './kit/progress.ts';
import { startPython } from './kit/python.ts';
import { type Asked, type Group, type PeersRecord, type Row, writeFiles } from './kit/record.ts';
import { MARKDOWN, peersText, TERMINAL } from './kit/report.ts';
import { summarize } from './kit/summary.ts';

type Options = Asked & { samples: number; rounds: number };

/** Something to measure: its nanoseconds a sample. */
type Generator = Pick<Row, 'id' | 'name' | 'kind'> & { measure(): Promise<number> };

export async function languages({ samples, rounds, quiet = false, ...files }: Options): Promise<void> {
  const machine = await describeMachine();
  if (machine.simd === undefined) {
    throw new Error('there is nothing to compare: the native engine does not load');
  }
  const python = await startPython(['numpy', 'mkl'], quiet);
  const progress = newProgress(quiet);
  const groups: Group[] = [];
  for (const distribution of python.offered.length === 0 ? [] : DISTRIBUTIONS) {
    const job = jobOf(distribution, samples);
    const ours: Generator = {
      id: 'offloop',
      name: 'offloop, native, one blocking call',
      kind: 'native',
      measure: async () => ((await timed(() => sumSync(job, { engine: 'native' }))) * 1e6) / samples,
    };
    const theirs = python.offered
      .filter((peer) => peer.distribution === distribution)
      .map(({ id, name }): Generator => {
        return { id, name, kind: 'peer', measure: () => python.measure(id, samples) };
      });
    const cases = [ours, ...theirs];
    const title = `${describe(job)}, one core`;
    const figures = await inTurns({ title, cases, rounds, progress }, ({ measure }) => measure());
    groups.push({
      id: `python-${distribution}`,
      title,
      distribution,
      samples,
      baseline: ours.id,
      rows: cases.map(({ measure, ...row }, n) => ({ ...row, ...summarize(figures[n]!) })),
      note: 'NumPy and MKL fill an array of 512 KiB again and again and sum it with NumPy, in the same process.',
    });
  }
  progress.end();
  python.stop();
  const crates = crateGroups();
  const record: PeersRecord = {
    machine: { ...machine, packages: python.versions },
    groups: [...groups, ...crates],
    leftOut: [...python.leftOut, ...cratesLeftOut(crates)],
  };
  console.log(peersText(record, TERMINAL));
  writeFiles(files, record, { markdown: () => peersText(record, MARKDOWN) });
}
