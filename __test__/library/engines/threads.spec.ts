import { execFileSync } from 'node:child_process';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import {
  fill,
  fillSync,
  info,
  poolStats,
  ready,
  type SampleArray,
  type SampleJob,
  sample,
  sampleInChunks,
  sampleSync,
  sum,
  sumInChunks,
  sumSync,
} from '../../../ts/index.ts';
import type { EngineName } from '../../../ts/library/engines/engine.ts';
import { engines } from '../../engines.ts';

/** Engines whose slots are threads of JavaScript. */
const threaded = engines.filter((engine) => engine !== 'native');

const entry = fileURLToPath(new URL('../../../dist/index.js', import.meta.url));

/** Whether arrays have the same bits. (ava's own comparison takes seconds.) */
function same(some: SampleArray, others: SampleArray): boolean {
  const [a, b] = [some, others].map(
    (array) => new Uint8Array(array.buffer, array.byteOffset, array.byteLength),
  );
  return Buffer.compare(a!, b!) === 0;
}

/** What a program prints, in a process of its own. */
function printed(program: string, flags: readonly string[] = []): string {
  const source = `import * as offloop from ${JSON.stringify(entry)};\n${program}`;
  return execFileSync(
    process.execPath,
    [...flags, '--no-warnings', '--input-type=module', '--eval', source],
    {
      encoding: 'utf8',
    },
  ).trim();
}

for (const engine of threaded) {
  const options = { engine, mode: 'threadpool' } as const;

  test(`${engine}: a sum by all threads is that of one, of any size`, async (t) => {
    for (const distribution of ['uniform', 'normal'] as const) {
      for (const samples of [0, 1, 65_536, 3_000_001, 20_000_000]) {
        const job = { distribution, samples, seed: 7n, stream: 3, start: 65_536 };
        t.deepEqual(await sum(job, options), sumSync(job, { engine }));
      }
    }
  });

  test(`${engine}: arrays of every kind of memory are filled`, async (t) => {
    const jobs = [
      { distribution: 'normal', mean: 3, start: 70_001 },
      { distribution: 'gamma', shape: 0.7 },
      { distribution: 'dirichlet', alphas: [1, 2, 3] },
      { distribution: 'categorical', weights: Array.from({ length: 1000 }, (_, i) => i + 1) },
    ] as const;
    for (const job of jobs) {
      const asked = { ...job, seed: 'threads' };
      const expected = fillSync(new Float64Array(1_500_000), asked, { engine });
      const samples = job.distribution === 'dirichlet' ? 500_000 : 1_500_000;
      t.true(same(await sample({ ...asked, samples }, options), expected));
      t.true(same(await fill(new Float64Array(1_500_000), asked, options), expected));
      const shared = new Float64Array(new SharedArrayBuffer(12_000_000));
      t.is(await fill(shared, asked, options), shared);
      t.true(same(shared, expected));
      const part = new Float32Array(new ArrayBuffer(6_000_100), 52, 1_500_000);
      const floats = await fill(part, asked, options);
      t.true(same(floats, fillSync(new Float32Array(1_500_000), asked, { engine })));
      t.is(floats.byteOffset, 52);
      t.is(part.length, 0, 'its memory was taken over');
    }
    const whole = { distribution: 'poisson', mean: 100, seed: 1 } as const;
    const bytes = fillSync(new Uint8Array(500_000), whole, { engine });
    t.true(same(await fill(new Uint8Array(500_000), whole, options), bytes));
  });

  test(`${engine}: the first sample that does not fit is named, whoever finds one first`, async (t) => {
    const job = { distribution: 'poisson', mean: 200, seed: 1 } as const;
    const message = t.throws(() => fillSync(new Uint8Array(4_000_000), job, { engine })).message;
    const shared = new Uint8Array(new SharedArrayBuffer(4_000_000));
    await t.throwsAsync(fill(shared, job, options), { name: 'RangeError', message });
    await t.throwsAsync(fill(new Uint8Array(4_000_000), job, options), { name: 'RangeError', message });
  });

  test(`${engine}: a job is aborted, and others go on`, async (t) => {
    const stop = new AbortController();
    const long = sum({ distribution: 'normal', samples: 1e12 }, { ...options, signal: stop.signal });
    const array = fill(
      new Float64Array(5e7),
      { distribution: 'gamma', shape: 2 },
      { ...options, signal: stop.signal },
    );
    const short = { distribution: 'normal', samples: 1_000_000, seed: 1n } as const;
    t.deepEqual(await sum(short, options), sumSync(short), 'it has its turn');
    stop.abort('enough');
    t.is(await long.catch((reason) => reason), 'enough');
    t.is(await array.catch((reason) => reason), 'enough');
    await t.throwsAsync(sum(short, { ...options, signal: AbortSignal.abort(new Error('before')) }), {
      message: 'before',
    });
  });

  test(`${engine}: progress, chunks and pauses add up`, async (t) => {
    const samples = 30_000_000;
    const told: number[] = [];
    let inChunks = 0;
    let pauses = 0;
    const total = await sum(
      { distribution: 'normal', samples, seed: 1n },
      {
        ...options,
        onProgress: ({ samplesDone }) => told.push(samplesDone),
        onChunk: ({ samples, slot, queued, started, ended }) => {
          inChunks += samples;
          t.true(slot! >= 0 && queued <= started && started <= ended);
        },
        onPause: ({ paused, resumed }) => {
          pauses += 1;
          t.true(paused <= resumed);
        },
      },
    );
    t.deepEqual(total, sumSync({ distribution: 'normal', samples, seed: 1n }));
    t.deepEqual(
      told,
      [...told].sort((a, b) => a - b),
    );
    t.is(told.at(-1), samples);
    t.is(inChunks, samples);
    t.is(pauses, told.length - 1);
  });

  test(`${engine}: whoever asks for no more stops it`, async (t) => {
    const job = { distribution: 'uniform', samples: 20_000_000, seed: 5n } as const;
    let last: { total?: unknown } = {};
    for await (const progress of sumInChunks(job, options)) {
      last = progress;
    }
    t.deepEqual(last.total, sumSync(job));
    for await (const { samplesDone } of sumInChunks({ ...job, samples: 1e15 }, options)) {
      t.true(samplesDone > 0);
      break;
    }
    const parts: Float64Array[] = [];
    for await (const part of sampleInChunks(
      { ...job, samples: 500_000 },
      { ...options, chunkSamples: 131_072, reuse: true },
    )) {
      parts.push(part.slice());
    }
    t.deepEqual(
      Float64Array.from(parts.flatMap((part) => [...part])),
      sampleSync({ ...job, samples: 500_000 }),
    );
  });

  test(`${engine}: hundreds of jobs at once have their answers`, async (t) => {
    const jobs = Array.from({ length: 300 }, (_, stream): SampleJob & { distribution: 'normal' } => {
      return { distribution: 'normal', samples: 200_000 + stream, seed: 1n, stream };
    });
    const totals = await Promise.all(jobs.map((job) => sum(job, options)));
    t.deepEqual(totals[123], sumSync(jobs[123]!));
    t.deepEqual(
      totals.map(({ stream }) => stream),
      jobs.map(({ stream }) => stream),
    );
  });

  test(`${engine}: a process lives as long as a job, and no longer`, (t) => {
    const job = `{ distribution: 'normal', samples: 20_000_000, seed: 1n }`;
    const units = String(sumSync({ distribution: 'normal', samples: 20_000_000, seed: 1n }).units);
    const use = `{ engine: '${engine}', mode: 'threadpool' }`;
    t.is(printed(`offloop.sum(${job}, ${use}).then(({ units }) => console.log(String(units)));`), units);
    t.is(
      printed(
        `void offloop.sum({ ...${job}, samples: 1e13 }, ${use}); setTimeout(() => process.exit(), 50);`,
      ),
      '',
    );
  });

  test(`${engine}: a worker thread of the caller's computes in its own`, (t) => {
    const program = `
      const { Worker } = await import('node:worker_threads');
      const source = \`
        const { parentPort } = require('node:worker_threads');
        import(${JSON.stringify(entry)}).then(async ({ sum }) => {
          const { units } = await sum({ distribution: 'normal', samples: 5_000_000, seed: 1n }, { engine: '${engine}', mode: 'threadpool' });
          parentPort.postMessage(String(units));
        });
      \`;
      const found = await Promise.all(Array.from({ length: 4 }, () => new Promise((resolve, reject) => {
        new Worker(source, { eval: true, execArgv: [] }).once('message', resolve).once('error', reject);
      })));
      console.log(new Set(found).size, found[0]);`;
    t.is(printed(program), `1 ${sumSync({ distribution: 'normal', samples: 5_000_000, seed: 1n }).units}`);
  });
}

