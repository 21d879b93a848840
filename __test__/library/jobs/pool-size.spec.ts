import { poolStats } from '../../../ts/index.ts';
import { hasNative } from '../../engines.ts';
import { startProgram } from '../../processes.ts';
import { testWhere } from '../../where.ts';

const { cores } = poolStats();

/** The process's slots and cores, as a program finds them that starts with two threads and then does something. */
async function statsAfter(act: string): Promise<unknown> {
  const program = `${act}; import('./dist/index.js').then(({ poolStats }) => {
    const { size, cores } = poolStats();
    console.log(JSON.stringify({ size, cores }));
  });`;
  const { stdout } = await startProgram(process.execPath, ['-e', program], { UV_THREADPOOL_SIZE: '2' })
    .finished;
  return JSON.parse(stdout);
}

testWhere(hasNative, 'the native engine')(
  'poolStats tells how many cores the slots could have',
  async (t) => {
    t.deepEqual(await statsAfter(''), { size: 1, cores });
  },
);

testWhere(hasNative && process.platform === 'linux')(
  'only who has set the size before the pool began is believed',
  async (t) => {
    const set = 'process.env.UV_THREADPOOL_SIZE = 9';
    const slots = Math.min(cores, 8);
    t.deepEqual(await statsAfter(set), { size: 1, cores });
    const mine = `${set}; process.env.OFFLOOP_POOL_SET_BY = process.pid`;
    t.deepEqual(await statsAfter(mine), { size: slots, cores });
    const inherited = `${set}; process.env.OFFLOOP_POOL_SET_BY = process.ppid`;
    t.deepEqual(await statsAfter(inherited), { size: 1, cores });
  },
);
