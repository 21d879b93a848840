import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import test from 'ava';
import { buildSync } from 'esbuild';
import type { Page } from 'playwright-core';
import { readVectors } from '../../scripts/vectors.ts';
import { type SampleJob, sampleSync } from '../../ts/index.ts';
import { browserTest, launch } from '../chromium.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const vectors = readVectors(`${root}docs/vectors`);

/** What a bundler makes of a page's program for a browser. */
function bundled(program: string): string {
  const { outputFiles } = buildSync({
    stdin: { contents: program, resolveDir: root },
    bundle: true,
    write: false,
    minify: true,
    format: 'esm',
    platform: 'browser',
  });
  return outputFiles[0]!.text;
}

/** A page with such a script, which must have no complaint and ask for nothing but its own files. */
async function open(script: string): Promise<Page> {
  const page = await (await launch()).newPage();
  page.on('pageerror', (error) => {
    throw error;
  });
  await page.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url());
    if (pathname === '/browser.js') {
      return route.fulfill({ path: `${root}dist/browser.js`, contentType: 'text/javascript' });
    }
    const body = `<!doctype html><title>offloop</title><script type="module">${script}</script>`;
    return pathname === '/' ? route.fulfill({ body, contentType: 'text/html' }) : route.abort();
  });
  await page.goto('http://offloop.test/');
  await page.waitForFunction('globalThis.offloop !== undefined');
  return page;
}

// What is evaluated in the page is text: types of browsers would be seen in all of the project.
const compare = `async (files) => {
  const { sum, sumSync, sample, sampleSync, fill, sampleInChunks } = globalThis.offloop;
  const hex = (value) => {
    const view = new DataView(new ArrayBuffer(8));
    view.setFloat64(0, value);
    return view.getBigUint64(0).toString(16).padStart(16, '0');
  };
  let equal = 0;
  for (const { distribution, totals = [], samples } of files) {
    for (const { units, total, ...place } of totals) {
      const job = { ...place, distribution };
      for (const found of [sumSync(job), await sum(job)]) {
        equal += found.units === BigInt(units) && found.sum === total;
      }
    }
    for (const { parameters: given, doubles, seed, stream, start } of samples) {
      const parameters = Object.fromEntries(
        Object.entries(given).map(([name, value]) => [name, typeof value === 'string' ? Number(value) : value]),
      );
      const job = { seed, stream, start, ...parameters, distribution };
      const size = sampleSync({ ...job, samples: 1 }).length;
      const which = { ...job, samples: doubles.length / size };
      const found = [sampleSync(which), await sample(which), await fill(new Float64Array(doubles.length), job)];
      for await (const part of sampleInChunks(which)) {
        found.push(part);
      }
      equal += found.filter((array) => Array.from(array, hex).join() === doubles.join()).length;
    }
  }
  return equal;
}`;

for (const [way, script] of [
  ['through a bundler', bundled(`globalThis.offloop = await import('offloop');`)],
  ['as a module of its own', `globalThis.offloop = await import('/browser.js');`],
] as const) {
  browserTest(`every vector in a browser, ${way}`, async (t) => {
    const page = await open(script);
    const equal = await page.evaluate(`(${compare})(${JSON.stringify(vectors)})`);
    const expected = vectors.map(({ totals = [], samples }) => 2 * totals.length + 4 * samples.length);
    t.is(
      equal,
      expected.reduce((sum, count) => sum + count),
    );
    await page.close();
  });
}

