// `npm run bench`: native against pure TypeScript, and both against what else JavaScript has.
import { measureArrays } from './arrays.ts';
import { measureCommandLine } from './command-line.ts';
import { measureDraws } from './draws.ts';
import { measureGrowth } from './growth.ts';
import { measureJavaScript } from './javascript.ts';
import type { Extent } from './kit/finding.ts';
import { installPeers } from './kit/install.ts';
import { describeMachine } from './kit/machine.ts';
import { speedPage } from './kit/page.ts';
import { newProgress } from './kit/progress.ts';
import { type Asked, type SpeedRecord, writeFiles } from './kit/record.ts';
import { headlines, MARKDOWN, speedText, TERMINAL } from './kit/report.ts';
import { isNoisy } from './kit/summary.ts';
import { measureThroughput } from './throughput.ts';

type Options = Asked & { max: number };

/** The npm packages that take part. */
const PACKAGES = [
  'pure-rand',
  'seedrandom',
  'd3-random',
  '@stdlib/random-base-improved-ziggurat',
  '@stdlib/random-base-normal',
];

export async function speed({ quick = false, rounds, max, quiet = false, ...files }: Options): Promise<void> {
  await installPeers(quiet);
  const machine = await describeMachine(PACKAGES);
  const progress = newProgress(quiet);
  const record = await measureAll({ machine, quick, rounds, progress }, max).finally(progress.end);
  print(record);
  writeFiles(files, record, {
    markdown: () => `# Benchmark\n\n- ${headlines(record).join('\n- ')}\n\n${speedText(record, MARKDOWN)}`,
    html: () => speedPage(record),
  });
}

async function measureAll(extent: Extent, max: number): Promise<SpeedRecord> {
  const { equal, groups } = await measureThroughput(extent);
  return {
    machine: extent.machine,
    equal,
    groups: [
      ...groups,
      ...(await measureJavaScript(extent)),
      ...(await measureArrays(extent)),
      ...(await measureDraws(extent)),
    ],
    growth: await measureGrowth(extent),
    cli: await measureCommandLine(extent, max),
  };
}

function print(record: SpeedRecord): void {
  const equal = record.equal.map(({ job, ways }) => `${job} in ${ways} ways`).join('; ');
  console.log(
    `The same answer, to the last bit: ${equal}.\n\n${speedText(record, TERMINAL)}\n\n${headlines(record).join('\n')}`,
  );
  const noisy = record.groups.flatMap(({ rows }) => rows).filter(isNoisy).length;
  if (noisy > 0) {
    console.log(`Warning: ${noisy} figures are noisy. Close what else runs, and measure again.`);
  }
}
