// The licences of the crates that are compiled into the addon, for the platform packages, and into the WebAssembly module.
import { existsSync } from 'node:fs';
import { cp, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { $ } from 'zx';
import { root } from './places.mjs';

interface Crate {
  id: string;
  name: string;
  version: string;
  license: string;
  authors: string[];
  manifest_path: string;
  source: string | null;
  targets: { kind: string[] }[];
}

interface Metadata {
  packages: Crate[];
  resolve: { nodes: { id: string; deps: { pkg: string; dep_kinds: { kind: string | null }[] }[] }[] };
}

const FILE = 'THIRD-PARTY-LICENSES.txt';

/** Writes offloop's licence and those of the crates into every package in npm/ of a folder, and beside its module. */
export async function addLicences(folder: string): Promise<void> {
  if (existsSync(join(folder, 'native/engine.wasm'))) {
    await writeFile(join(folder, 'native', FILE), await thirdPartyLicences(folder, 'offloop-wasm'));
  }
  const text = await thirdPartyLicences(folder, 'offloop-addon');
  for (const name of await readdir(join(folder, 'npm'))) {
    const platform = join(folder, 'npm', name);
    await cp(join(folder, 'LICENSE'), join(platform, 'LICENSE'));
    await writeFile(join(platform, FILE), text);
    const manifest = JSON.parse(await readFile(join(platform, 'package.json'), 'utf8'));
    manifest.files = [...new Set([...manifest.files, FILE])];
    await writeFile(join(platform, 'package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  }
}

/** One text for all platforms: a crate that one of them leaves out does no harm there. */
async function thirdPartyLicences(folder: string, crate: string): Promise<string> {
  const run = $({ cwd: folder, quiet: true });
  const { stdout } = await run`cargo metadata --locked --format-version 1`;
  const texts = await Promise.all(linkedCrates(JSON.parse(stdout), crate).map(licenceOf));
  const standardLibrary =
    'The Rust standard library: MIT OR Apache-2.0. Copyright The Rust Project contributors.';
  return `${['This binary contains the following software.', standardLibrary, ...texts].join(`\n\n${'-'.repeat(80)}\n\n`)}\n`;
}

/** The crates that end up in a crate's binary: macros and build scripts do not. */
function linkedCrates({ packages, resolve }: Metadata, binary: string): Crate[] {
  const crates = new Map(packages.map((crate) => [crate.id, crate]));
  const nodes = new Map(resolve.nodes.map((node) => [node.id, node]));
  const linked = new Set<Crate>();
  const follow = (crate: Crate): void => {
    if (linked.has(crate) || crate.targets.some(({ kind }) => kind.includes('proc-macro'))) {
      return;
    }
    linked.add(crate);
    for (const { pkg, dep_kinds } of nodes.get(crate.id)!.deps) {
      if (dep_kinds.some(({ kind }) => kind === null)) {
        follow(crates.get(pkg)!);
      }
    }
  };
  follow(packages.find(({ name }) => name === binary)!);
  return [...linked].filter(({ source }) => source !== null).sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function licenceOf(crate: Crate): Promise<string> {
  const folder = dirname(crate.manifest_path);
  const files = (await readdir(folder)).filter((name) => /^licen[cs]e/i.test(name)).sort();
  // Where there is a choice, the shorter one.
  const mit = files.filter((name) => /mit/i.test(name));
  const texts = await Promise.all(
    (mit.length > 0 && / OR /.test(crate.license) ? mit : files).map((name) =>
      readFile(join(folder, name), 'utf8'),
    ),
  );
  if (texts.length === 0 && crate.license !== 'MIT') {
    throw new Error(`${crate.name} ${crate.version} (${crate.license}) has no licence file`);
  }
  const text = texts.length > 0 ? texts.map((found) => found.trim()).join('\n\n') : await mitText(crate);
  return `${crate.name} ${crate.version}: ${crate.license}\n\n${text}`;
}

/** Some crates name their licence and leave its text out: offloop's own is the same, but for whose it is. */
async function mitText({ name, authors }: Crate): Promise<string> {
  const whose = authors.length > 0 ? authors.join(', ') : `the authors of ${name}`;
  const [, , ...text] = (await readFile(join(root, 'LICENSE'), 'utf8')).trim().split('\n\n');
  return [`Copyright (c) ${whose}`, ...text].join('\n\n');
}
