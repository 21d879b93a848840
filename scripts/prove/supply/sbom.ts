// The SBOMs of the packages in sbom/: written by CycloneDX's own tools, and held against the lock files.
import { cp, mkdir, readdir, readFile, realpath, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseTriple } from '@napi-rs/cli';
import { $ } from 'zx';
import { withoutNpmSettings } from '../../kit/npm.ts';
import { root } from '../../kit/places.mjs';
import { readManifest } from '../../kit/stage.ts';
import { inTemporaryFolder } from '../../kit/temporary.ts';
import { type Needed, neededAtRunTime } from './lock.ts';
import { cargoCycloneDx, cycloneDxFolder } from './tools.ts';

interface Component {
  readonly type: string;
  readonly 'bom-ref': string;
  readonly purl: string;
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly properties?: readonly { readonly name: string }[];
  readonly licenses?: readonly { readonly license?: { readonly id?: string } }[];
}

interface Sbom {
  readonly metadata: { readonly component: Component };
  readonly components: readonly Component[];
  readonly dependencies: readonly { readonly ref: string; readonly dependsOn?: readonly string[] }[];
}

const FOLDER = join(root, 'sbom');

const run = $({ cwd: root, env: withoutNpmSettings(), quiet: true });

/** Of the main package: what it contains, and what it needs at run time. */
export async function mainSbom(): Promise<string> {
  const sbom = await writeMainSbom();
  mustBeAll(
    sbom,
    (await neededAtRunTime()).map(({ name, version }) => `${name} ${version}`),
  );
  return `${sbom.components.length} packages, as in package-lock.json; valid`;
}

/** Whether everything that offloop needs at run time has one of the licences that deny.toml allows. */
export async function licences(): Promise<string> {
  const [, list] = /^allow = (\[.+\])$/m.exec(await readFile(join(root, 'deny.toml'), 'utf8')) ?? [];
  if (list === undefined) {
    throw new Error('deny.toml must have its licences in one line that begins with allow =');
  }
  const allowed: readonly string[] = JSON.parse(list);
  const { components } = await writeMainSbom();
  const found = components.map(({ name, licenses = [] }) => ({
    name,
    licence: licenses.map((one) => one.license?.id ?? JSON.stringify(one)).join(' and ') || 'none',
  }));
  const others = found.filter(({ licence }) => !allowed.includes(licence));
  if (others.length > 0) {
    throw new Error(others.map(({ name, licence }) => `${name}: ${licence}`).join(', '));
  }
  return `${found.length} packages: ${[...new Set(found.map(({ licence }) => licence))].join(', ')}`;
}

async function writeMainSbom(): Promise<Sbom> {
  await mkdir(FOLDER, { recursive: true });
  const file = join(FOLDER, 'offloop.cdx.json');
  const program = join(await cycloneDxFolder(), 'node_modules/.bin/cyclonedx-npm');
  const omit = ['optional', 'peer'].flatMap((type) => ['--omit', type]);
  const how = ['--package-lock-only', '--flatten-components', '--output-reproducible', '--mc-type=library'];
  await run`${program} ${how} ${omit} --sv=1.6 --output-file=${file}`;
  const sbom = onlyNeeded(JSON.parse(await readFile(file, 'utf8')), await neededAtRunTime());
  await writeFile(file, `${JSON.stringify(sbom, null, 2)}\n`);
  return validated(file);
}

/** An SBOM without the other development dependencies: what is bundled is one of them. */
function onlyNeeded({ components, dependencies, ...rest }: Sbom, needed: readonly Needed[]): Sbom {
  const names = new Set(needed.map(({ name, version }) => `${name} ${version}`));
  const kept = components
    .filter((component) => names.has(nameOf(component)))
    .map(({ properties = [], ...component }) => ({
      ...component,
      properties: properties.filter(({ name }) => name !== 'cdx:npm:package:development'),
    }));
  const refs = new Set([rest.metadata.component, ...kept].map((component) => component['bom-ref']));
  return {
    ...rest,
    components: kept,
    dependencies: dependencies
      .filter(({ ref }) => refs.has(ref))
      .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((one) => refs.has(one)) })),
  };
}

/** Of each platform package: the crates that its addon is compiled from. */
export async function platformSboms(): Promise<string> {
  const { napi, version } = await readManifest(root);
  const counts: string[] = [];
  await inTemporaryFolder('offloop-sbom-', async (folder) => {
    await copyCrates(folder);
    for (const target of napi.targets) {
      const platform = parseTriple(target).platformArchABI;
      const name = `${napi.packageName}-${platform}`;
      const sbom = await writePlatformSbom({ name, version, target }, folder);
      mustBeAll(sbom, await compiledCrates('offloop-addon', target));
      counts.push(`${platform} ${sbom.components.length}`);
    }
  });
  return `crates as in cargo tree, valid: ${counts.join(', ')}`;
}

