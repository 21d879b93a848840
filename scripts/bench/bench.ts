// `npm run bench`: native against pure TypeScript, and both against what else JavaScript has.

import { Command } from 'commander';
import { columns } from '../../ts/format.ts';
import { runCommand, wholeNumber } from './command.ts';
import { headlines } from './headlines.ts';
import { describeMachine, machineLine } from './machine.ts';
import { type BenchRecord, writeRecord, writeText } from './record.ts';
import { cliCells, growthCells, isNoisy, renderTable } from './table.ts';

interface Options {
  quick?: boolean;
  rounds?: number;
  max: number;
  json?: string;
  markdown?: string;
  html?: string;
  quiet?: boolean;
}

/** The npm packages that take part. */
const PACKAGES = [
  'tinybench',
  'pure-rand',
  'seedrandom',
  'd3-random',
  '@stdlib/random-base-improved-ziggurat',
  '@stdlib/random-base-normal',
];

await runCommand(
  new Command('npm run bench --')
    .description('native against pure TypeScript and other JavaScript, in nanoseconds a sample')
    .option('--quick', 'a rough answer in half a minute')
    .option(
      '--rounds <count>',
      'how often each case is measured (default: 9, or 3 when quick)',
      wholeNumber(3, 1000),
    )
    .option(
      '--max <samples>',
      'the samples of the largest job, run by the command line',
      wholeNumber(1e6, 1e12),
      1e10,
    )
    .option('--json <file>', 'write the record')
    .option('--markdown <file>', 'write it as Markdown')
    .option('--html <file>', 'write it as a page with charts, which needs nothing else')
    .option('--quiet', 'show no progress')
    .action(bench),
);

async function bench(options: Options): Promise<void> {
  // Only now, since it needs what is built: --help and a bad option do not.
  const { fullExtent, measureAll, quickExtent } = await import('./suite.ts');
  const machine = await describeMachine(PACKAGES);
  const extent = options.quick
    ? quickExtent(options.rounds ?? 3)
    : fullExtent(options.rounds ?? 9, options.max);
  console.log(`${machineLine(machine)}\n`);
  const record = await measureAll(machine, extent, options.quiet ?? false);
  print(record);
  if (options.json !== undefined) {
    writeRecord(options.json, record);
  }
  if (options.markdown !== undefined) {
    const { benchMarkdown } = await import('./markdown.ts');
    writeText(options.markdown, `# Benchmark\n\n${benchMarkdown(record)}\n`);
  }
  if (options.html !== undefined) {
    const { benchHtml } = await import('./html.ts');
    writeText(options.html, benchHtml(record));
  }
}

function print(record: BenchRecord): void {
  for (const { job, ways } of record.equal) {
    console.log(`${job}: the same answer, to the last bit, in ${ways} ways.`);
  }
  for (const group of record.groups) {
    console.log(`\n${renderTable(group)}`);
  }
  console.log('\nCost as work grows, ns/sample');
  console.log(columns(growthCells(record.growth)).join('\n'));
  console.log('\nThe command line as a whole');
  console.log(columns(cliCells(record.cli)).join('\n'));
  console.log('');
  for (const line of headlines(record)) {
    console.log(line);
  }
  const noisy = record.groups.flatMap(({ rows }) => rows).filter(isNoisy);
  if (noisy.length > 0) {
    console.log(
      `Warning: ${noisy.length} figures are noisy (the quartiles of their rounds lie more than 15 % apart). ` +
        'Close what else runs, and measure again.',
    );
  }
}
