import test from 'ava';
import { fillSync, sample, sampleSync, sum, sumInChunks, sumSync } from '../../ts/index.ts';
import { requestTotal, serve } from '../../ts/service/index.ts';

const JOB = { distribution: 'uniform', samples: 10 } as const;

/** Each call with a key that its options do not have, and what must be said of it. */
const calls: Record<string, [call: () => unknown, message: string]> = {
  'sum of a job': [() => sum({ ...JOB, sead: 1 } as never), "job has no 'sead': did you mean 'seed'?"],
  'sumInChunks of a job': [
    () => sumInChunks({ ...JOB, steam: 1 } as never),
    "job has no 'steam': did you mean 'stream'?",
  ],
  'sumSync of a job': [
    () => sumSync({ ...JOB, colour: 5 } as never),
    "job has no 'colour'; it has distribution, samples, seed, stream, start",
  ],
  'sample of a job': [() => sample({ ...JOB, Seed: 1 } as never), "job has no 'Seed': did you mean 'seed'?"],
  'sampleSync of a job': [
    () => sampleSync({ ...JOB, sample: 1 } as never),
    "job has no 'sample': did you mean 'samples'?",
  ],
  'fillSync of a job': [
    () => fillSync(new Float64Array(1), { distribution: 'uniform', streem: 1 } as never),
    "job has no 'streem': did you mean 'stream'?",
  ],
  'how to run sum': [
    () => sum(JOB, { concurency: 2 } as never),
    "options has no 'concurency': did you mean 'concurrency'?",
  ],
  'how to run sumInChunks': [
    () => sumInChunks(JOB, { onprogress() {} } as never),
    "options has no 'onprogress': did you mean 'onProgress'?",
  ],
  'how to run sample': [
    () => sample(JOB, { chunkBlock: 2 } as never),
    "options has no 'chunkBlock': did you mean 'chunkBlocks'?",
  ],
  serve: [() => serve({ sampels: 10 } as never), "options has no 'sampels': did you mean 'samples'?"],
  requestTotal: [
    () => requestTotal({ timeOut: 10 } as never),
    "options has no 'timeOut': did you mean 'timeout'?",
  ],
};

for (const [name, [call, message]] of Object.entries(calls)) {
  test(`an unknown key is refused, and the nearest suggested: ${name}`, async (t) => {
    await t.throwsAsync(async () => call(), { name: 'TypeError', message });
  });
}
