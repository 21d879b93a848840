import { formatDuration } from '../../../../ts/cli/format.ts';
import { fullTitleOf } from '../../../../ts/example/timeline/timeline.ts';
import { blocking, page as example, overlapped, serial } from '../fixtures.ts';
import { eventTimes, inBrowser, status } from './browser.ts';

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
  await page.locator('#scope').selectOption({ label: fullTitleOf(serial) });
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
  await page.locator('#scope').selectOption({ label: fullTitleOf(overlapped) });
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
  await page.locator('#scope').selectOption({ label: fullTitleOf(blocking) });
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
    `0ms · ${fullTitleOf(overlapped)}: main thread computing (blocks 0 to 29). native: one blocking call: main thread computing (blocks 0 to 1831).`,
  );
});

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
