// `npm run release:check`: builds the packages and checks what would be published: sizes, files, versions, licences, the
// binary. `npm run prove:supply` checks that two builds give the same bytes. With --packages it checks the existing npm/
// and dist/, as CI does with the builds of all platforms; with --release, too, that the changelog has a section for the
// version, and that every package names its repository.

import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { STREAM_VERSION } from '../../ts/library/stream/stream.ts';
import { MAIN_LIMIT, type Packed, pack } from '../kit/pack.ts';
import { root } from '../kit/places.mjs';
import { buildStage, GLIBC, type Manifest, readManifest, type Stage } from '../kit/stage.ts';
import { inTemporaryFolder } from '../kit/temporary.ts';
import { compareVersions, inspectBinary } from './binary.ts';
import { deadLinks, nameRepository } from './repository.ts';

/** Each distribution's kernels at each level of SIMD, for 64 and 32 bits. */
const PLATFORM_LIMIT = 2_500_000;

const MODULE = 'native/engine.wasm';

const problems: string[] = [];

await inTemporaryFolder('offloop-check-', async (temporary) => {
  if (process.argv.includes('--packages')) {
    await checkAll(root, join(temporary, 'packed'), { portable: true, hasModule: true });
    if (process.argv.includes('--release')) {
      await checkChangelog();
      await checkRepository();
      await checkPages(root, join(temporary, 'pages'));
    }
    return;
  }
  console.error('Building the packages …');
  const stage = await buildStage(join(temporary, 'package'));
  // A release names its own.
  await nameRepository(stage.folder, 'https://repository.invalid/offloop');
  await checkAll(stage.folder, join(temporary, 'packed'), stage);
  await checkPages(stage.folder, join(temporary, 'pages'));
});

for (const problem of problems) {
  console.log(`Problem: ${problem}`);
}
console.log(problems.length === 0 ? 'Nothing is wrong.' : `${problems.length} problems.`);
process.exitCode = problems.length === 0 ? 0 : 1;

/** Checks the main package in a folder and those of the platforms in its npm/. */
async function checkAll(
  folder: string,
  tarballs: string,
  { portable, hasModule }: Pick<Stage, 'portable' | 'hasModule'>,
): Promise<void> {
  await mkdir(tarballs);
  const main = await packTwice(folder, tarballs);
  const manifest = await readManifest(folder);
  checkMain(manifest, main, hasModule);
  if (main.files.some(({ path }) => path === MODULE)) {
    await checkModule(folder);
  }
  if (!hasModule) {
    console.log('  without the WebAssembly module, which cannot be built here: npm run build:wasm says why');
  }
  await checkVersions(folder, manifest);
  for (const name of await readdir(join(folder, 'npm'))) {
    await checkPlatform(join(folder, 'npm', name), manifest, tarballs, { portable, folder });
  }
}

function checkMain(manifest: Manifest, packed: Packed, hasModule: boolean): void {
  const { name, unpackedSize, files } = packed;
  console.log(`${name}: ${kilobytes(unpackedSize)} unpacked, ${files.length} files`);
  checkSize(packed, MAIN_LIMIT);
  const paths = files.map(({ path }) => path);
  for (const needed of [
    'dist/index.js',
    'dist/index.d.ts',
    'dist/cjs/index.js',
    'dist/cjs/package.json',
    'dist/cli/THIRD-PARTY-LICENSES.txt',
    'native/binding.cjs',
    ...(hasModule ? [MODULE, 'native/THIRD-PARTY-LICENSES.txt'] : []),
    'docs/stream.md',
    'CHANGELOG.md',
    'LICENSE',
  ]) {
    check(paths.includes(needed), `${name} lacks ${needed}`);
  }
  check(!paths.some((path) => path.endsWith('.node')), `${name} contains a binary`);
  checkScripts(manifest);
}

async function checkModule(folder: string): Promise<void> {
  const { paths } = inspectBinary(await readFile(join(folder, MODULE)), [folder, root]);
  check(paths.length === 0, `${MODULE} contains paths of the machine that built it: ${paths.join(', ')}`);
}

