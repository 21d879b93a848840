import { fileURLToPath } from 'node:url';
import type { ExecutionContext } from 'ava';
import { sumSync } from '../../../ts/index.ts';
import { hasNative, nativeTest } from '../../engines.ts';
import { startProgram } from '../../processes.ts';
import { LIMIT } from '../../time.js';
import { testWhere, whereIs } from '../../where.ts';

const program = fileURLToPath(new URL('threads.mjs', import.meta.url));
const MILLION = String(sumSync({ distribution: 'normal', samples: 1e6, seed: 1 }).units);

/** Runs a program of threads.mjs. None computes to the end, which would take hours: what hangs is killed. */
async function run(t: ExecutionContext, name: string, env = {}, prefix: readonly string[] = []) {
  const [command = '', ...args] = [...prefix, process.execPath, program, name];
  const { child, finished } = startProgram(command, args, env);
  const hangs = setTimeout(() => child.kill('SIGKILL'), LIMIT);
  const { code, signal, stdout, stderr } = await finished;
  clearTimeout(hangs);
  t.is(stderr, '');
  t.is(signal, null, 'it hung, and was killed');
  return { code, answer: JSON.parse(stdout || '{}') as Record<string, unknown> };
}

nativeTest('main and four workers have no more slots than the process, and files are read', async (t) => {
  const { answer } = await run(t, 'cap');
  t.is(answer.most, answer.size);
  t.true((answer.waiting as number) <= 1, 'the main thread may ask for one slot more');
});

nativeTest('terminated workers leave nothing stuck', async (t) => {
  const { answer } = await run(t, 'terminate');
  t.deepEqual(answer, { busy: 0, waiting: 0, units: MILLION });
});

nativeTest('a worker with more jobs than slots is terminated within a few turns of theirs', async (t) => {
  const { answer } = await run(t, 'terminateCrowds');
  // Slots look for their thread every 25 ms, and a turn takes 10: when they forgot to, there were hundreds.
  t.true((answer.turns as number) < 100, `${answer.turns} turns`);
  t.is(answer.busy, 0);
  t.is(answer.waiting, 0);
});

nativeTest('a worker ends when its own job is done', async (t) => {
  const { answer } = await run(t, 'natural');
  t.is(answer.code, 0);
  t.true((answer.busy as number) >= 1);
  t.is(answer.main, 'stopped');
});

nativeTest('process.exit ends a worker in the middle of a job', async (t) => {
  const { answer } = await run(t, 'workerExit');
  t.deepEqual(answer, { code: 7, busy: 0 });
});

nativeTest('process.exit waits for no allotment', async (t) => {
  const { code, answer } = await run(t, 'exit');
  t.is(code, 3);
  t.true(answer.exiting);
});

nativeTest('one thread in the pool is shared with files, and a size set later is not believed', async (t) => {
  const { answer } = await run(t, 'onlyThread', { UV_THREADPOOL_SIZE: '1' });
  t.deepEqual(answer, { size: 1, ended: 'enough' });
});

const memoryTest = hasNative ? testWhere(whereIs('prlimit') !== undefined, 'prlimit') : nativeTest;

memoryTest('without memory samples are refused in words, and the process goes on', async (t) => {
  const { code, answer } = await run(t, 'memory', {}, ['prlimit', '--as=2600000000']);
  t.is(code, 0);
  t.deepEqual(answer, {
    refused: {
      code: 'OFFLOOP_OUT_OF_MEMORY',
      message: 'There is no memory for 268435456 samples, 2147483648 bytes',
    },
    units: MILLION,
  });
});
