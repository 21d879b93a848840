// `npm run bench`: native against pure TypeScript, and both against other libraries.
import { floorBounds, measureArrays } from './arrays.ts';
import { measureCommandLine } from './command-line.ts';
import { measureDraws } from './draws.ts';
import { measureGrowth } from './growth.ts';
import { measureJavaScript } from './javascript.ts';
import { boundLines, type Extent } from './kit/finding.ts';
import { installPeers } from './kit/install.ts';
import { describeMachine } from './kit/machine.ts';
import { type Others, startOthers } from './kit/other-processes.ts';
import { speedPage } from './kit/page.ts';
import { newProgress } from './kit/progress.ts';
import { type Asked, type SpeedRecord, writeFiles } from './kit/record.ts';
import { headlines, MARKDOWN, speedText, TERMINAL } from './kit/report.ts';
import { isNoisy } from './kit/summary.ts';
import { wrapped } from './kit/words.ts';
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
  const { packages, ...machine } = await describeMachine(PACKAGES);
  const others = await startOthers(quiet);
  const progress = newProgress(quiet);
  const extent = {
    machine: { ...machine, packages: { ...packages, ...others.versions } },
    quick,
    rounds,
    progress,
  };
  const record = await measureAll(extent, max, others).finally(progress.end);
  others.stop();
  print(record);
  writeFiles(files, record, {
    markdown: () => `# Benchmark\n\n- ${headlines(record).join('\n- ')}\n\n${speedText(record, MARKDOWN)}`,
    html: () => speedPage(record),
  });
}

async function measureAll(extent: Extent, max: number, others: Others): Promise<SpeedRecord> {
  const { equal, groups: sums } = await measureThroughput(extent);
  const groups = [
    ...sums,
    ...(await measureJavaScript(extent)),
    ...(await measureArrays(extent, others)),
    ...(await measureDraws(extent)),
  ];
  return {
    machine: extent.machine,
    equal,
    groups,
    growth: await measureGrowth(extent),
    cli: await measureCommandLine(extent, max),
    leftOut: others.leftOut,
    bounds: floorBounds(groups),
  };
}

/** How the tables are read. */
const RATIOS =
  "A ratio is the median of the rounds' own, ± half the distance of their quartiles. Of large arrays the memory is freed between the runs, on all sides, and that is not timed.";

function print(record: SpeedRecord): void {
  const equal = record.equal.map(({ job, ways }) => `${job} in ${ways} ways`).join('; ');
  const lines = [
    wrapped(`The same answer, to the last bit: ${equal}.`),
    speedText(record, TERMINAL),
    headlines(record)
      .map((line) => wrapped(line, '  '))
      .join('\n'),
    wrapped(RATIOS),
    boundLines(record.bounds ?? []).join('\n'),
  ];
  console.log(lines.filter((text) => text !== '').join('\n\n'));
  const noisy = record.groups.flatMap(({ rows }) => rows).filter(isNoisy).length;
  if (noisy > 0) {
    console.log(wrapped(`Warning: ${noisy} figures are noisy. Close what else runs, and measure again.`));
  }
}
