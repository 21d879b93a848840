import { formatDuration } from '../../../../ts/cli/format.ts';
import { Recorder } from '../../../../ts/example/timeline/recorder.ts';
import { fullTitleOf, SPAN_KINDS, timesOf } from '../../../../ts/example/timeline/timeline.ts';
import { sum } from '../../../../ts/index.ts';
import { engines } from '../../../engines.ts';
import { page as example, fine, named, serial } from '../fixtures.ts';
import { bar, eventTimes, inBrowser, pointAt, status, tip } from './browser.ts';

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
    for (const [i, lane] of timeline.lanes.entries()) {
      const { width, height } = (await bar(page, run, i).locator('svg').first().boundingBox())!;
      t.true(width > 10 && height > 10);
      const times = timesOf(timeline, lane);
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

    t.true(await page.getByLabel('one for each group').isChecked(), 'native runs are shorter by far');
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

inBrowser('zooming shows less of every axis, around the same moment', example, async (t, page) => {
  const lasts = () => page.evaluate<string[]>(LAST_TICKS);
  const track = () => bar(page, 0, 1).boundingBox();
  await page.getByLabel('one for all').check();
  const before = (await track())!;
  t.true(await page.locator('#farther').isDisabled());
  await page.getByRole('button', { name: 'Zoom in' }).click();
  await page.keyboard.press('+');
  t.is(await page.locator('#zoom').innerText(), '4×');
  t.true(Math.abs((await track())!.width - 4 * before.width) < 3);
  t.deepEqual(await lasts(), ['25ms', '25ms', '25ms', '25ms'], 'the start, at first');

  // What is stepped to is seen: a window of 25 ms around it.
  await page.locator('#scope').selectOption({ label: fullTitleOf(serial) });
  await page.locator('#play').focus();
  for (let at = 0; at < 50; ) {
    await page.keyboard.press('ArrowRight');
    at = Number.parseFloat(await page.locator('#now').innerText());
  }
  const { x } = (await track())!;
  t.true(Math.abs(x + (50 / serial.duration) * 4 * before.width - (before.x + before.width / 2)) < 8);
  t.is(await page.evaluate('document.documentElement.scrollWidth'), 1280);

  await page.getByLabel('every run fills the width').check();
  t.true((await track())!.width > 3 * before.width, 'another axis keeps the zoom');
  await page.keyboard.press('Escape');
  for (let i = 0; i < 8; i++) {
    await page.getByRole('button', { name: 'Zoom in' }).click({ force: true });
  }
  t.is(await page.locator('#zoom').innerText(), '64×');
  for (let i = 0; i < 6; i++) {
    await page.getByRole('button', { name: 'Zoom out' }).click();
  }
  t.is((await track())!.x, before.x);
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
  t.is(total, timeline.spans.filter(({ lane: id }) => id === 'slot-0').length);
});

inBrowser('a timeline in focus tells span by span', example, async (t, page) => {
  await page.locator('#next').focus();
  for (const _ of ['the slider', 'closer', 'the first timeline']) {
    await page.keyboard.press('Tab');
  }
  t.is(
    await page.evaluate('document.activeElement.ariaLabel'),
    `${fullTitleOf(serial)}. Arrow keys go through lanes and spans.`,
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
  const record = async () => {
    const recorder = new Recorder();
    const { onChunk, onPause } = recorder;
    await sum(
      { distribution: 'uniform', samples: 4e7, seed: 42n },
      { engine, allotment: 5, onChunk, onPause },
    );
    return {
      title: 'A run',
      verdict: [],
      timelines: [recorder.timeline(named(`a run of ${engine}`))] as const,
    };
  };
  inBrowser(
    `a recorded run of ${engine} is shown with the figures it had`,
    record,
    async (t, page, { timelines: [timeline] }) => {
      t.is(await page.locator('.name').count(), timeline.lanes.length + 1, 'the lanes, and the event loop');
      for (const [i, lane] of timeline.lanes.entries()) {
        const times = timesOf(timeline, lane);
        const kinds = SPAN_KINDS.filter((kind) => times[kind] > 0);
        const label = `${lane.name}: ${kinds.map((kind) => `${kind} ${formatDuration(times[kind])}`).join(', ')}`;
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
    },
  );
}
