import test from 'ava';
import { chooseEngine } from '../../ts/engine/choose.ts';
import { toJob } from '../../ts/job.ts';
import { engines } from '../engines.ts';

test('an array that reaches past the end of the job is refused by both engines', (t) => {
  const job = toJob({ distribution: 'uniform', samples: 100, seed: 1n });
  for (const engine of engines.map(chooseEngine)) {
    t.throws(() => engine.fillBlocks(job, 0, new Float64Array(101)), { message: /reaches to sample 101/ });
    t.notThrows(() => engine.fillBlocks(job, 0, new Float64Array(100)));
  }
});
