// `npm run release:rehearse`: a release to a registry on this machine's loopback, and its use by consumers of every
// kind, in temporary folders that are removed at the end. Nothing of it reaches the working tree or another registry.
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { $ } from 'zx';
import { consumerFiles, FIRST_ANSWER } from './consumers.ts';
import { publish, type Registry, startRegistry } from './registry.ts';
import { buildStage, readManifest, root, type Stage, withoutNpmSettings } from './stage.ts';
import { inTemporaryFolder } from './temporary.ts';

// Verdaccio 6.8.0 is the last that runs on Node 20, with this node-fetch.
const TOOLS = {
  private: true,
  dependencies: { esbuild: '0.28.2', verdaccio: '6.8.0' },
  overrides: { 'node-fetch': '^2.7.0' },
};
const NODE_MAJORS = [20, 22, 24];

interface Result {
  readonly what: string;
  readonly result: string;
  readonly seconds: number;
  readonly state: 'ok' | 'failed' | 'left out';
}

const results: Result[] = [];

await inTemporaryFolder('offloop-rehearsal-', async (folder, atEnd) => {
  say('Installing the tools of the rehearsal (Verdaccio, esbuild, other versions of Node) …');
  const tools = await installTools(join(folder, 'tools'));
  const nodes = await installNodes(join(folder, 'nodes'));

  say('Building the packages in a copy of the working tree …');
  let stage: Stage | undefined;
  await step('build', async () => {
    stage = await buildStage(join(folder, 'package'));
    return `${stage.platform.name}, ${stage.portable ? 'linked for an old glibc' : "linked for this machine's libc"}`;
  });
  if (stage === undefined) {
    return;
  }
  const { name: platform } = stage.platform;
  const registry = await startRegistry(join(tools, 'verdaccio/bin/verdaccio'), join(folder, 'registry'));
  atEnd(registry.stop);

  say(`Publishing to ${registry.url} …`);
  await step('publish', () => publishAll(registry, stage!, folder));

  say('Consuming …');
  const consumer = join(folder, 'consumer');
  await writeConsumers(consumer);
  const environment = await withoutCargo(registry.environment, join(folder, 'bin'));
  const run = $({ cwd: consumer, quiet: true, env: { ...environment, ...variables(consumer, 'native') } });

  await step('npm install offloop, cold, to the first answer', async () => {
    const began = performance.now();
    await run`npm install offloop`;
    const installed = performance.now();
    const answer = (await run`node first-answer.mjs`).stdout.trim();
    mustBe(answer, FIRST_ANSWER);
    return `installed in ${seconds(installed - began)}, answered after ${seconds(performance.now() - began)}`;
  });
  await step('installed: the platform package and no install scripts', () => inspect(consumer, platform));
  await step('offloop info', async () => {
    // Without OFFLOOP_ENGINE: what a user gets who sets nothing.
    const info = JSON.parse((await run({ env: environment })`npx --no-install offloop info --json`).stdout);
    mustBe(info.engine, 'native');
    return `${info.engine}, ${info.simd}, version ${info.version}, stream version ${info.streamVersion}`;
  });
  await step('offloop compare', async () => {
    const { stdout } = await run({
      env: environment,
    })`npx --no-install offloop compare --samples 2e6 --server-samples 1e6 --seed 42 --json --quiet`;
    const { equal, runs } = JSON.parse(stdout);
    mustBe(equal, true);
    return runs.map((found: { serial: { engine: string } }) => found.serial.engine).join(' and ');
  });
  await step('TypeScript, skipLibCheck false', async () => {
    await run`node ${join(root, 'node_modules/typescript/bin/tsc')} -p typescript`;
    return (await run`node typescript/consumer.mjs`).stdout.trim();
  });
  await step('esbuild bundle, the addon external', async () => {
    const esbuild = join(tools, 'esbuild/bin/esbuild');
    await run`node ${esbuild} esm.mjs --bundle --platform=node --format=esm --log-level=error --outfile=bundled/bundle.mjs`;
    return (await run`node bundled/bundle.mjs`).stdout.trim();
  });
  for (const major of NODE_MAJORS) {
    const node = nodes.get(major);
    if (node === undefined) {
      results.push({ what: `Node ${major}`, result: 'no npm package of it', seconds: 0, state: 'left out' });
      continue;
    }
    const { stdout: version } = await run`${node} --version`;
    for (const file of ['esm.mjs', 'commonjs.cjs', 'worker.mjs']) {
      await step(`Node ${version.trim().slice(1)}, ${file}`, async () =>
        (await run`${node} ${file}`).stdout.trim(),
      );
    }
  }
  await step('npm install --omit=optional', async () => {
    const bare = join(folder, 'bare');
    await writeConsumers(bare);
    const typescript = $({ cwd: bare, quiet: true, env: { ...environment, ...variables(bare) } });
    await typescript`npm install --omit=optional offloop`;
    const { stdout, stderr } = await typescript`node esm.mjs`;
    mustBe(stderr.match(/OFFLOOP_NATIVE_UNAVAILABLE/g)?.length, 1);
    return `${stdout.trim()} in TypeScript, one warning`;
  });
});

report();

/** Installs what the rehearsal runs, from the registry that npm is set up for, and gives back where. */
async function installTools(folder: string): Promise<string> {
  await install(folder, TOOLS);
  return join(folder, 'node_modules');
}

