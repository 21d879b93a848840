// `npm run prove:platforms`: the package on other platforms, each with a Node of its own: which binary the loader chooses, the
// command's bytes, and the tests, vectors first. Nothing is installed; what is fetched and built is kept in a folder.
import { cp, mkdir, open, readFile, rm } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';
import { countLines } from '../count-tests.mjs';
import { newCommand, someOf } from '../kit/command.ts';
import { CACHE, inCache, keepIn } from '../kit/kept.ts';
import { report, Skipped, say, step } from '../kit/steps.ts';
import { setUp } from '../setup.mjs';
import { readVectors, samplesOf } from '../vectors.ts';
import { makeApp, makePlatformPackages } from './platforms/app.ts';
import { type Installed, MACHINES, type Machine } from './platforms/machines.ts';
import { buildAddon } from './platforms/toolchain.ts';

const TITLE = 'Other platforms';
const LIMIT = '30m';

/** About how many times as long an emulated machine takes. */
const SLOWNESS = 8;

/** The last of what is done one after the other: see `alone`. */
let before: Promise<unknown> = Promise.resolve();

const NAMES = MACHINES.map(({ name }) => name);
const { only, cache, json } = newCommand('prove:platforms', 'the package on other platforms')
  .addOption(someOf('--only <names>', NAMES))
  .option(...CACHE)
  .option('--json', 'the table as JSON')
  .parse()
  .opts<{ only: readonly string[]; cache?: string; json?: true }>();
keepIn(cache);
if (process.platform !== 'linux' || process.arch !== 'x64') {
  await step('all', () => Promise.reject(new Skipped('this needs Linux on x64')));
} else {
  setUp();
  say(`What is fetched and built is kept in ${inCache()}.`);
  await rm(inCache('logs'), { recursive: true, force: true });
  await mkdir(inCache('logs'), { recursive: true });
  const [app, packages] = [await makeApp(), await makePlatformPackages()];
  const waiting = MACHINES.filter(({ name }) => only.includes(name));
  const next = async (): Promise<void> => {
    const machine = waiting.shift();
    if (machine !== undefined) {
      say(`${machine.title}, run by ${machine.by} …`);
      await step(machine.name, () => prove(machine, app, packages));
      await next();
    }
  };
  // An emulated machine is of one core.
  await Promise.all(Array.from({ length: availableParallelism() }, next));
}
report(TITLE, { json });

async function prove(machine: Machine, app: string, packages: string): Promise<string> {
  const { platform } = machine;
  const { installed, addon, fetching, building } = await alone(async () => {
    const [installed, fetching] = await timed(() => machine.set());
    const [addon, building] = await timed(async () => platform && (await buildAddon(platform)));
    return { installed, addon, fetching, building };
  });
  const [found, running] = await timed(async () => {
    await rm(installed.app, { recursive: true, force: true });
    await cp(app, installed.app, { recursive: true });
    if (platform !== undefined && addon !== undefined) {
      await installAddon(installed, join(packages, platform), addon);
    }
    const engine = await checkEngine(machine, installed);
    await checkBytes(machine, installed);
    return `${engine}; ${await runTests(machine, installed)}`;
  });
  return `${found}; ${fetching} s to fetch, ${building} s to build, ${running} s to run`;
}

/** Puts the platform's package beside offloop, as npm would. */
async function installAddon({ app }: Installed, folder: string, addon: string): Promise<void> {
  const { name, main } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'));
  const to = join(app, 'node_modules', name);
  await cp(folder, to, { recursive: true });
  await cp(addon, join(to, main));
}

/** Whether the loader finds the platform's package by itself: there is no other binary. */
async function checkEngine({ name, platform }: Machine, installed: Installed): Promise<string> {
  const output = await run(`${name}-info`, installed, 'node_modules/offloop/dist/cli/main.js', [
    'info',
    '--json',
  ]);
  const info = JSON.parse(output.toString());
  const expected = platform === undefined ? 'typescript' : 'native';
  if (info.engine !== expected) {
    throw new Error(`the engine is ${info.engine}, not ${expected}: ${info.fallbackReason}`);
  }
  return `Node ${info.node.slice(1)} on ${info.platform}, ${info.engine}${platform ? ` ${info.simd}` : ''}`;
}

/** Whether the command writes the first published samples of each distribution, little-endian. */
async function checkBytes({ name }: Machine, installed: Installed): Promise<void> {
  for (const { distribution, samples } of readVectors(join(installed.app, 'docs/vectors'))) {
    const vector = samples[0]!;
    const { parameters, seed, stream, start, doubles } = vector;
    const options = { ...parameters, samples: samplesOf(distribution, vector), seed, stream, start };
    const bytes = await run(`${name}-sample`, installed, 'node_modules/offloop/dist/cli/main.js', [
      ...['sample', distribution, '--format', 'f64le'],
      ...Object.entries(options).map(([option, value]) => `--${option}=${toText(value)}`),
    ]);
    if (bytes.swap64().toString('hex') !== doubles.join('')) {
      throw new Error(`offloop sample does not write the published ${distribution} samples of seed ${seed}`);
    }
  }
}

/** A parameter as the command line has it: 1,2,3 for a list, 1,0.5;0.5,2 for rows. */
function toText(value: number | string | readonly (number | readonly number[])[]): string {
  return Array.isArray(value) && Array.isArray(value[0]) ? value.join(';') : String(value);
}

async function runTests({ name, platform }: Machine, installed: Installed): Promise<string> {
  const env = {
    ...(platform !== undefined && { OFFLOOP_REQUIRE_NATIVE: '1' }),
    OFFLOOP_TEST_SLOWNESS: String(SLOWNESS),
  };
  const output = await run(`${name}-tests`, installed, 'run-tests.mjs', [], env);
  const { passed, failed, skipped } = countLines(output.toString());
  if (failed > 0 || passed === 0) {
    throw new Error(`${failed} tests failed: see ${logOf(`${name}-tests`)}`);
  }
  return `${passed} tests passed, ${skipped} skipped`;
}

/** Runs a program of the app. Into files, since Node cannot open the pipes that Wine makes. */
async function run(
  log: string,
  { command, env }: Installed,
  program: string,
  args: readonly string[],
  extra: Readonly<Record<string, string>> = {},
): Promise<Buffer> {
  const [output, errors] = [logOf(log), logOf(`${log}-errors`)];
  const files = [await open(output, 'w'), await open(errors, 'w')] as const;
  try {
    const { exitCode, signal } = await $({
      quiet: true,
      nothrow: true,
      timeout: LIMIT,
      stdio: ['ignore', files[0].fd, files[1].fd],
      env: { ...env, ...extra, CI: 'true', NO_COLOR: '1' },
    })`${[...command(program), ...args]}`;
    if (exitCode !== 0) {
      throw new Error(
        `${program} ended with ${signal ?? `exit code ${exitCode}`}: see ${output} and ${errors}`,
      );
    }
  } finally {
    await Promise.all(files.map((file) => file.close()));
  }
  return readFile(output);
}

function logOf(name: string): string {
  return inCache('logs', `${name}.log`);
}

/** Runs after all that were asked for before: machines share what is fetched and built. */
function alone<T>(work: () => Promise<T>): Promise<T> {
  const result = before.then(work);
  before = result.catch(() => {});
  return result;
}

async function timed<T>(work: () => Promise<T>): Promise<[result: T, seconds: string]> {
  const began = performance.now();
  const result = await work();
  return [result, ((performance.now() - began) / 1000).toFixed(1)];
}
