// What the command line costs as a whole: Node's start, ours, computing, memory.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import type { Summed } from '../kit/library.ts';
import { CLI } from '../kit/places.mjs';
import type { Extent } from './kit/finding.ts';
import { SUMMED } from './kit/jobs.ts';
import type { CliRun } from './kit/record.ts';

/** Makes a process report its peak memory at its end: in KiB, on a third stream. */
const TELL_MEMORY = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;

/** The median of several runs without samples, and then a run of each size. */
export async function measureCommandLine({ quick, progress }: Extent, max: number): Promise<CliRun[]> {
  const startUps = quick ? 3 : 7;
  progress.show('The command line as a whole');
  const empty: CliRun[] = [];
  for (let n = 0; n < startUps; n++) {
    empty.push(await runCli('uniform', 0));
  }
  empty.sort((a, b) => a.wall - b.wall);
  const runs = [empty[Math.floor(startUps / 2)]!];
  for (const samples of quick ? [1e8] : new Set([1e6, max])) {
    for (const distribution of SUMMED) {
      runs.push(await runCli(distribution, samples));
    }
  }
  return runs;
}

/** Runs `offloop sum` as a user would, in a separate process. */
async function runCli(distribution: Summed, samples: number): Promise<CliRun> {
  const args = ['sum', distribution, '--samples', String(samples), '--seed', '42', '--json', '--quiet'];
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', TELL_MEMORY, CLI, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const [output, peak, [code]] = await Promise.all([
    text(child.stdout!),
    text(child.stdio[3] as NodeJS.ReadableStream),
    once(child, 'exit'),
  ]);
  const wall = performance.now() - began;
  if (code !== 0) {
    throw new Error(`offloop ${args.join(' ')} failed with exit code ${code}`);
  }
  const compute = JSON.parse(output).seconds * 1000;
  return { distribution, samples, wall, compute, startUp: wall - compute, peakMiB: Number(peak) / 1024 };
}
