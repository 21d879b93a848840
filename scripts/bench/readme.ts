// `npm run bench:readme`: writes the README's figures from the recorded runs, so that none is ever typed.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command } from 'commander';
import { ROOT } from './built.ts';
import { runCommand } from './command.ts';
import { readmeText } from './readme-text.ts';
import { type BenchRecord, type OverlapRecord, type PeersRecord, readRecord } from './record.ts';
import { replaceSection } from './section.ts';

const README = join(ROOT, 'README.md');

await runCommand(
  new Command('npm run bench:readme --')
    .description('write the section on performance of README.md from benchmarks/*.json')
    .option('--check', 'write nothing, and fail when the section is out of date')
    .action(readme),
);

function readme({ check = false }: { check?: boolean }): void {
  const bench = recorded<BenchRecord>('latest.json');
  if (bench === undefined) {
    throw new Error('nothing is recorded: run `npm run bench -- --json benchmarks/latest.json` first');
  }
  if (!existsSync(README)) {
    throw new Error('there is no README.md to write to');
  }
  const overlap = recorded<OverlapRecord>('overlap.json');
  const peers = recorded<PeersRecord>('peers.json');
  const before = readFileSync(README, 'utf8');
  const after = replaceSection(before, readmeText({ bench, overlap, peers }));
  if (check) {
    if (after !== before) {
      throw new Error('the figures in README.md are out of date: run `npm run bench:readme`');
    }
    console.log('The figures in README.md are those of benchmarks/.');
    return;
  }
  writeFileSync(README, after);
  console.log(after === before ? 'README.md is up to date already.' : 'Wrote the figures to README.md.');
}

function recorded<T>(name: string): T | undefined {
  const file = join(ROOT, 'benchmarks', name);
  return existsSync(file) ? readRecord<T>(file) : undefined;
}