/** Of the WebAssembly module, which the main package contains: the crates that it is compiled from. */
export async function moduleSbom(): Promise<string> {
  const target = 'wasm32-unknown-unknown';
  const { metadata, components } = await inTemporaryFolder('offloop-sbom-', async (folder) => {
    await copyCrates(folder);
    return write('offloop-wasm', await sbomOfCrate('wasm', target, folder));
  });
  const all = [metadata.component, ...components];
  mustBeAll({ components: all }, await compiledCrates('offloop-wasm', target));
  return `${all.length} crates, as in cargo tree; valid`;
}

/**
 * Copies the crates without what only their tests and benchmarks need, which has features of the others turned on. In a copy,
 * since the SBOMs are written beside the sources.
 */
async function copyCrates(folder: string): Promise<void> {
  for (const name of ['Cargo.toml', 'Cargo.lock', 'crates']) {
    await cp(join(root, name), join(folder, name), { recursive: true });
  }
  for (const crate of await readdir(join(folder, 'crates'))) {
    const file = join(folder, 'crates', crate, 'Cargo.toml');
    const manifest = await readFile(file, 'utf8');
    await writeFile(file, manifest.replaceAll(/^\[(.+\.)?dev-dependencies\]\n([^[].*\n|\n)*/gm, ''));
  }
}

async function writePlatformSbom(
  { name, version, target }: { name: string; version: string; target: string },
  folder: string,
): Promise<Sbom> {
  const sbom = ofPackage(await sbomOfCrate('addon', target, folder), name, version);
  return write(name.replace('@', '').replace('/', '-'), sbom);
}

/** The SBOM of a crate, named by its folder, as it is compiled for a target. */
async function sbomOfCrate(crate: string, target: string, folder: string): Promise<Sbom> {
  const program = await cargoCycloneDx();
  const options = ['--format=json', '--spec-version=1.5', '--no-build-deps', '--override-filename=sbom'];
  // Its time is the commit's, so that it is the same wherever it is written.
  const SOURCE_DATE_EPOCH = (await run`git log -1 --format=%ct`).stdout.trim();
  const env = { ...withoutNpmSettings(), SOURCE_DATE_EPOCH };
  await $({ cwd: folder, env, quiet: true })`${program} cyclonedx ${options} --target ${target}`;
  const written = await readFile(join(folder, 'crates', crate, 'sbom.json'), 'utf8');
  return JSON.parse(written.replaceAll(`file://${await realpath(folder)}/`, 'file:///'));
}

/** Writes an SBOM, which must be valid, to the folder of them. */
async function write(name: string, sbom: Sbom): Promise<Sbom> {
  await mkdir(FOLDER, { recursive: true });
  const file = join(FOLDER, `${name}.cdx.json`);
  await writeFile(file, `${JSON.stringify(sbom, null, 2)}\n`);
  return validated(file);
}

/** The SBOM of a crate as that of the package which has it. */
function ofPackage(
  { metadata, components, dependencies, ...rest }: Sbom,
  name: string,
  version: string,
): Sbom {
  const { component: crate } = metadata;
  const [group, short] = name.split('/') as [string, string];
  const purl = `pkg:npm/${encodeURIComponent(group)}/${short}@${version}`;
  return {
    ...rest,
    metadata: {
      ...metadata,
      component: { type: 'library', 'bom-ref': purl, group, name: short, version, purl },
    },
    components: [crate, ...components],
    dependencies: [{ ref: purl, dependsOn: [crate['bom-ref']] }, ...dependencies],
  };
}

async function compiledCrates(crate: string, target: string): Promise<string[]> {
  const { stdout } =
    await run`cargo tree --locked -p ${crate} -e normal --target ${target} --prefix none --no-dedupe --format {p}`;
  const crates = stdout.trim().split('\n');
  return crates.map((line) => line.split(' ', 2).join(' ').replace(' v', ' '));
}

/** Reads an SBOM, which must keep to CycloneDX's schema. */
async function validated(file: string): Promise<Sbom> {
  const text = await readFile(file, 'utf8');
  const sbom = JSON.parse(text);
  const { Validation } = createRequire(join(await cycloneDxFolder(), 'package.json'))(
    '@cyclonedx/cyclonedx-library',
  );
  const wrong = await new Validation.JsonStrictValidator(sbom.specVersion).validate(text);
  if (wrong !== null) {
    throw new Error(`${file} is not valid: ${JSON.stringify(wrong)}`);
  }
  return sbom;
}

/** A component as it is listed, such as `commander 14.0.3`. */
function nameOf({ group, name, version }: Component): string {
  return `${group ? `${group}/` : ''}${name} ${version}`;
}

/** Whether an SBOM lists what it should, and nothing else. */
function mustBeAll({ components }: Pick<Sbom, 'components'>, expected: readonly string[]): void {
  const listed = components.map(nameOf);
  const lacking = expected.filter((one) => !listed.includes(one));
  const extra = listed.filter((one) => !expected.includes(one));
  if (lacking.length > 0 || extra.length > 0) {
    throw new Error(`lacks ${lacking.join(', ') || 'nothing'}; has besides ${extra.join(', ') || 'nothing'}`);
  }
}
