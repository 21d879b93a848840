import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import type { Distribution } from '../../ts/job.ts';
import { CLI } from './built.ts';
import type { CliRun } from './record.ts';

/** Makes a process say at its end how much memory it had at most: in KiB, on a third stream. */
const TELL_MEMORY = `data:text/javascript,import{writeSync}from'node:fs';process.on('exit',()=>writeSync(3,String(process.resourceUsage().maxRSS)))`;

/** Runs `offloop sum` as a user would, in a process of its own. */
export async function runCli(distribution: Distribution, samples: number): Promise<CliRun> {
  const args = ['sum', distribution, '--samples', String(samples), '--seed', '42', '--json', '--quiet'];
  const began = performance.now();
  const child = spawn(process.execPath, ['--import', TELL_MEMORY, CLI, ...args], {
    stdio: ['ignore', 'pipe', 'inherit', 'pipe'],
  });
  const exit = new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('exit', resolve);
  });
  const [output, peak, code] = await Promise.all([
    text(child.stdout!),
    text(child.stdio[3] as NodeJS.ReadableStream),
    exit,
  ]);
  const wall = performance.now() - began;
  if (code !== 0) {
    throw new Error(`offloop ${args.join(' ')} failed with exit code ${code}`);
  }
  const compute = JSON.parse(output).seconds * 1000;
  return { distribution, samples, wall, compute, startUp: wall - compute, peakMiB: Number(peak) / 1024 };
}
