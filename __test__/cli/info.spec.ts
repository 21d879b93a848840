import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import { poolStats } from '../../ts/index.ts';
import { hasNative } from '../engines.ts';
import { startProgram } from '../processes.ts';
import { testWhere } from '../where.ts';
import { run } from './run.ts';

const { cores } = poolStats();

/** Runs a built file in a process that starts with this environment and nothing else loaded. */
async function runBuilt(file: string, args: readonly string[], env: NodeJS.ProcessEnv): Promise<unknown> {
  const path = fileURLToPath(new URL(`../../dist/${file}`, import.meta.url));
  const { stdout } = await startProgram(process.execPath, [path, ...args], { NODE_OPTIONS: '', ...env })
    .finished;
  return JSON.parse(stdout);
}

testWhere(hasNative && cores > 1)('info tells how many cores lie idle, and what uses them', async (t) => {
  const few = await run(['info'], { UV_THREADPOOL_SIZE: '2' });
  const line = `idle      ${cores - 1} of ${cores} cores in programs started without UV_THREADPOOL_SIZE=${cores + 1}`;
  t.true(few.stdout.split('\n').includes(line), few.stdout);
  const enough = await run(['info'], { UV_THREADPOOL_SIZE: String(cores + 1) });
  t.notRegex(enough.stdout, /^idle/m);
  const json = JSON.parse((await run(['info', '--json'], { UV_THREADPOOL_SIZE: '2' })).stdout);
  t.is(json.idleCores, cores - 1);
});

testWhere(hasNative && cores > 3)(
  'the command line uses all cores, and tells that programs do not',
  async (t) => {
    const environment = { UV_THREADPOOL_SIZE: undefined };
    const info = await runBuilt('cli/offloop.cjs', ['info', '--json'], environment);
    t.like(info, { slots: cores, poolThreads: availableParallelism() + 1, idleCores: cores - 3 });
  },
);

testWhere(hasNative, 'the native engine')(
  'the command line leaves a pool alone whose size is given',
  async (t) => {
    t.like(await runBuilt('cli/offloop.cjs', ['info', '--json'], { UV_THREADPOOL_SIZE: '2' }), {
      slots: 1,
      poolThreads: 2,
    });
  },
);
