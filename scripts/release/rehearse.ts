// `npm run release:rehearse`: a release to a registry on this machine's loopback, and its use by consumers of every
// kind, in temporary folders that are removed at the end. Nothing of it reaches the working tree or another registry.
// Words after `--` choose consumers by a part of their names, such as `npm run release:rehearse -- next node`.
import { existsSync } from 'node:fs';
import { mkdir, readFile, symlink } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { $ } from 'zx';
import { installTools } from '../kit/npm.ts';
import { buildStage, readManifest, type Stage } from '../kit/stage.ts';
import { report, say, step } from '../kit/steps.ts';
import { inTemporaryFolder } from '../kit/temporary.ts';
import { consume, writeFiles } from './consume.ts';
import { consumers, VERDACCIO } from './consumers.ts';
import { FIRST_ANSWER } from './programs.ts';
import { publish, type Registry, startRegistry } from './registry.ts';

await inTemporaryFolder('offloop-rehearsal-', async (folder, atEnd) => {
  say('Building the packages in a copy of the working tree …');
  let stage: Stage | undefined;
  await step('build', async () => {
    stage = await buildStage(join(folder, 'package'));
    return `${stage.platform.name}, ${stage.portable ? 'linked for an old glibc' : "linked for this machine's libc"}`;
  });
  let registry: Registry | undefined;
  await step('registry', async () => {
    const tools = join(folder, 'verdaccio');
    await installTools(tools, VERDACCIO);
    registry = await startRegistry(
      join(tools, 'node_modules/verdaccio/bin/verdaccio'),
      join(folder, 'registry'),
    );
    atEnd(registry.stop);
    return registry.url;
  });
  if (stage === undefined || registry === undefined) {
    return;
  }
  await step('publish', () => publishAll(registry!, stage!));

  const environment = await userEnvironment(registry, folder);
  await installAsAUser(join(folder, 'user'), environment, stage.platform.name);
  const words = process.argv.slice(2).map((word) => word.toLowerCase());
  for (const [i, consumer] of consumers.entries()) {
    const name = consumer.name.toLowerCase();
    if (words.length === 0 || words.some((word) => name.includes(word))) {
      await step(consumer.name, () =>
        consume(consumer, join(folder, 'consumers', String(i), 'project'), environment),
      );
    }
  }
});

report('Rehearsal of a release');

/** Publishes offloop as CI does. It depends on nothing else: the registry knows no other package. */
async function publishAll(registry: Registry, stage: Stage): Promise<string> {
  // prepublishOnly publishes the platform packages first.
  await publish(registry, stage.folder);
  const { name, version, optionalDependencies } = await readManifest(stage.folder);
  mustBe(optionalDependencies?.[stage.platform.name], version);
  return `${name} and ${stage.platform.name} ${version}`;
}

/** With default settings: it installs quickly, without scripts, and its command runs. */
async function installAsAUser(folder: string, env: NodeJS.ProcessEnv, platform: string): Promise<void> {
  await writeFiles(folder, {
    'package.json': '{ "private": true }',
    'first-answer.mjs': FIRST_ANSWER.program,
  });
  const run = $({ cwd: folder, quiet: true, env });
  await step('npm install offloop, cold, to the first answer', async () => {
    const began = performance.now();
    await run`npm install offloop`;
    const installed = performance.now();
    const answer = (await run`node first-answer.mjs`).stdout.trim();
    mustBe(answer, FIRST_ANSWER.answer);
    return `installed in ${seconds(installed - began)}, answered after ${seconds(performance.now() - began)}`;
  });
  await step('installed: offloop, the platform package and nothing else', () => inspect(folder, platform));
  await step('offloop info', async () => {
    const info = JSON.parse((await run`npx --no-install offloop info --json`).stdout);
    mustBe(info.engine, 'native');
    return `${info.engine}, ${info.simd}, version ${info.version}, stream version ${info.streamVersion}`;
  });
  await step('offloop compare', async () => {
    const { stdout } =
      await run`npx --no-install offloop compare --samples 2e6 --server-samples 1e6 --seed 42 --json --quiet`;
    const { equal, runs } = JSON.parse(stdout);
    mustBe(equal, true);
    return runs.map((found: { serial: { engine: string } }) => found.serial.engine).join(' and ');
  });
}

async function inspect(folder: string, platform: string): Promise<string> {
  const lock = JSON.parse(await readFile(join(folder, 'package-lock.json'), 'utf8'));
  const packages: Record<string, { hasInstallScript?: boolean }> = lock.packages;
  const installed = Object.keys(packages).filter((path) => existsSync(join(folder, path, 'package.json')));
  mustBe(installed.join(), ['', `node_modules/${platform}`, 'node_modules/offloop'].join());
  const scripts = installed.filter((path) => packages[path]?.hasInstallScript);
  mustBe(scripts.join(), '');
  return `${installed.length - 1} packages, 0 install scripts`;
}

/**
 * The environment of a user with the rehearsal's registry, a new home folder and no Rust toolchain. Programs beside
 * cargo's, such as Node's, stay.
 */
async function userEnvironment({ environment }: Registry, folder: string): Promise<NodeJS.ProcessEnv> {
  const [bin, home] = [join(folder, 'bin'), join(folder, 'home')];
  await mkdir(bin);
  await mkdir(home);
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
    HOME: home,
    PATH: [bin, ...clean.filter((path) => !path.includes('node_modules'))].join(delimiter),
  };
}

function mustBe(found: unknown, expected: unknown): void {
  if (found !== expected) {
    throw new Error(`${String(found)} instead of ${String(expected)}`);
  }
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(2)} s`;
}
