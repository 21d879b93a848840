// Sets up a consumer from the rehearsal's registry, and runs it.
import { mkdir, writeFile } from 'node:fs/promises';
import { delimiter, dirname, join } from 'node:path';
import { $ } from 'zx';
import { installTools } from '../kit/npm.ts';
import { Skipped } from '../kit/steps.ts';
import type { Consumer } from './consumers.ts';
import { vectors } from './programs.ts';

const TIMEOUT = '5m';

/** How many a program compares: totals, and lists of samples. */
const VECTOR_COUNT = vectors.reduce(
  (sum, { totals = [], samples }) => sum + totals.length + samples.length,
  0,
);

/**
 * Runs a consumer in a new folder, with its tools in the folder's parent. The tools come from npm's configured
 * registry, and offloop from the rehearsal's, whose environment is given.
 */
export async function consume(
  consumer: Consumer,
  folder: string,
  environment: NodeJS.ProcessEnv,
): Promise<string> {
  const { bin = '.bin', install = 'npm install offloop', build = [], engine = 'native' } = consumer;
  const began = performance.now();
  if (consumer.tools !== undefined) {
    await installTools(dirname(folder), { dependencies: consumer.tools }).catch((error: unknown) => {
      throw new Skipped(`npm cannot install its tools: ${reasonOf(error)}`);
    });
  }
  const toolSeconds = (performance.now() - began) / 1000;
  const files = { 'package.json': '{ "private": true }', 'vectors.json': JSON.stringify(vectors) };
  await writeFiles(folder, { ...files, ...consumer.files });

  const programs = ['.bin', bin].map((name) => join(dirname(folder), 'node_modules', name));
  const env = {
    ...environment,
    // Makes a fallback an error.
    ...(engine === 'native' && { OFFLOOP_ENGINE: engine }),
    NO_COLOR: '1',
    VECTORS: join(folder, 'vectors.json'),
    PATH: [...new Set(programs), environment.PATH].join(delimiter),
  };
  const run = async (command: string, extra = {}): Promise<string> => {
    const { stdout, stderr } = await $({
      cwd: folder,
      env: { ...env, ...extra },
      quiet: true,
      timeout: TIMEOUT,
    })`${command.split(' ')}`;
    return `${stdout}\n${stderr}`;
  };
  await run(install);
  for (const command of build) {
    await run(command, consumer.env);
  }
  const expected = consumer.prints ?? new RegExp(`\\b${VECTOR_COUNT} vectors equal\\b`);
  const found = new Set<string>();
  for (const command of consumer.run) {
    const output = await run(command, consumer.env);
    const [line] = expected.exec(output) ?? [];
    if (line === undefined) {
      throw new Error(`${command} did not print ${expected}, but: ${output.trim()}`);
    }
    found.add(line);
  }
  const ofIt = `${consumer.run.join(', ')}${consumer.tools ? `; tools installed in ${toolSeconds.toFixed(1)} s` : ''}`;
  return `${engine}, ${[...found].join(', ')} (${ofIt})`;
}

function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : String(error);
  return /npm error (?!code).+/.exec(text)?.[0] ?? text;
}

export async function writeFiles(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(dirname(join(folder, name)), { recursive: true });
    await writeFile(join(folder, name), text);
  }
}
