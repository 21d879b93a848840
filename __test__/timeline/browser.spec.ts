import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { formatDuration } from '../../ts/format.ts';
import { sum } from '../../ts/index.ts';
import { type Page as HtmlPage, renderHtml } from '../../ts/timeline/html.ts';
import { Recorder } from '../../ts/timeline/recorder.ts';
import { SPAN_KINDS, type Timeline, timesOf } from '../../ts/timeline/timeline.ts';
import { engines } from '../engines.ts';
import { blocking, page as example, fine, overlapped, serial } from './fixtures.ts';

const EXECUTABLES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executable = EXECUTABLES.find((path) => existsSync(path));
const screenshots = fileURLToPath(new URL('../../screenshots/', import.meta.url));

let browser: Browser | undefined;
let folder = '';

test.before(async (t) => {
  if (executable === undefined && process.env.OFFLOOP_REQUIRE_BROWSER !== '1') {
    t.log(`These tests are left out: there is none of ${EXECUTABLES.join(', ')}.`);
    return;
  }
  folder = await mkdtemp(join(tmpdir(), 'offloop-page-'));
  browser = await chromium.launch({ executablePath: executable ?? EXECUTABLES[0]!, args: ['--no-sandbox'] });
});

test.after.always(async () => {
  await browser?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A page that is shown, and all that was wrong with it. */
interface Shown {
  readonly page: Page;
  readonly complaints: string[];
  readonly requests: string[];
}

let pages = 0;

/** Writes a page to the disk and opens it from there. */
async function show(content: HtmlPage, options: BrowserContextOptions = {}): Promise<Shown> {
  const file = join(folder, `${pages++}.html`);
  await writeFile(file, renderHtml(content));
  const context = await browser!.newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.clock.install();
  await page.goto(pathToFileURL(file).href);
  return { page, complaints, requests };
}

/** A test in the browser, which is left out where there is none. Whatever it does, the page must have no complaint. */
function inBrowser(
  name: string,
  content: HtmlPage,
  look: (t: ExecutionContext, page: Page) => Promise<void>,
  options?: BrowserContextOptions,
): void {
  test(name, async (t) => {
    if (browser === undefined) {
      t.pass();
      return;
    }
    const { page, complaints, requests } = await show(content, options);
    await look(t, page);
    t.deepEqual(complaints, []);
    t.deepEqual(requests, [page.url().replace(/#.*/, '')], 'nothing but the page itself is asked for');
    await page.context().close();
  });
}

const status = (page: Page): Promise<string> => page.locator('#status').innerText();
const tip = async (page: Page): Promise<string[]> => (await page.locator('.tip').innerText()).split('\n');

// What is evaluated in the page is text: types of browsers would be seen in all of the project.

/** What the last tick that is seen of each axis says. */
const LAST_TICKS = `[...document.querySelectorAll('.axis')].map((axis) => {
  const texts = [...axis.querySelectorAll('text')];
  return texts.filter((text) => text.getClientRects().length > 0).at(-1).textContent;
})`;

/** Goes through the second lane of the third run by keyboard, and says what it was told. */
const PRESS_THROUGH = `(() => {
  const rows = document.querySelector('#run-2 .rows');
  const tip = document.querySelector('.tip');
  const press = (key) => rows.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }));
  press('ArrowDown');
  press('Home');
  const told = [];
  while (told.at(-1) !== tip.textContent) {
    told.push(tip.textContent);
    press('ArrowRight');
  }
  return told;
})()`;

/** The least contrast, by the rules of WCAG, of all text that is seen, and of shapes. */
const CONTRASTS = `(() => {
  const numbers = (colour) => colour.match(/[0-9.]+/g).map(Number);
  const luminance = (colour) => {
    const linear = (value) => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4);
    const [r, g, b] = numbers(colour).map((value) => linear(value / 255));
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const contrast = (a, b) => {
    const [dark, light] = [luminance(a), luminance(b)].sort((x, y) => x - y);
    return (light + 0.05) / (dark + 0.05);
  };
  const behind = (element) => {
    const { backgroundColor } = getComputedStyle(element);
    return numbers(backgroundColor)[3] === 0 ? behind(element.parentElement) : backgroundColor;
  };
  const hasText = ({ childNodes }) =>
    [...childNodes].some((node) => node.nodeType === 3 && node.textContent.trim() !== '');
  const texts = [...document.querySelectorAll('body *')]
    .filter((element) => hasText(element) && element.getClientRects().length > 0)
    .map((element) => {
      const { color, fill } = getComputedStyle(element);
      return contrast(element instanceof SVGElement ? fill : color, behind(element));
    });
  const shapes = ['.computing', '.waiting.narrow', '.paused.narrow', '.late'].map((selector) => {
    const shape = document.querySelector('.track ' + selector);
    return contrast(getComputedStyle(shape).fill, behind(shape));
  });
  const paper = getComputedStyle(document.body).backgroundColor;
  return { paper, texts: texts.length, text: Math.min(...texts), shapes: Math.min(...shapes) };
})()`;

interface Contrasts {
  readonly paper: string;
  /** How many texts were looked at. */
  readonly texts: number;
  readonly text: number;
  readonly shapes: number;
}

/** The bar of a lane, the event loop's being the last. */
function bar(page: Page, run: number, lane: number) {
  return page.locator(`#run-${run} .track`).nth(lane);
}

/** Points at a moment of a lane. */
async function pointAt(page: Page, run: number, lane: number, part: number): Promise<void> {
  const track = bar(page, run, lane);
  await track.scrollIntoViewIfNeeded();
  const { width, height } = (await track.boundingBox())!;
  await track.hover({ position: { x: width * part, y: height / 2 }, force: true });
}

/** When something begins or happens in a timeline, or it ends. */
function eventTimes({ spans, instants, duration }: Timeline): number[] {
  const times = [...spans.map(({ start }) => start), ...instants.map(({ at }) => at), duration];
  return [...new Set(times)].sort((a, b) => a - b);
}

inBrowser('every lane is drawn, with its sums', example, async (t, page) => {
  const names = await page
    .locator('.run')
    .evaluateAll((runs) =>
      runs.map((run) =>
        [...run.querySelectorAll('.name')].map((name) => name.firstChild!.textContent!.trim()),
      ),
    );
  t.deepEqual(
    names,
    example.timelines.map(({ lanes }) => [...lanes.map(({ name }) => name), 'event loop']),
  );
  for (const [run, timeline] of example.timelines.entries()) {
    for (const [i, { name }] of timeline.lanes.entries()) {
      const { width, height } = (await bar(page, run, i).locator('svg').first().boundingBox())!;
      t.true(width > 10 && height > 10);
      const times = timesOf(timeline, name);
      const sums = SPAN_KINDS.filter((kind) => times[kind] > 0).map((kind) => formatDuration(times[kind]));
      t.deepEqual(await page.locator(`#run-${run} .sums`).nth(i).locator('b').allInnerTexts(), sums);
    }
  }
});

inBrowser(
  "the time axis is one for all, one for each group, or every run's own",
  example,
  async (t, page) => {
    const widths = async (): Promise<number[]> => {
      const boxes = await Promise.all(example.timelines.map((_, run) => bar(page, run, 0).boundingBox()));
      return boxes.map((box) => box!.width);
    };
    const lasts = () => page.evaluate<string[]>(LAST_TICKS);
    const near = (actual: number, expected: number): boolean =>
      t.true(Math.abs(actual - expected) < 2, `${actual}, not ${expected}`);
    const durations = example.timelines.map(({ duration }) => duration);

    t.true(await page.getByLabel('one each for').isChecked(), 'native runs are shorter by far');
    const grouped = await widths();
    near(grouped[1]!, (grouped[0]! * durations[1]!) / durations[0]!);
    t.true(grouped[2]! > 0.4 * grouped[0]!);
    t.deepEqual(await lasts(), ['100ms', '100ms', '20ms', '20ms']);

    await page.getByLabel('one for all').check();
    const shared = await widths();
    for (const [i, width] of shared.entries()) {
      near(width, (shared[0]! * durations[i]!) / durations[0]!);
    }
    t.deepEqual(await lasts(), ['100ms', '100ms', '100ms', '100ms']);

    await page.getByLabel('every run fills the width').check();
    for (const width of await widths()) {
      near(width, shared[0]!);
    }
  },
);

const long = { ...blocking, title: 'native: exceptionally long', duration: 400 };
inBrowser(
  'a run that is exceptionally long is cut, and can be seen whole',
  { ...example, timelines: [blocking, long, blocking] },
  async (t, page) => {
    const cut = page.getByText('cut at 21.0ms');
    t.true(await page.getByLabel('one, long runs cut').isChecked());
    t.true(await cut.isVisible());
    const whole = (await bar(page, 0, 0).boundingBox())!.width;
    t.true((await bar(page, 1, 0).boundingBox())!.width > 10 * whole);
    t.is(await page.evaluate('document.documentElement.scrollWidth'), 1280);
    await page.getByLabel('one for all').check();
    t.false(await cut.isVisible());
    t.true((await bar(page, 0, 0).boundingBox())!.width < whole / 10);
  },
);

inBrowser('playing moves the cursor, pauses, goes on, and stops at the end', example, async (t, page) => {
  const now = (): Promise<string> => page.locator('#now').innerText();
  const at = (run: number) =>
    page.evaluate<number>(`Number(document.getElementById('run-${run}').style.getPropertyValue('--at'))`);
  const slider = page.getByRole('slider', { name: 'Time' });
  t.is(await now(), '101ms');
  t.is(await slider.inputValue(), '1000');
  t.is(await page.locator('.moving').count(), 0, 'nothing is dimmed before');

  await page.getByRole('button', { name: 'Play' }).click();
  await page.clock.runFor(4000);
  t.is(await page.locator('.moving').count(), 1);
  t.true(Math.abs((await at(0)) - 50) < 2, 'half of the longest run');
  t.true(Math.abs((await at(1)) - (50.5 / 62) * 100) < 3);
  t.is(await at(3), 100, 'a shorter run is over');
  t.is(await status(page), '', 'it is not told in every frame');

  await page.getByRole('button', { name: 'Pause' }).click();
  const paused = await now();
  t.is(await status(page), `Paused at ${paused}.`);
  await page.clock.runFor(1000);
  t.is(await now(), paused);

  await page.keyboard.press('Space');
  await page.clock.runFor(5000);
  t.is(await now(), '101ms');
  t.is(await status(page), 'The end, 101ms.');
  t.is(await page.locator('.moving').count(), 0);
  t.is(await page.locator('#play').innerText(), 'Play');

  await page.locator('#speed').selectOption({ label: 'native in 8 s' });
  await page.locator('#play').press('Enter');
  await page.clock.runFor(4000);
  t.true(Math.abs((await at(3)) - 50) < 5);
});

inBrowser('buttons go from event to event, and the status tells them', example, async (t, page) => {
  await page.locator('#scope').selectOption({ label: serial.title });
  const next = page.getByRole('button', { name: 'Next' });
  const previous = page.getByRole('button', { name: 'Previous' });
  const times = eventTimes(serial);
  await next.click();
  t.is(await page.locator('.mark').count(), 1, 'what begins is marked');
  await previous.click();
  t.is(await status(page), 'The start.');
  for (const at of times.slice(0, -1)) {
    await next.click();
    t.true((await status(page)).startsWith(`${formatDuration(at)} · `), await status(page));
  }
  for (const at of times.slice(-6, -2).reverse()) {
    await previous.click();
    t.true((await status(page)).startsWith(`${formatDuration(at)} · `), await status(page));
  }
  t.is(await status(page), `76.0ms · main thread: resume; main thread computing (blocks 90 to 119).`);
});

inBrowser('the keyboard does what the buttons do', example, async (t, page) => {
  await page.locator('#scope').selectOption({ label: overlapped.title });
  await page.locator('#play').focus();
  await page.keyboard.press('Home');
  t.is(await status(page), 'The start.');
  for (const at of eventTimes(overlapped).slice(1)) {
    await page.keyboard.press('ArrowRight');
    t.true((await status(page)).startsWith(`${formatDuration(at)} · `), await status(page));
  }
  await page.keyboard.press('ArrowLeft');
  t.is(await status(page), `61.0ms · main thread: abort.`);
  await page.keyboard.press('End');
  t.is(await status(page), 'The end, 101ms.');

  const slider = page.getByRole('slider', { name: 'Time' });
  await slider.focus();
  await page.keyboard.press('Home');
  await page.keyboard.press('ArrowRight');
  t.is(await slider.inputValue(), '1', 'the slider keeps its own keys');
  t.is(await slider.getAttribute('aria-valuetext'), '101µs of 101ms');
});

inBrowser('what is marked stays so when the mouse leaves, and a stop is told', example, async (t, page) => {
  await page.locator('#scope').selectOption({ label: blocking.title });
  await page.locator('#next').click();
  await page.mouse.move(5, 5);
  t.is(await page.locator('.mark').count(), 1);
  await page.locator('#next').click();
  t.is(await status(page), `20.0ms · main thread stops.`);
});

inBrowser('stepping through all runs tells what begins together', example, async (t, page) => {
  await page.locator('#play').focus();
  await page.keyboard.press('ArrowRight');
  t.is(
    await status(page),
    `0ms · ${overlapped.title}: main thread computing (blocks 0 to 29). native: one blocking call: main thread computing (blocks 0 to 1831).`,
  );
});

inBrowser('pointing at a span tells its figures', example, async (t, page) => {
  await pointAt(page, 0, 1, 45 / serial.duration);
  t.deepEqual(await tip(page), ['main thread', 'computing: blocks 0 to 29', '40.0ms to 50.0ms, 10.0ms']);
  t.is(await page.locator('.mark').count(), 1);
  await pointAt(page, 0, 0, 39.9 / serial.duration);
  t.deepEqual(await tip(page), [
    'server_request',
    'waiting: for the answer',
    '1.00ms to 40.0ms, 39.0ms',
    'answer at 40.0ms',
  ]);
  await pointAt(page, 0, 3, 80 / serial.duration);
  t.deepEqual(await tip(page), ['event loop', 'late by 14.3ms at 87.0ms']);
  await page.locator('h1').hover();
  t.false(await page.locator('.tip').isVisible());
});

inBrowser('what is drawn together is told with counts and sums', example, async (t, page) => {
  const timeline = fine(1000);
  await pointAt(page, 2, 1, 0.5);
  const [lane, all, computing, waiting] = await tip(page);
  t.is(lane, 'slot 1');
  const spans = Number(/^(\d+) spans, /.exec(all!)![1]);
  t.true(spans > 2);
  const counts = [computing, waiting].map((line) => Number(/ (\d+) times?, /.exec(line!)![1]));
  t.is(counts[0]! + counts[1]!, spans);

  // Key by key, every span is told once.
  const lines = await page.evaluate<string[]>(PRESS_THROUGH);
  const total = lines.reduce((sum, text) => sum + Number(/(\d+) spans/.exec(text)?.[1] ?? 1), 0);
  t.is(total, timeline.spans.filter(({ lane: name }) => name === 'slot 1').length);
});

inBrowser('a timeline in focus tells span by span', example, async (t, page) => {
  await page.locator('#next').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  t.is(
    await page.evaluate('document.activeElement.ariaLabel'),
    `${serial.title}. Arrow keys go through lanes and spans.`,
  );
  t.deepEqual(await tip(page), ['server_request', 'waiting: for the answer', '1.00ms to 40.0ms, 39.0ms']);
  t.is(await status(page), 'server_request, waiting: for the answer, 1.00ms to 40.0ms, 39.0ms');
  await page.keyboard.press('ArrowDown');
  t.deepEqual(await tip(page), ['main thread', 'computing: blocks 0 to 29', '40.0ms to 50.0ms, 10.0ms']);
  await page.keyboard.press('ArrowRight');
  t.deepEqual(await tip(page), ['main thread', 'paused: uniform_sum', '50.0ms to 52.0ms, 2.00ms']);
  await page.keyboard.press('End');
  t.deepEqual(await tip(page), ['main thread', 'paused: uniform_sum', '98.0ms to 100ms, 2.00ms']);
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Escape');
  t.false(await page.locator('.tip').isVisible());
});

for (const engine of engines) {
  test(`a recorded run of ${engine} is shown with the figures it had`, async (t) => {
    if (browser === undefined) {
      t.pass();
      return;
    }
    const recorder = new Recorder();
    const { onChunk, onPause } = recorder;
    await sum(
      { distribution: 'uniform', samples: 4e7, seed: 42n },
      { engine, allotment: 5, onChunk, onPause },
    );
    const timeline = recorder.timeline(`a run of ${engine}`);
    const { page, complaints } = await show({ title: 'A run', summary: [], timelines: [timeline] });
    t.is(await page.locator('.name').count(), timeline.lanes.length + 1, 'the lanes, and the event loop');
    for (const [i, { name }] of timeline.lanes.entries()) {
      const times = timesOf(timeline, name);
      const kinds = SPAN_KINDS.filter((kind) => times[kind] > 0);
      const label = `${name}: ${kinds.map((kind) => `${kind} ${formatDuration(times[kind])}`).join(', ')}`;
      t.is(await bar(page, 0, i).getByRole('img').first().getAttribute('aria-label'), label);
    }
    await page.getByRole('button', { name: 'Next' }).click();
    const first = eventTimes(timeline)[0]!;
    t.true(
      (await status(page)).startsWith(`${formatDuration(Number(first.toFixed(6)))} · `),
      await status(page),
    );
    await page.getByRole('button', { name: 'Play' }).click();
    await page.clock.runFor(9000);
    t.is(await status(page), `The end, ${formatDuration(timeline.duration)}.`);
    t.deepEqual(complaints, []);
    await page.context().close();
  });
}

inBrowser(
  'who wants less motion sees few pictures',
  example,
  async (t, page) => {
    await page.getByRole('button', { name: 'Play' }).click();
    const seen = new Set<string>();
    for (let i = 0; i < 20; i++) {
      await page.clock.runFor(100);
      seen.add(await page.locator('#now').innerText());
    }
    t.true(seen.size >= 3 && seen.size <= 5, [...seen].join(', '));
  },
  { reducedMotion: 'reduce' },
);

const papers = new Set<string>();
for (const colorScheme of ['light', 'dark'] as const) {
  inBrowser(
    `text and shapes can be told from the paper, ${colorScheme}`,
    example,
    async (t, page) => {
      await mkdir(screenshots, { recursive: true });
      await page.screenshot({ path: join(screenshots, `timeline-${colorScheme}.png`), fullPage: true });
      for (const summary of await page.locator('summary').all()) {
        await summary.click();
      }
      await pointAt(page, 0, 1, 0.5);
      const { paper, texts, text, shapes } = await page.evaluate<Contrasts>(CONTRASTS);
      t.log(`${text.toFixed(1)} text, ${shapes.toFixed(1)} shapes`);
      t.true(texts > 100);
      t.true(text >= 4.5);
      t.true(shapes >= 3);
      papers.add(paper);
      t.is(papers.size, colorScheme === 'light' ? 1 : 2, 'light and dark differ');
    },
    { colorScheme },
  );
}

inBrowser(
  'it fits on a narrow screen',
  example,
  async (t, page) => {
    for (const summary of await page.locator('summary').all()) {
      await summary.click();
    }
    await page.locator('#play').focus();
    await page.keyboard.press('ArrowRight');
    await pointAt(page, 0, 0, 0.9);
    t.is(await page.evaluate('document.documentElement.scrollWidth'), 400);
    const player = (await page.locator('.player').boundingBox())!;
    t.true(player.height < 160, 'the player leaves room for what it plays');
    t.true((await bar(page, 0, 0).boundingBox())!.width > 350);
  },
  { viewport: { width: 400, height: 700 } },
);

inBrowser(
  'without scripts it is a picture with figures',
  example,
  async (t, page) => {
    t.is(await page.locator('.run').count(), 4);
    t.false(await page.locator('.player').isVisible());
    t.true(await page.locator('.track svg').first().isVisible());
    const before = (await bar(page, 3, 0).boundingBox())!.width;
    await page.getByLabel('one for all').check();
    t.true((await bar(page, 3, 0).boundingBox())!.width < before / 2, 'the axis can be chosen all the same');
    await page.locator('summary').first().click();
    t.true(await page.locator('details table').first().isVisible());
  },
  { javaScriptEnabled: false },
);

const hostile = `</script><script>console.log('ran')</script><img src=x onerror=console.log('ran')>`;
inBrowser(
  'text of others stays text',
  {
    title: hostile,
    summary: [hostile],
    table: { head: [hostile], rows: [[hostile]] },
    timelines: [
      {
        ...serial,
        title: hostile,
        lanes: [{ name: hostile, process: 'client' }],
        spans: [{ lane: hostile, kind: 'waiting', name: hostile, start: 0, end: 50 }],
        instants: [],
      },
    ],
  },
  async (t, page) => {
    t.is(await page.locator('h1').innerText(), hostile);
    await pointAt(page, 0, 0, 0.2);
    t.deepEqual(await tip(page), [hostile, `waiting: ${hostile}`, '0ms to 50.0ms, 50.0ms']);
    await page.locator('#next').click();
    t.true((await status(page)).includes(hostile));
    t.is(await page.locator('img').count(), 0);
  },
);
