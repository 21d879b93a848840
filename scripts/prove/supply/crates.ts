// What cargo-deny says of the crates, by deny.toml.
import { cargoDeny, outputOf } from './tools.ts';

export function licencesBansSources(): Promise<string> {
  return check(['licenses', 'bans', 'sources']);
}

/** RustSec's database is a repository, and not on crates.io. */
export function advisories(): Promise<string> {
  return check(['advisories']);
}

async function check(checks: readonly string[]): Promise<string> {
  const args = ['--color', 'never', 'check', '--hide-inclusion-graph', ...checks];
  const { stdout, stderr } = await outputOf(await cargoDeny(), args, /failed to fetch advisory database \S+/);
  return (stderr || stdout).split('\n').at(-1)!;
}
