// `npm run bench`: native against pure TypeScript, and both against other libraries.

import { newProgress } from '../kit/progress.ts';
import { wrapped } from '../kit/words.ts';
import { floorBounds, measureArrays } from './arrays.ts';
import { measureCommandLine } from './command-line.ts';
import { measureDraws } from './draws.ts';
import { measureGrowth } from './growth.ts';
import { measureJavaScript } from './javascript.ts';
import { boundLines, type Extent } from './kit/finding.ts';
import { installPeers } from './kit/install.ts';
import { describeMachine } from './kit/machine.ts';
import { type Others, startOthers } from './kit/other-processes.ts';
import { benchmarkPage } from './kit/page.ts';
import { type Asked, type SpeedRecord, writeFiles } from './kit/record.ts';
import { equalText, headlines, MARKDOWN, noiseOf, speedText, TERMINAL } from './kit/report.ts';
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
    html: () => benchmarkPage(record),
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

function print(record: SpeedRecord): void {
  const lines = [
    wrapped(equalText(record)),
    speedText(record, TERMINAL),
    headlines(record)
      .map((line) => wrapped(line, '  '))
      .join('\n'),
    boundLines(record.bounds ?? []).join('\n'),
  ];
  console.log(lines.filter((text) => text !== '').join('\n\n'));
  const [noisy] = noiseOf(record);
  if (noisy > 0) {
    console.log(wrapped(`Warning: ${noisy} figures are noisy. Close what else runs, and measure again.`));
  }
}
