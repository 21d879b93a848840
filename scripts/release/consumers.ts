// Small programs that use offloop as its users do. Each compares with the published vectors, and says how many.

/** Compares every vector with what `offloop`, however it was imported, gives. */
const compare = `
async function compare({ sampleSync, sum, sumSync }, fs) {
  const vectors = JSON.parse(fs.readFileSync(process.env.VECTORS, 'utf8'));
  for (const { units, total, ...job } of vectors.totals) {
    for (const found of [sumSync(job), await sum(job)]) {
      if (found.units !== BigInt(units) || found.sum !== total) {
        throw new Error('not the published total of ' + JSON.stringify(job) + ': ' + found.sum);
      }
    }
  }
  for (const { samples, ...job } of vectors.firstSamplesAsBigEndianHex) {
    const found = Array.from(sampleSync({ ...job, samples: samples.length }), (value) => {
      const bytes = Buffer.alloc(8);
      bytes.writeDoubleBE(value);
      return bytes.toString('hex');
    });
    if (found.join() !== samples.join()) {
      throw new Error('not the published samples of ' + JSON.stringify(job));
    }
  }
  return vectors.totals.length + vectors.firstSamplesAsBigEndianHex.length + ' vectors equal';
}
`;

/** File names and what is in them. */
export const consumerFiles: Readonly<Record<string, string>> = {
  'esm.mjs': `
import * as fs from 'node:fs';
import * as offloop from 'offloop';
${compare}
console.log(await compare(offloop, fs));
`,
  'commonjs.cjs': `
const fs = require('node:fs');
const offloop = require('offloop');
${compare}
compare(offloop, fs).then(console.log);
`,
  'worker.mjs': `
import { Worker } from 'node:worker_threads';
new Worker(new URL('./esm.mjs', import.meta.url)).once('exit', (code) => {
  process.exitCode = code;
});
`,
  'first-answer.mjs': `
import { sumSync } from 'offloop';
console.log(String(sumSync({ distribution: 'uniform', samples: 1_000_000, seed: 42n }).units));
`,
  'typescript/consumer.mts': `
import { type Progress, sum, sumInChunks, type Total } from 'offloop';
import { serve } from 'offloop/service';

const job = { distribution: 'gaussian', samples: 100_000, seed: 42n } as const;
const total: Total = await sum(job, { signal: AbortSignal.timeout(60_000), onProgress: (_: Progress) => {} });
let last: bigint | undefined;
for await (const progress of sumInChunks(job)) {
  last = progress.total?.units;
}
// @ts-expect-error: there is no such distribution
const wrong: Parameters<typeof sum>[0] = { distribution: 'poisson', samples: 1 };
const server = await serve({ port: 0, samples: 1 });
await server.close();
console.log(last === total.units && wrong.samples === 1 ? 'types hold' : 'totals differ');
`,
  'typescript/tsconfig.json': JSON.stringify({
    compilerOptions: {
      module: 'nodenext',
      target: 'es2023',
      lib: ['es2023'],
      strict: true,
      exactOptionalPropertyTypes: true,
      skipLibCheck: false,
      types: ['node'],
    },
  }),
};

/** The total that first-answer.mjs prints (docs/vectors.json). */
export const FIRST_ANSWER = '9224100034094392094595072';
