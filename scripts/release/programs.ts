// The programs of the rehearsal's consumers. Most compare with the published vectors, and say how many are equal.
import { join } from 'node:path';
import { root } from '../kit/places.mjs';
import { readVectors, samplesOf } from '../vectors.ts';

/** The vectors that they compare with. */
export const vectors = readVectors(join(root, 'docs/vectors')).map(({ samples, ...file }) => ({
  ...file,
  samples: samples.map((vector) => ({ ...vector, count: samplesOf(file.distribution, vector) })),
}));

/** Compares every vector with what `offloop`, however it was imported, gives. */
const compare = `
async function compare({ fillSync, sampleSync, sum, sumSync }, files) {
  let equal = 0;
  for (const { distribution, totals = [], samples: entries } of files) {
    for (const { units, total, ...place } of totals) {
      const job = { ...place, distribution };
      for (const found of [sumSync(job), await sum(job)]) {
        if (found.units !== BigInt(units) || found.sum !== total) {
          throw new Error('not the published total of ' + JSON.stringify(job) + ': ' + found.sum);
        }
      }
      equal++;
    }
    for (const { parameters, doubles, seed, stream, start, count } of entries) {
      const job = { seed, stream, start, distribution };
      for (const [name, value] of Object.entries(parameters)) {
        // JSON has no infinities.
        job[name] = typeof value === 'string' ? Number(value) : value;
      }
      const array = new Float64Array(doubles.length);
      for (const found of [sampleSync({ ...job, samples: count }), fillSync(array, job)]) {
        if (Array.from(found, toBigEndianHex).join() !== doubles.join()) {
          throw new Error('not the published samples of ' + JSON.stringify(job));
        }
      }
      equal++;
    }
  }
  return equal + ' vectors equal';
}

function toBigEndianHex(value) {
  const view = new DataView(new ArrayBuffer(8));
  view.setFloat64(0, value);
  return view.getBigUint64(0).toString(16).padStart(16, '0');
}
`;

const imports = `
import * as fs from 'node:fs';
import * as offloop from 'offloop';
`;

const published = `JSON.parse(fs.readFileSync(process.env.VECTORS, 'utf8'))`;

export const ESM = `${imports}${compare}
// Not awaited at the top level, which a bundle in CommonJS cannot have.
compare(offloop, ${published}).then(console.log);
`;

export const COMMONJS = `
const fs = require('node:fs');
const offloop = require('offloop');
${compare}
compare(offloop, ${published}).then(console.log);
`;

/** For a browser: without a module of Node. */
export const BROWSER = `
import * as offloop from 'offloop';
${compare}
compare(offloop, ${JSON.stringify(vectors)}).then(console.log);
`;

/**
 * For an edge runtime: a generator of a module, which is loaded where there is no randomness, jobs that take turns, and
 * one that is aborted.
 */
const EDGE = `
import * as offloop from 'offloop';
const rng = new offloop.Generator();
${compare}
async function answer() {
  const controller = new AbortController();
  const endless = { distribution: 'uniform', samples: 1e15 };
  const onProgress = () => controller.abort(new Error('stopped'));
  const stopped = offloop.sum(endless, { signal: controller.signal, onProgress }).catch(({ message }) => message);
  const jobs = ['uniform', 'normal'].map((distribution) => offloop.sum({ distribution, samples: 5e6 }));
  if ((await stopped) !== 'stopped' || (await Promise.all(jobs)).length !== 2 || !(rng.random() < 1)) {
    throw new Error('not as in Node');
  }
  return compare(offloop, ${JSON.stringify(vectors)});
}
`;

export const VERCEL = `${EDGE}
addEventListener('fetch', (event) => event.respondWith(answer().then((text) => new Response(text))));
`;

export const RUN_VERCEL = `
import { readFileSync } from 'node:fs';
import { EdgeRuntime } from 'edge-runtime';
const runtime = new EdgeRuntime({ initialCode: readFileSync(process.argv[2], 'utf8') });
const response = await runtime.dispatchFetch('https://localhost/');
console.log(await response.text());
process.exit();
`;

export const CLOUDFLARE = `${EDGE}
export default { fetch: async () => new Response(await answer()) };
`;

/** Several requests at once, one of which goes away. */
export const RUN_CLOUDFLARE = `
import { readFileSync } from 'node:fs';
import { Miniflare } from 'miniflare';
for (const compatibilityDate of ['2024-01-01', '2026-05-01']) {
  const script = readFileSync('dist/worker.mjs', 'utf8');
  const worker = new Miniflare({ modules: true, script, compatibilityDate });
  const url = await worker.ready;
  const gone = fetch(url, { signal: AbortSignal.timeout(50) }).catch(() => {});
  const answers = await Promise.all([1, 2, 3].map(async () => (await fetch(url)).text()));
  await gone;
  if (new Set(answers).size !== 1) throw new Error(answers.join());
  console.log(answers[0]);
  await worker.dispose();
}
process.exit();
`;