test('timers and promises go on while threads compute', async (t) => {
  const engine: EngineName = threaded[0]!;
  const stop = new AbortController();
  const running = sum(
    { distribution: 'normal', samples: 1e12 },
    { engine, mode: 'threadpool', signal: stop.signal },
  );
  for (let i = 0; i < 20; i++) {
    await delay(1);
  }
  stop.abort('seen enough');
  t.is(await running.catch((reason) => reason), 'seen enough');
});

test('what computes here is told, and why not something faster', async (t) => {
  const { engine, simd, slots, native, wasm } = await ready();
  t.deepEqual(info(), { engine, simd, slots, native, wasm });
  t.is(engine, engines[0]!);
  t.is(slots, poolStats().size);
  t.true(slots >= 1);
  t.is(native === undefined, engines.includes('native'));
  t.is(wasm === undefined, engines.includes('wasm'));
});

test('where WebAssembly is forbidden TypeScript computes, and a program that insists is told', (t) => {
  const program = `
    const { units } = offloop.sumSync({ distribution: 'uniform', samples: 10, seed: 1n });
    let said;
    try {
      offloop.sampleSync({ distribution: 'uniform', samples: 10 }, { engine: 'wasm' });
    } catch ({ code, message }) {
      said = { code, message };
    }
    const { engine, wasm } = offloop.info();
    console.log(JSON.stringify({ units: String(units), said, engine, wasm }));`;
  process.env.NAPI_RS_NATIVE_LIBRARY_PATH = '/none.node';
  try {
    const why = engines.includes('wasm')
      ? 'there is no WebAssembly here'
      : 'this package was built without it';
    t.deepEqual(JSON.parse(printed(program, ['--jitless'])), {
      units: String(
        sumSync({ distribution: 'uniform', samples: 10, seed: 1n }, { engine: 'typescript' }).units,
      ),
      said: { code: 'OFFLOOP_WASM_UNAVAILABLE', message: `The WebAssembly engine is not available: ${why}` },
      engine: 'typescript',
      wasm: `The WebAssembly engine is not available: ${why}`,
    });
  } finally {
    delete process.env.NAPI_RS_NATIVE_LIBRARY_PATH;
  }
});