// Each call as JSON has it: bigints are digits, bytes are hexadecimal.
const callAll = `({ calls, keys }) => {
  const { Generator } = globalThis.offloop;
  const toJson = (found, method) => {
    if (typeof found === 'bigint') {
      return String(found);
    }
    if (method === 'bytes') {
      return Array.from(found, (byte) => byte.toString(16).padStart(2, '0')).join('');
    }
    return ArrayBuffer.isView(found) ? Array.from(found) : found;
  };
  const results = calls.map(({ method, seed, stream, positions, arguments: given }) => {
    const rng = new Generator({ seed, stream });
    rng.seek(positions);
    const result = toJson(rng[method](...(method === 'bigint' ? given.map(BigInt) : given)), method);
    return { result, after: rng.positions };
  });
  const children = keys.map(({ seed, stream, keys }) => {
    const child = new Generator({ seed, stream }).child(...keys.map((key) => (typeof key === 'object' ? BigInt(key.bigint) : key)));
    return { seed: String(child.seed), stream: child.stream };
  });
  return { results, children };
}`;

browserTest("a generator's published calls and children, in a browser", async (t) => {
  const published = JSON.parse(readFileSync(`${root}docs/vectors/generator.json`, 'utf8'));
  const page = await open(bundled(`globalThis.offloop = await import('offloop');`));
  const found = await page.evaluate(`(${callAll})(${JSON.stringify(published)})`);
  t.deepEqual(found, {
    results: published.calls.map(({ result, after }: Record<string, unknown>) => ({ result, after })),
    children: published.keys.map(({ child }: Record<string, unknown>) => child),
  });
  t.true(published.calls.length > 30);
  await page.close();
});

browserTest('a page stays responsive while it computes, and can stop it', async (t) => {
  const page = await open(bundled(`globalThis.offloop = await import('offloop');`));
  const { ticks, reason, size, cores } = (await page.evaluate(`(async () => {
    const { sum, poolStats } = globalThis.offloop;
    const stop = new AbortController();
    let ticks = 0;
    const ticking = setInterval(() => ++ticks === 5 && stop.abort('enough'), 1);
    const reason = await sum({ distribution: 'normal', samples: 1e12 }, { signal: stop.signal }).catch((error) => error);
    clearInterval(ticking);
    return { ticks, reason, size: poolStats().size, cores: navigator.hardwareConcurrency };
  })()`)) as Record<string, unknown>;
  t.deepEqual({ ticks, reason, size }, { ticks: 5, reason: 'enough', size: cores });
  await page.close();
});

browserTest('the native engine is said not to be there', async (t) => {
  const page = await open(bundled(`globalThis.offloop = await import('offloop');`));
  const said = await page.evaluate(`(() => {
    try {
      globalThis.offloop.sumSync({ distribution: 'uniform', samples: 1 }, { engine: 'native' });
    } catch ({ code, message }) {
      return { code, message };
    }
  })()`);
  t.deepEqual(said, {
    code: 'OFFLOOP_NATIVE_UNAVAILABLE',
    message: 'There is no native engine in a browser or an edge runtime',
  });
  await page.close();
});

test('a bundle for a browser has nothing of Node and less than 45 kB, but for what is loaded when it is needed', (t) => {
  const { outputFiles, metafile } = buildSync({
    stdin: { contents: `export * from 'offloop';`, resolveDir: root },
    bundle: true,
    splitting: true,
    outdir: '.',
    write: false,
    minify: true,
    metafile: true,
    format: 'esm',
    platform: 'browser',
  });
  const sizes = outputFiles.map(({ text }) => gzipSync(text, { level: 9 }).length);
  const first = outputFiles[Object.values(metafile.outputs).findIndex(({ entryPoint }) => entryPoint)]!;
  t.notRegex(first.text, /\bnode:|\brequire\(|process\./);
  t.true(gzipSync(first.text, { level: 9 }).length < 45_000, `${sizes} bytes`);
  t.true(Math.max(...sizes) < 60_000, `${sizes} bytes`);
});

test('samples of a browser are those of Node', (t) => {
  // The entry runs in Node, too: what differs is what it takes from there.
  return import(`${root}dist/browser.js`).then((offloop: typeof import('../../ts/index.ts')) => {
    const job: SampleJob = { distribution: 'normal', seed: 3, start: 70_001, samples: 200_000, mean: 2 };
    t.deepEqual(offloop.sampleSync(job), sampleSync(job));
  });
});