/** Runs esm.mjs in a worker thread. */
export const WORKER = `
import { Worker } from 'node:worker_threads';
new Worker(new URL('./esm.mjs', import.meta.url)).once('exit', (code) => {
  process.exitCode = code;
});
`;

/** For Jest and Vitest, both with their functions as globals. */
export const TEST = `${imports}${compare}
test('vectors', async () => console.log(await compare(offloop, ${published})), 60_000);
`;

/** For Jest's own loader, which knows CommonJS alone. */
export const TEST_COMMONJS = `
const fs = require('node:fs');
const offloop = require('offloop');
${compare}
test('vectors', async () => console.log(await compare(offloop, ${published})), 60_000);
test('many jobs at once', () => {
  const seeds = Array.from({ length: 200 }, (_, seed) => seed);
  const jobs = seeds.map((seed) => offloop.sum({ distribution: 'uniform', samples: 1_000_000, seed }));
  return Promise.all([...jobs, offloop.sum({ distribution: 'uniform', samples: 2e7 }, { mode: 'cooperative' })]);
}, 60_000);
`;

/** For Next: answered once, at build time, by the bundle that would answer at run time. */
export const NEXT_ROUTE = `${imports}${compare}
export const dynamic = 'force-static';
export const GET = async () => new Response(await compare(offloop, ${published}));
`;

/** Without the native engine: every answer, and one warning. */
export const FALLBACK = `${imports}${compare}
let warnings = 0;
process.on('warning', ({ code }) => {
  warnings += code === 'OFFLOOP_NATIVE_UNAVAILABLE' ? 1 : 0;
});
const answer = await compare(offloop, ${published});
await new Promise(setImmediate);
console.log(answer + ', ' + warnings + ' warning');
`;

export const FIRST_ANSWER = {
  program: `
import { sumSync } from 'offloop';
console.log(String(sumSync({ distribution: 'uniform', samples: 1_000_000, seed: 42n }).units));
`,
  /** The total that it prints (docs/vectors). */
  answer: '9224100034094392094595072',
};

export const TYPED = `
import { type Progress, sum, sumInChunks, type Total } from 'offloop';
import { serve } from 'offloop/service';

const job = { distribution: 'normal', samples: 100_000, seed: 42n } as const;
const total: Total = await sum(job, { signal: AbortSignal.timeout(60_000), onProgress: (_: Progress) => {} });
let last: bigint | undefined;
for await (const progress of sumInChunks(job)) {
  last = progress.total?.units;
}
// @ts-expect-error: there is no such distribution
const wrong: Parameters<typeof sum>[0] = { distribution: 'fish', samples: 1 };
const server = await serve({ port: 0, samples: 1 });
await server.close();
console.log(last === total.units && wrong.samples === 1 ? 'types hold' : 'totals differ');
`;

/** For settings of TypeScript older than modules: every entry point, from CommonJS. */
export const TYPED_COMMONJS = `
import { Generator as Rng, OffloopError, sum, type Total } from 'offloop';
import { sumSync } from 'offloop/browser';
// Not run: their packages are not there.
import type { Worker, work } from 'offloop/distributed';
import type { traceServers } from 'offloop/opentelemetry';
import { type Server, serve } from 'offloop/service';

const job = { distribution: 'normal', samples: 100_000, seed: '42' } as const;
export const begin = (start: typeof work, redis: string): Promise<Worker> => start({ redis });
export const calls: [typeof sumSync, ReturnType<typeof traceServers>] = [sumSync, () => {}];
export function* draws(): Generator<number> {
  yield new Rng(42).random();
}
export async function main(): Promise<void> {
  const total: Total = await sum(job);
  const server: Server = await serve({ port: 0, samples: 1 });
  await server.close();
  const error = await sum(job, { engine: 'native' }).catch((e) => e instanceof OffloopError && e.code);
  console.log(total.samples === 100_000 && error ? 'types hold' : 'totals differ');
}
void main();
`;

export const COMPILER_OPTIONS = {
  target: 'es2023',
  lib: ['es2023'],
  strict: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: false,
  types: ['node'],
};

export const TSCONFIG = JSON.stringify({ compilerOptions: { ...COMPILER_OPTIONS, module: 'nodenext' } });
