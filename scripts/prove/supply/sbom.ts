// The SBOMs of the packages in sbom/: written by CycloneDX's own tools, and held against the lock files.
import { cp, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { parseTriple } from '@napi-rs/cli';
import { $ } from 'zx';
import { readManifest, root, withoutNpmSettings } from '../../release/stage.ts';
import { inTemporaryFolder } from '../../release/temporary.ts';
import { cargoCycloneDx, cycloneDxFolder } from './tools.ts';

interface Component {
  readonly group?: string;
  readonly name: string;
  readonly version: string;
  readonly licenses?: readonly { readonly license?: { readonly id?: string } }[];
}

interface Sbom {
  readonly components: readonly Component[];
}

interface Locked {
  readonly version: string;
  readonly dev?: true;
  readonly optional?: true;
  readonly devOptional?: true;
  readonly peer?: true;
}

const FOLDER = join(root, 'sbom');

const run = $({ cwd: root, env: withoutNpmSettings(), quiet: true });

/** What offloop needs at run time. Peers, which are optional, are their users'. */
export async function mainSbom(): Promise<string> {
  const sbom = await writeMainSbom();
  const { packages } = JSON.parse(await readFile(join(root, 'package-lock.json'), 'utf8'));
  const needed = Object.entries(packages as Record<string, Locked>)
    .filter(
      ([path, { dev, optional, devOptional, peer }]) => path && !(dev || optional || devOptional || peer),
    )
    .map(([path, { version }]) => `${path.split('node_modules/').at(-1)} ${version}`);
  mustBeAll(sbom, needed);
  return `${sbom.components.length} packages, as in package-lock.json; valid`;
}

/** Whether everything that offloop needs at run time has one of the licences that deny.toml allows. */
export async function licences(): Promise<string> {
  const [, list] = /^allow = (\[.+\])$/m.exec(await readFile(join(root, 'deny.toml'), 'utf8'))!;
  const allowed: readonly string[] = JSON.parse(list!);
  const { components } = await writeMainSbom();
  const found = components.map(({ name, licenses = [] }) => ({
    name,
    licence: licenses.map(({ license }) => license?.id ?? JSON.stringify(license)).join(' and ') || 'none',
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
  const omit = ['dev', 'optional', 'peer'].flatMap((type) => ['--omit', type]);
  const how = ['--package-lock-only', '--flatten-components', '--output-reproducible', '--mc-type=library'];
  await run`${program} ${how} ${omit} --sv=1.6 --output-file=${file}`;
  return validated(file);
}

/** Of each platform package: the crates that its addon is compiled from. */
export async function platformSboms(): Promise<string> {
  const { napi } = await readManifest(root);
  const counts: string[] = [];
  await inTemporaryFolder('offloop-sbom-', async (folder) => {
    // It writes beside each crate's sources.
    for (const name of ['Cargo.toml', 'Cargo.lock', 'crates']) {
      await cp(join(root, name), join(folder, name), { recursive: true });
    }
    for (const target of napi.targets) {
      const sbom = await writePlatformSbom(target, folder);
      mustBeAll(sbom, await compiledCrates(target));
      counts.push(`${parseTriple(target).platformArchABI} ${sbom.components.length}`);
    }
  });
  return `crates as in cargo tree, valid: ${counts.join(', ')}`;
}

async function writePlatformSbom(target: string, folder: string): Promise<Sbom> {
  const file = join(FOLDER, `offloop-native-${parseTriple(target).platformArchABI}.cdx.json`);
  const program = await cargoCycloneDx();
  const options = ['--format=json', '--spec-version=1.5', '--no-build-deps', '--override-filename=sbom'];
  // Without a time, the same crates give the same file.
  const env = { ...withoutNpmSettings(), SOURCE_DATE_EPOCH: '0' };
  await $({ cwd: folder, env, quiet: true })`${program} cyclonedx ${options} --target ${target}`;
  await cp(join(folder, 'crates/addon/sbom.json'), file);
  return validated(file);
}

async function compiledCrates(target: string): Promise<string[]> {
  const { stdout } =
    await run`cargo tree --locked -p offloop-addon -e normal --target ${target} --prefix none --no-dedupe --format {p}`;
  const [, ...crates] = stdout.trim().split('\n');
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

/** Whether an SBOM lists what it should, such as `pino 10.4.0`, and nothing else. */
function mustBeAll({ components }: Sbom, expected: readonly string[]): void {
  const listed = components.map(
    ({ group, name, version }) => `${group ? `${group}/` : ''}${name} ${version}`,
  );
  const lacking = expected.filter((one) => !listed.includes(one));
  const extra = listed.filter((one) => !expected.includes(one));
  if (lacking.length > 0 || extra.length > 0) {
    throw new Error(`lacks ${lacking.join(', ') || 'nothing'}; has besides ${extra.join(', ') || 'nothing'}`);
  }
}
