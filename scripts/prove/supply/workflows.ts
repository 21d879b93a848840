// What zizmor and actionlint say of the workflows, pinned actions among it.
import { actionlint, outputOf, zizmor } from './tools.ts';

/** Every finding of its usual ones is a failure; it asks no network. */
export async function audited(): Promise<string> {
  const how = ['--offline', '--strict-collection', '--color=never', '.github/workflows'];
  const { stdout, stderr } = await outputOf(await zizmor(), how);
  return (stdout || stderr).split('\n').at(-1)!;
}

export async function linted(): Promise<string> {
  await outputOf(await actionlint(), ['-no-color']);
  return 'nothing found';
}