/** Programs of Node by major version: this one, and npm's packages of the others where they can be had. */
async function installNodes(folder: string): Promise<Map<number, string>> {
  const nodes = new Map([[Number.parseInt(process.versions.node, 10), process.execPath]]);
  for (const major of NODE_MAJORS.filter((wanted) => !nodes.has(wanted))) {
    // npm's package `node` fetches this one in an install script, which is not run here.
    const name = `node-${process.platform === 'win32' ? 'win' : process.platform}-${process.arch}`;
    const into = join(folder, String(major));
    try {
      await install(into, { private: true, dependencies: { [name]: String(major) } });
    } catch {
      continue;
    }
    const program = join(
      into,
      'node_modules',
      name,
      'bin',
      process.platform === 'win32' ? 'node.exe' : 'node',
    );
    if (existsSync(program)) {
      nodes.set(major, program);
    }
  }
  return nodes;
}

async function install(folder: string, manifest: object): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  const env = withoutNpmSettings();
  await $({
    cwd: folder,
    env,
    quiet: true,
  })`npm install --ignore-scripts --no-audit --no-fund --prefer-offline`;
}

/** Publishes what offloop depends on, since the registry knows nothing else, and then offloop as CI does. */
async function publishAll(registry: Registry, stage: Stage, folder: string): Promise<string> {
  const { dependencies } = await readManifest(stage.folder);
  const tarballs = join(folder, 'tarballs');
  await mkdir(tarballs);
  const published = new Set<string>();
  const publishDependencies = async (names: string[]): Promise<void> => {
    for (const name of names.filter((wanted) => !published.has(wanted))) {
      published.add(name);
      const source = join(root, 'node_modules', name);
      const { stdout } = await $({
        quiet: true,
        env: registry.environment,
      })`npm pack ${source} --ignore-scripts --pack-destination ${tarballs} --json`;
      const [packed] = Object.values(JSON.parse(stdout)) as { filename: string }[];
      await publish(registry, stage.folder, { tarball: join(tarballs, packed!.filename) });
      await publishDependencies(Object.keys((await readManifest(source)).dependencies ?? {}));
    }
  };
  await publishDependencies(Object.keys(dependencies));
  // prepublishOnly publishes the platform packages first.
  await publish(registry, stage.folder);
  const { name, version, optionalDependencies } = await readManifest(stage.folder);
  mustBe(optionalDependencies?.[stage.platform.name], version);
  return `${name} and ${stage.platform.name} ${version}, ${published.size} dependencies`;
}

async function writeConsumers(folder: string): Promise<void> {
  const files = { ...consumerFiles, 'package.json': '{ "private": true }' };
  await mkdir(join(folder, 'typescript/node_modules'), { recursive: true });
  for (const [name, text] of Object.entries(files)) {
    await writeFile(join(folder, name), text);
  }
  await symlink(
    join(root, 'node_modules/@types'),
    join(folder, 'typescript/node_modules/@types'),
    'junction',
  );
}

/** An environment in which no Rust toolchain is found. Programs beside cargo's, such as Node's, stay. */
async function withoutCargo(environment: NodeJS.ProcessEnv, bin: string): Promise<NodeJS.ProcessEnv> {
  await mkdir(bin);
  const npm = (await $({ quiet: true })`command -v npm`).stdout.trim();
  const npx = (await $({ quiet: true })`command -v npx`).stdout.trim();
  for (const [name, program] of Object.entries({ node: process.execPath, npm, npx })) {
    await symlink(program, join(bin, name));
  }
  const folders = (environment.PATH ?? '').split(delimiter);
  const clean = folders.filter(
    (path) => !existsSync(join(path, 'cargo')) && !existsSync(join(path, 'rustc')),
  );
  return {
    ...environment,
    PATH: [bin, ...clean.filter((path) => !path.includes('node_modules'))].join(delimiter),
  };
}

function variables(folder: string, engine?: string): NodeJS.ProcessEnv {
  return {
    VECTORS: join(folder, 'node_modules/offloop/docs/vectors.json'),
    // Makes a fallback an error.
    ...(engine && { OFFLOOP_ENGINE: engine }),
  };
}

async function inspect(folder: string, platform: string): Promise<string> {
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));
  const installed: [string, { hasInstallScript?: boolean }][] = Object.entries(lock.packages);
  const scripts = installed.filter(([, { hasInstallScript }]) => hasInstallScript).map(([name]) => name);
  mustBe(scripts.join(), '');
  mustBe(existsSync(join(folder, 'node_modules', platform)), true);
  return `${installed.length - 1} packages, 0 install scripts`;
}

function mustBe(found: unknown, expected: unknown): void {
  if (found !== expected) {
    throw new Error(`${String(found)} instead of ${String(expected)}`);
  }
}

/** Runs a part of the rehearsal and notes how it went; a failure does not stop the parts that do not need it. */
async function step(what: string, work: () => Promise<string>): Promise<void> {
  const began = performance.now();
  try {
    results.push({ what, result: await work(), seconds: since(began), state: 'ok' });
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    results.push({ what, result: text.trim(), seconds: since(began), state: 'failed' });
  }
  const { state, result } = results.at(-1)!;
  say(`  ${state}: ${what}: ${result}`);
}

function since(began: number): number {
  return (performance.now() - began) / 1000;
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}

function say(line: string): void {
  console.error(line);
}

function report(): void {
  const width = Math.max(...results.map(({ what }) => what.length));
  console.log('Rehearsal of a release');
  for (const { what, result, seconds: time, state } of results) {
    const [line] = result.split('\n', 1);
    console.log(`  ${state.padEnd(8)}  ${what.padEnd(width)}  ${time.toFixed(1).padStart(5)} s  ${line}`);
  }
  const failed = results.filter(({ state }) => state === 'failed').length;
  console.log(failed === 0 ? 'Everything worked.' : `${failed} of ${results.length} failed.`);
  process.exitCode = failed === 0 ? 0 : 1;
}
