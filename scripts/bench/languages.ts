// `npm run bench:peers`: native sums against NumPy and MKL, in turns; and against Rust's crates, by cargo bench.
import { crateGroups, cratesLeftOut } from './crates.ts';
import { DISTRIBUTIONS, describe, jobOf } from './kit/jobs.ts';
import { sumSync } from './kit/library.ts';
import { describeMachine } from './kit/machine.ts';
import { caseOf, measure } from './kit/measure.ts';
import { startPython } from './kit/other-languages.ts';
import { newProgress } from './kit/progress.ts';
import { type Asked, type Group, type PeersRecord, writeFiles } from './kit/record.ts';
import { MARKDOWN, peersText, TERMINAL } from './kit/report.ts';

type Options = Asked & { samples: number; rounds: number };

/** The samples of an array of 512 KiB. */
const BUFFER = 65_536;

export async function languages({ samples, rounds, quiet = false, ...files }: Options): Promise<void> {
  const machine = await describeMachine();
  if (machine.simd === undefined) {
    throw new Error('there is nothing to compare: the native engine does not load');
  }
  const python = await startPython((line) => quiet || process.stderr.write(`${line}\n`));
  const progress = newProgress(quiet);
  const groups: Group[] = [];
  for (const distribution of python.offered.length === 0 ? [] : DISTRIBUTIONS) {
    const job = jobOf(distribution, samples);
    const name = 'offloop, native, one blocking call';
    const run = () => sumSync(job, { engine: 'native' });
    const ours = caseOf({ id: 'offloop', name, kind: 'native', samples, run });
    const theirs = python.offered
      .filter((one) => one.distribution === distribution && one.memory === 'summed' && one.threads === 1)
      .map((one) => python.caseOf(one, BUFFER));
    const title = `${describe(job)}, one core`;
    const rows = await measure({ title, cases: [ours, ...theirs], rounds, time: 20, progress });
    const note =
      'NumPy and MKL fill an array of 512 KiB again and again and sum it with NumPy, in the same process.';
    groups.push({
      id: `python-${distribution}`,
      title,
      distribution,
      samples,
      baseline: ours.id,
      rows,
      note,
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
