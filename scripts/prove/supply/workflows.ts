// What zizmor and actionlint say of the workflows, pinned actions among it.
import { actionlint, tried, zizmor } from './tools.ts';

/** Every finding of its usual ones is a failure; it asks no network. */
export async function audited(): Promise<string> {
  const said = await run(await zizmor(), [
    '--offline',
    '--strict-collection',
    '--color=never',
    '.github/workflows',
  ]);
  return said.split('\n').at(-1)!;
}

export async function linted(): Promise<string> {
  await run(await actionlint(), ['-no-color']);
  return 'nothing found';
}

async function run(program: string, args: readonly string[]): Promise<string> {
  const { exitCode, stdout, stderr } = await tried`${program} ${args}`;
  if (exitCode !== 0) {
    throw new Error(`${stdout}\n${stderr}`);
  }
  return stdout.trim() || stderr.trim();
}
