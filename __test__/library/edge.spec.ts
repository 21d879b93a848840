import { fileURLToPath } from 'node:url';
import { createContext, runInContext } from 'node:vm';
import test from 'ava';
import { buildSync } from 'esbuild';
import type * as Offloop from '../../ts/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));

/** Loads the library as an edge runtime would: a bundle, in a world that has nothing but what is given. */
function load(globals: object, conditions = ['workerd', 'worker', 'browser']): typeof Offloop {
  const { outputFiles } = buildSync({
    stdin: { contents: "export * from 'offloop';", resolveDir: root },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'offloop',
    platform: 'neutral',
    conditions,
  });
  const world = createContext({ performance, crypto, setTimeout, AbortController, ...globals });
  runInContext(outputFiles[0]!.text, world);
  return (world as { offloop: typeof Offloop }).offloop;
}

const job = { distribution: 'uniform', samples: 20_000_000, seed: 42n } as const;

for (const condition of ['workerd', 'edge-light', 'worker', 'browser']) {
  test(`a bundle with the condition ${condition} needs no module of Node`, (t) => {
    const { sumSync } = load({}, [condition]);
    t.is(sumSync({ ...job, samples: 1_000_000 }).units, 9224100034094392094595072n);
  });
}

test('without MessageChannel a job gives its answer, and lets timers in meanwhile', async (t) => {
  const { sum } = load({});
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const total = await sum(job);
  clearInterval(timer);
  t.is(total.sum, load({}).sumSync(job).sum);
  t.true(turns > 1, `${turns} turns`);
});

test('where the clock stands still while code runs, a job pauses all the same, and hears an abort', async (t) => {
  const { sum } = load({ performance: { now: () => 1000 } });
  let pauses = 0;
  await sum(job, { onProgress: () => pauses++ });
  t.true(pauses > 5, `${pauses} pauses`);
  const controller = new AbortController();
  setTimeout(() => controller.abort(new Error('enough')), 20);
  await t.throwsAsync(sum({ ...job, samples: 1e13 }, { signal: controller.signal }), { message: 'enough' });
});

for (const [where, globals] of Object.entries({
  Cloudflare: { navigator: { userAgent: 'Cloudflare-Workers' } },
  Vercel: { EdgeRuntime: 'edge-runtime' },
})) {
  test(`on ${where} a request that was lost keeps no other waiting`, async (t) => {
    let gone = true;
    const { sum } = load({
      ...globals,
      // What the lost request has started never comes.
      setTimeout: (act: () => void) => gone || setTimeout(act),
      MessageChannel: undefined,
    });
    void sum({ ...job, samples: 1e13 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    gone = false;
    t.is((await sum(job)).samples, job.samples);
  });
}

test('a generator without a seed draws one at its first use, not while a module is loaded', (t) => {
  let loading = true;
  const { Generator } = load({
    crypto: {
      getRandomValues(array: BigUint64Array) {
        if (loading) {
          throw new Error('no randomness here');
        }
        return crypto.getRandomValues(array);
      },
    },
  });
  const rng = new Generator();
  const [seeded] = [new Generator({ seed: 42 }).random()];
  loading = false;
  const { state } = rng;
  t.is(seeded, 0.3840214176341199);
  t.is(rng.random(), Generator.from(state).random());
  t.is(rng.seed, rng.seed);
});
