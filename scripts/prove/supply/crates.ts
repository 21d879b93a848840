// What cargo-deny says of the crates, by deny.toml.
import { Skipped } from '../../kit/steps.ts';
import { cargoDeny, tried } from './tools.ts';

export function licencesBansSources(): Promise<string> {
  return check(['licenses', 'bans', 'sources']);
}

/** RustSec's database is a repository, and not on crates.io. */
export function advisories(): Promise<string> {
  return check(['advisories']);
}

async function check(checks: readonly string[]): Promise<string> {
  const program = await cargoDeny();
  const { exitCode, stdout, stderr } =
    await tried`${program} --color never check --hide-inclusion-graph ${checks}`;
  const output = `${stdout}\n${stderr}`.trim();
  if (exitCode === 0) {
    return output.split('\n').at(-1)!;
  }
  const noDatabase = /failed to fetch advisory database \S+/.exec(output);
  if (noDatabase) {
    throw new Skipped(noDatabase[0]);
  }
  throw new Error(output);
}
