import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { $ } from 'zx';
import { peerVersion } from './machine.ts';
import { PEERS } from './places.ts';

/**
 * Installs the npm packages that offloop is compared with, where one is missing or has another version than
 * peers/package.json says. They are no development dependencies, since only benches need them.
 */
export async function installPeers(quiet: boolean): Promise<void> {
  const { dependencies } = JSON.parse(readFileSync(join(PEERS, 'package.json'), 'utf8'));
  if (Object.entries(dependencies).every(([name, version]) => peerVersion(name) === version)) {
    return;
  }
  if (!quiet) {
    process.stderr.write(
      'Installing what offloop is compared with, into scripts/bench/peers/node_modules …\n',
    );
  }
  const options = ['--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund'];
  await $({ cwd: PEERS, quiet: true })`npm install --prefix ${PEERS} ${options}`.catch((cause: unknown) => {
    throw new Error('the packages in scripts/bench/peers/package.json could not be installed', { cause });
  });
}