async function checkPlatform(
  folder: string,
  main: Manifest,
  tarballs: string,
  build: { portable: boolean; folder: string },
): Promise<void> {
  const manifest = await readManifest(folder);
  const packed = await packTwice(folder, tarballs);
  const { name, unpackedSize, files } = packed;
  const paths = files.map(({ path }) => path);
  const addon = paths.find((path) => path.endsWith('.node'));
  checkSize(packed, PLATFORM_LIMIT);
  const { version } = manifest;
  check(version === main.version, `${name} is of version ${version}, ${main.name} of ${main.version}`);
  check(paths.includes('LICENSE') && paths.includes('THIRD-PARTY-LICENSES.txt'), `${name} lacks licences`);
  checkScripts(manifest);
  if (addon === undefined) {
    check(false, `${name} contains no binary`);
    return;
  }
  const found = inspectBinary(await readFile(join(folder, addon)), [build.folder, root]);
  const { glibc } = found;
  console.log(`${name}: ${kilobytes(unpackedSize)} unpacked, glibc ${glibc ?? 'of any version or none'}`);
  check(!found.hasSymbolTable, `${name} is not stripped`);
  const known = found.paths.join(', ');
  check(known === '', `${name} contains paths of the machine that built it: ${known}`);
  if (build.portable) {
    const isOld = glibc === undefined || compareVersions(glibc, GLIBC) <= 0;
    check(isOld, `${name} needs glibc ${glibc}, newer than ${GLIBC}`);
  } else {
    console.log(
      `  linked for this machine's glibc: with cargo-zigbuild on the PATH it would be for ${GLIBC}`,
    );
  }
}

async function checkVersions(folder: string, { version }: Manifest): Promise<void> {
  const cargo = await readFile(join(folder, 'Cargo.toml'), 'utf8');
  const crates = /^\[workspace\.package\]\nversion = "(.+)"$/m.exec(cargo)?.[1];
  check(crates === version, `Cargo.toml has version ${crates}, package.json ${version}`);
  for (const name of await readdir(join(folder, 'docs/vectors'))) {
    const { version: stream } = JSON.parse(await readFile(join(folder, 'docs/vectors', name), 'utf8'));
    const problem = `docs/vectors/${name} is of stream version ${stream}, the code of ${STREAM_VERSION}`;
    check(stream === STREAM_VERSION, problem);
  }
}

async function checkChangelog(): Promise<void> {
  const { version } = await readManifest(root);
  const changelog = await readFile(join(root, 'CHANGELOG.md'), 'utf8');
  check(changelog.includes(`\n## ${version}\n`), `CHANGELOG.md has no section '## ${version}'`);
}

/** npm refuses provenance for a package that does not name the repository it was built from. */
async function checkRepository(): Promise<void> {
  const platforms = await readdir(join(root, 'npm'));
  for (const folder of [root, ...platforms.map((name) => join(root, 'npm', name))]) {
    const { name, repository, homepage, bugs } = await readManifest(folder);
    check(
      [repository?.url, homepage, bugs?.url].every((url) => url !== undefined),
      `${name} does not name its repository, homepage and bugs (release.yml sets them)`,
    );
  }
}

/** Every link of a packed page leads to a packed file, or to the web. */
async function checkPages(folder: string, tarballs: string): Promise<void> {
  await mkdir(tarballs);
  const paths = (await pack(folder, tarballs)).files.map(({ path }) => path);
  for (const page of paths.filter((path) => path.endsWith('.md'))) {
    const dead = deadLinks(page, await readFile(join(folder, page), 'utf8'), paths);
    check(dead.length === 0, `${page} leads to what is not in the package: ${dead.join(', ')}`);
  }
}

/** What npm would run on its user's machine. */
function checkScripts({ name, scripts = {} }: Manifest): void {
  for (const script of ['preinstall', 'install', 'postinstall', 'prepare']) {
    check(scripts[script] === undefined, `${name} has a script '${script}'`);
  }
}

/** Packs a folder twice, which must give the same bytes. */
async function packTwice(folder: string, tarballs: string): Promise<Packed> {
  const [first, second] = [await pack(folder, tarballs), await pack(folder, tarballs)];
  check(first.digest === second.digest, `${first.name}: two packs differ`);
  return first;
}

function checkSize({ name, unpackedSize }: Packed, limit: number): void {
  const problem = `${name} is ${kilobytes(unpackedSize)} unpacked, not below ${kilobytes(limit)}`;
  check(unpackedSize < limit, problem);
}

function check(holds: boolean, problem: string): void {
  if (!holds) {
    problems.push(problem);
  }
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(0)} kB`;
}
