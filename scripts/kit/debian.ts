// Packages of Debian's releases and architectures, extracted into folders. Nothing is installed on this machine: apt works in
// folders of its own, with the machine's own sources.
import { existsSync } from 'node:fs';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { inCache } from './kept.ts';

const SOURCES = '/etc/apt/sources.list.d/debian.sources';
const MACHINE_STATUS = '/var/lib/dpkg/status';

export interface Wanted {
  readonly release: 'bookworm' | 'trixie' | 'forky';
  /** Whose packages those without an architecture of their own are. */
  readonly architecture: 'amd64' | 'arm64' | 's390x';
  readonly packages: readonly string[];
  /**
   * What comes with the packages: all that they need, for a machine of its own; what this machine lacks of it, for
   * programs that run on this one; or nothing.
   */
  readonly needs: 'all' | 'lacking' | 'nothing';
}

/** Extracts packages into a folder. */
export async function extractPackages(folder: string, { packages, needs, ...from }: Wanted): Promise<void> {
  const options = await aptOptions(from);
  const debs = join(folder, 'debs');
  await mkdir(join(debs, 'partial'), { recursive: true });
  const run = $({ quiet: true, cwd: debs });
  if (needs === 'nothing') {
    await run`apt-get ${options} download ${packages}`;
  } else {
    const status = needs === 'lacking' ? ['-o', `Dir::State::Status=${MACHINE_STATUS}`] : [];
    await run`apt-get ${options} ${status} -o Dir::Cache::archives=${debs} install --download-only --no-install-recommends --yes ${packages}`;
  }
  await run`for deb in *.deb; do dpkg-deb --extract "$deb" ..; done`;
  await $({ quiet: true })`rm -r ${debs}`;
}

const updated = new Map<string, Promise<unknown>>();

async function aptOptions({
  release,
  architecture,
}: Pick<Wanted, 'release' | 'architecture'>): Promise<string[]> {
  const folder = inCache('apt', release);
  const sources = join(folder, 'sources/debian.sources');
  const architectures = ['amd64', 'arm64', 's390x'];
  const options = [
    `APT::Architecture=${architecture}`,
    ...architectures.map((name) => `APT::Architectures::=${name}`),
    'APT::Sandbox::User=',
    'Acquire::Languages=none',
    'Acquire::Retries=3',
    'Dir::Etc::SourceList=/dev/null',
    `Dir::Etc::SourceParts=${join(folder, 'sources')}`,
    `Dir::State=${join(folder, 'state')}`,
    `Dir::State::Status=${join(folder, 'state/status')}`,
    `Dir::Cache=${join(folder, 'cache')}`,
  ].flatMap((option) => ['-o', option]);
  if (!updated.has(release)) {
    for (const name of ['sources', 'state/lists/partial', 'cache/archives/partial']) {
      await mkdir(join(folder, name), { recursive: true });
    }
    await writeFile(join(folder, 'state/status'), '');
    await writeFile(sources, await sourcesOf(release));
    // Lists that a mirror does not have whole at this moment are left out, or old ones used.
    updated.set(release, $({ quiet: true })`apt-get -qq ${options} update`.nothrow());
  }
  await updated.get(release);
  return ['-qq', ...options];
}

/** The machine's own sources, of another release. */
async function sourcesOf(release: string): Promise<string> {
  if (!existsSync(SOURCES)) {
    throw new Error(`this needs a Debian with ${SOURCES}`);
  }
  const [, own] = /^VERSION_CODENAME=(\w+)$/m.exec(await readFile('/etc/os-release', 'utf8')) ?? [];
  return (await readFile(SOURCES, 'utf8')).replaceAll(own!, release);
}
