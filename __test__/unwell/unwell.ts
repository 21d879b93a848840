// A test that starts a process, which starts another, and does not end well: processes.spec.ts looks at what is left.
import { writeFileSync } from 'node:fs';
import test from 'ava';
import { says, startProgram } from '../processes.ts';

const CHILD = 'setInterval(() => {}, 1000)';
const PARENT = `
  const { spawn } = require('node:child_process');
  console.log('started ' + spawn(process.execPath, ['-e', ${JSON.stringify(CHILD)}], { stdio: 'inherit' }).pid);
  ${CHILD}`;

const ways: Record<string, () => unknown> = {
  fails: () => Promise.reject(new Error('it fails')),
  'never ends': () => new Promise((resolve) => setTimeout(resolve, 1e9)),
  exits: () => process.exit(0),
  'is killed': () => process.kill(process.pid, 'SIGKILL'),
};

test('it does not end well', async (t) => {
  const { child } = startProgram(process.execPath, ['-e', PARENT]);
  const [, grandchild] = (await says(child, /started \d+/)).split(' ');
  writeFileSync(process.env.OFFLOOP_STARTED!, `${child.pid} ${grandchild}`);
  t.assert(true);
  await ways[process.env.OFFLOOP_UNWELL!]!();
});
