// `npm run bench:readme`: writes the figures in the documents from the recorded runs, so that none is ever typed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { Command } from 'commander';
import { ROOT } from './built.ts';
import { runCommand } from './command.ts';
import { benchmarksText, readmeText } from './readme-text.ts';
import { type BenchRecord, type OverlapRecord, type PeersRecord, readRecord } from './record.ts';
import { replaceSection } from './section.ts';

await runCommand(
  new Command('npm run bench:readme --')
    .description("write README.md's section on performance, and docs/benchmarks.md, from benchmarks/*.json")
    .option('--check', 'write nothing, and fail when they are out of date')
    .action(readme),
);

function readme({ check = false }: { check?: boolean }): void {
  const bench = recorded<BenchRecord>('latest.json');
  if (bench === undefined) {
    throw new Error('nothing is recorded: run `npm run bench -- --json benchmarks/latest.json` first');
  }
  const records = {
    bench,
    overlap: recorded<OverlapRecord>('overlap.json'),
    peers: recorded<PeersRecord>('peers.json'),
  };
  const write = check ? requireSame : writeFileSync;
  const readmeFile = join(ROOT, 'README.md');
  write(readmeFile, replaceSection(readFileSync(readmeFile, 'utf8'), readmeText(records)));
  write(join(ROOT, 'docs', 'benchmarks.md'), benchmarksText(records));
  console.log(`The figures in README.md and docs/benchmarks.md are those of benchmarks/.`);
}

function requireSame(file: string, text: string): void {
  if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    throw new Error(`the figures in ${relative(ROOT, file)} are out of date: run \`npm run bench:readme\``);
  }
}

function recorded<T>(name: string): T | undefined {
  const file = join(ROOT, 'benchmarks', name);
  return existsSync(file) ? readRecord<T>(file) : undefined;
}
