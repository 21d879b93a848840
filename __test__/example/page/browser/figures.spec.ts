import { sum } from '../../../../ts/index.ts';
import { formatDuration } from '../../../../ts/text/format.ts';
import { Recorder } from '../../../../ts/timeline/recorder.ts';
import { SPAN_KINDS, timesOf } from '../../../../ts/timeline/timeline.ts';
import { engines } from '../../../engines.ts';
import { page as example, named } from '../../../timeline/fixtures.ts';
import { bar, inBrowser } from './browser.ts';

/** What the last tick of each axis says. */
const LAST_TICKS = `[...document.querySelectorAll('.axis')].map((axis) =>
  [...axis.querySelectorAll('text')].at(-1).textContent)`;

/** Which part of its bar each run fills. */
const PARTS = `[...document.querySelectorAll('.run')].map((run) => {
  const [bar, end] = ['.bar', '.end'].map((part) => run.querySelector(part).getBoundingClientRect());
  return (end.left - bar.left) / bar.width;
})`;

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
      t.true(width > 300 && height > 10);
      const times = timesOf(timeline, lane);
      const sums = SPAN_KINDS.filter((kind) => times[kind] > 0).map((kind) => formatDuration(times[kind]));
      t.deepEqual(await page.locator(`#run-${run} .sums`).nth(i).locator('b').allInnerTexts(), sums);
    }
  }
});

inBrowser('the runs of a group have one time axis', example, async (t, page) => {
  t.deepEqual(await page.evaluate(LAST_TICKS), ['100ms', '100ms', '20ms', '20ms']);
  const parts = await page.evaluate<number[]>(PARTS);
  const [serial, overlapped, fine, blocking] = example.timelines.map(({ duration }) => duration);
  const expected = [1, overlapped! / serial!, fine! / blocking!, 1];
  for (const [run, part] of parts.entries()) {
    t.true(Math.abs(part - expected[run]!) < 0.01, `${part}, not ${expected[run]}`);
  }
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
    },
  );
}
