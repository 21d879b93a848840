import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { barriersOf, browserTest, launch } from '../chromium.ts';
import { run } from '../cli/run.ts';

const file = fileURLToPath(new URL('../../docs/playground/index.html', import.meta.url));

/** The page as a double click opens it, when it has drawn everything. */
async function open(hash: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
  const page = await (await launch()).newPage(options);
  await page.goto(`${pathToFileURL(file)}#${hash}`);
  return page;
}

const hasTotal = (page: Page): Promise<unknown> =>
  page.waitForFunction("document.getElementById('total').textContent.startsWith('sum')");

/** Runs a command as the page shows it. */
async function shell(page: Page, id: string): Promise<string> {
  const [npx, offloop, ...args] = (await page.textContent(`#${id}`))!.split(' ');
  if (npx !== 'npx' || offloop !== 'offloop') {
    throw new Error(`${id} is no command of offloop`);
  }
  const { stdout, stderr, code } = await run(args);
  if (code !== 0) {
    throw new Error(stderr);
  }
  return stdout;
}

for (const hash of [
  'distribution=normal&mean=175&deviation=8&seed=42&samples=200000',
  'distribution=uniform&low=-1.5&high=3&seed=18446744073709551615&stream=7&samples=1e5',
  'distribution=normal&seed=7&samples=3',
]) {
  browserTest(`the playground and the shell have the same numbers: ${hash}`, async (t) => {
    const page = await open(hash);
    await hasTotal(page);
    t.is(await page.textContent('#error'), '');
    const drawn = Number(new URLSearchParams(hash).get('samples'));
    const first = (await page.textContent('#first'))!;
    t.is(first.split('\n').length, Math.min(5, drawn));
    t.true((await shell(page, 'sample-command')).startsWith(`${first}\n`));
    const total = (await page.textContent('#total'))!;
    t.true((await shell(page, 'sum-command')).startsWith(`${total}\n`), total);
    t.true((await page.textContent('#progress'))!.startsWith(`${drawn.toLocaleString('en-US')} of`));
    await page.close();
  });
}

browserTest("what is wrong is said in the library's words, and the page goes on", async (t) => {
  const page = await open('samples=1000');
  await hasTotal(page);
  for (const [field, value, message] of [
    ['seed', '1.5', /^seed must be digits alone if it is a number, or a word, not '1\.5': a word like/],
    ['deviation', '-1', /^deviation must be/],
    ['samples', 'many', /^samples must be/],
  ] as const) {
    const before = await page.inputValue(`[name=${field}]`);
    await page.fill(`[name=${field}]`, value);
    await page.press(`[name=${field}]`, 'Enter');
    await page.waitForFunction("document.getElementById('error').textContent !== ''");
    t.regex((await page.textContent('#error'))!, message);
    await page.fill(`[name=${field}]`, before);
    await page.press(`[name=${field}]`, 'Enter');
    await page.waitForFunction("document.getElementById('error').textContent === ''");
  }
  await page.close();
});

browserTest('1e10 samples leave the page alive, and can be stopped by the keyboard', async (t) => {
  const page = await open('samples=1e10');
  await page.waitForFunction("/^[1-9]/.test(document.getElementById('progress').textContent)");
  t.is(await page.textContent('#go'), 'Stop');
  await page.focus('#go');
  await page.keyboard.press('Enter');
  await page.waitForFunction("document.getElementById('go').textContent === 'Draw'");
  await page.selectOption('[name=distribution]', 'uniform');
  await page.fill('[name=samples]', '1000');
  await page.keyboard.press('Enter');
  await page.waitForFunction("document.getElementById('progress').textContent.startsWith('1,000 of 1,000')");
  t.true(page.url().includes('distribution=uniform') && page.url().includes('samples=1000'));
  t.false(await page.isVisible('[name=deviation]'));
  await page.close();
});

for (const width of [360, 390, 1280]) {
  browserTest(`nothing breaks in the middle, ${width} pixels`, async (t) => {
    const page = await open('samples=1000&stream=7&mean=-175', { viewport: { width, height: 800 } });
    await hasTotal(page);
    t.true(Number(await page.evaluate('document.documentElement.scrollWidth')) <= width);
    const bottoms = (await page.evaluate(
      `['[name=seed]', '#go'].map((it) => document.querySelector(it).getBoundingClientRect().bottom)`,
    )) as number[];
    t.is(bottoms[0], bottoms[1], 'the button stands beside what it is for');
    const heights = (await page.evaluate(
      "[...document.querySelectorAll('.command span')].map((part) => part.clientHeight)",
    )) as number[];
    t.is(heights.length, 5 + 4);
    t.is(new Set(heights).size, 1, 'no part of a command has a second line');
    await page.close();
  });
}

browserTest('the keyboard goes through the page from top to bottom', async (t) => {
  const page = await open('samples=1000');
  await hasTotal(page);
  const seen: string[] = [];
  for (let n = 0; n < 9; n++) {
    await page.keyboard.press('Tab');
    seen.push(
      await page.evaluate(
        `document.activeElement.name || document.activeElement.id || document.activeElement.dataset.copies`,
      ),
    );
  }
  const fields = ['distribution', 'mean', 'deviation', 'seed', 'stream', 'samples', 'go'];
  t.deepEqual(seen, [...fields, 'sample-command', 'sum-command']);
  await page.close();
});

for (const colorScheme of ['light', 'dark'] as const) {
  for (const width of [390, 1280]) {
    browserTest(`the playground is for everyone, ${colorScheme}, ${width} pixels`, async (t) => {
      const page = await open('samples=1000', { colorScheme, viewport: { width, height: 800 } });
      await hasTotal(page);
      t.true(Number(await page.evaluate('document.documentElement.scrollWidth')) <= width);
      t.deepEqual(await barriersOf(page), []);
      await page.close();
    });
  }
}
