import { readFileSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { ExecutionContext } from 'ava';
import type { Page } from 'playwright-core';
import { sampleSync, sumSync } from '../../ts/index.ts';
import { browserTest, launch } from '../chromium.ts';
import { engines } from '../engines.ts';

const dist = fileURLToPath(new URL('../../dist/', import.meta.url));
const playground = fileURLToPath(new URL('../../docs/playground/', import.meta.url));

/** The engine of a page in which nothing is forbidden. */
const BEST = engines.includes('wasm') ? 'wasm' : 'typescript';

const JOB = { distribution: 'normal', samples: 20_000_000, seed: 1n } as const;
const SAMPLES = { distribution: 'gamma', shape: 2, samples: 500_000, seed: 'page' } as const;

/** What the jobs give, by whatever engine. */
const EXPECTED = { units: String(sumSync(JOB).units), last: sampleSync(SAMPLES).at(-1) };

/** Runs both jobs in a page. */
const RUN = `async () => {
  const { sum, sample, info, ready } = globalThis.offloop;
  const { units } = await sum({ distribution: 'normal', samples: 20_000_000, seed: 1n });
  const samples = await sample({ distribution: 'gamma', shape: 2, samples: 500_000, seed: 'page' });
  const { engine, wasm } = await ready();
  return { units: String(units), last: samples.at(-1), engine, forbidden: wasm !== undefined, slots: info().slots };
}`;

/** A page that loads the package's own files, with these headers, and the files that it asked for. */
async function open(
  t: ExecutionContext,
  headers: OutgoingHttpHeaders,
): Promise<{ page: Page; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer(({ url }, response) => {
    const name = url!.slice(1);
    if (name === '') {
      response.writeHead(200, { ...headers, 'content-type': 'text/html' });
      response.end(
        '<!doctype html><title>offloop</title><link rel="icon" href="data:,"><script type="module" src="/page.js"></script>',
      );
      return;
    }
    asked.push(name);
    response.writeHead(200, { ...headers, 'content-type': 'text/javascript' });
    response.end(
      name === 'page.js'
        ? `import * as offloop from '/browser.js'; globalThis.offloop = offloop;`
        : readFileSync(dist + name.replaceAll('..', '')),
    );
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const page = await (await launch()).newPage();
  t.teardown(async () => {
    await page.close();
    server.close();
    server.closeAllConnections();
  });
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/`);
  await page.waitForFunction('globalThis.offloop !== undefined');
  return { page, asked };
}

const LOADED = ['page.js', 'browser.js'];

browserTest('a page computes in workers, with WebAssembly, which it loads when a job needs it', async (t) => {
  const { page, asked } = await open(t, {});
  await page.evaluate(`(() => {
    const { Generator, sampleSync, sum } = globalThis.offloop;
    new Generator(42).random();
    sampleSync({ distribution: 'normal', samples: 1000 });
    return sum({ distribution: 'normal', samples: 1000 });
  })()`);
  t.deepEqual(asked, LOADED, 'small things need nothing');
  const { slots, ...found } = (await page.evaluate(`(${RUN})()`)) as Record<string, unknown>;
  t.deepEqual(found, { ...EXPECTED, engine: BEST, forbidden: BEST !== 'wasm' });
  t.true((slots as number) >= 1);
  t.true(asked.includes('offloop-worker.js') && asked.includes('engine-bytes.js'), `${asked}`);
  t.false(asked.includes('worker-text.js'));
});

browserTest('a page that names TypeScript asks for no module', async (t) => {
  const { page, asked } = await open(t, {});
  await page.evaluate(
    `globalThis.offloop.sum({ distribution: 'normal', samples: 2e7 }, { engine: 'typescript' })`,
  );
  t.deepEqual(asked, [...LOADED, 'offloop-worker.js', 'offloop-worker.js'].slice(0, asked.length));
  t.true(asked.length > LOADED.length);
});

browserTest('a page that is isolated fills shared memory in place', async (t) => {
  const { page } = await open(t, {
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
  });
  const last = await page.evaluate(`(async () => {
    const shared = new Float64Array(new SharedArrayBuffer(8 * 500_000));
    const filled = await globalThis.offloop.fill(shared, { distribution: 'gamma', shape: 2, seed: 'page' });
    return filled === shared ? shared.at(-1) : 'another array';
  })()`);
  t.is(last, EXPECTED.last);
});

browserTest('where a page may not compile WebAssembly its workers compute in TypeScript', async (t) => {
  const { page, asked } = await open(t, {
    'content-security-policy': "default-src 'none'; script-src 'self'; worker-src 'self'",
  });
  const { slots, ...found } = (await page.evaluate(`(${RUN})()`)) as Record<string, unknown>;
  t.deepEqual(found, { ...EXPECTED, engine: 'typescript', forbidden: true });
  t.true(asked.includes('offloop-worker.js'));
  t.true((slots as number) >= 1);
});

browserTest('where a page may have no workers it computes itself', async (t) => {
  const { page } = await open(t, {
    'content-security-policy': "default-src 'none'; script-src 'self'; worker-src 'none'",
  });
  const { slots: _, ...found } = (await page.evaluate(`(${RUN})()`)) as Record<string, unknown>;
  t.deepEqual(found, { ...EXPECTED, engine: 'typescript', forbidden: true });
});

browserTest('a page opened as a file has workers and WebAssembly, too', async (t) => {
  const page = await (await launch()).newPage();
  t.teardown(() => page.close());
  await page.goto(pathToFileURL(`${playground}index.html`).href);
  await page.waitForFunction('globalThis.offloop !== undefined');
  const { slots: _, ...found } = (await page.evaluate(`(${RUN})()`)) as Record<string, unknown>;
  t.deepEqual(found, { ...EXPECTED, engine: BEST, forbidden: BEST !== 'wasm' });
});
