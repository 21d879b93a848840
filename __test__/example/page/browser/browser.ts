import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { PageContent } from '../../../../ts/example/page/render-page.ts';
import type { Timeline } from '../../../../ts/timeline/timeline.ts';
import { barriersOf as barriers, browserTest, launch } from '../../../chromium.ts';

// As it is packed, with the script and the style that the build put in.
const built = new URL('../../../../dist/example/page/render-page.js', import.meta.url);
const rendering: Promise<typeof import('../../../../ts/example/page/render-page.ts')> = import(built.href);

const folder = mkdtempSync(join(tmpdir(), 'offloop-page-'));
test.after.always('its folder goes', () => rmSync(folder, { recursive: true }));

/** A page that is shown, and all that was wrong with it. */
interface Shown {
  readonly page: Page;
  readonly complaints: string[];
  readonly requests: string[];
}

let pages = 0;

/** Writes a page to the disk and opens it from there. */
async function show(content: PageContent, options: BrowserContextOptions = {}): Promise<Shown> {
  const file = join(folder, `${pages++}.html`);
  const { renderPage } = await rendering;
  await writeFile(file, renderPage(content));
  const context = await (await launch()).newContext({ viewport: { width: 1280, height: 800 }, ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  const requests: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('request', (request) => requests.push(request.url()));
  await page.clock.install({ time: 0 });
  await page.goto(pathToFileURL(file).href);
  // Time moves only when a test moves it, however slow the machine is.
  await page.clock.pauseAt(3_600_000);
  return { page, complaints, requests };
}

/**
 * A test in the browser. Whatever it does, the page must have no complaint and
 * ask for nothing but itself. What is evaluated in the page is text: types of browsers would be seen in all of the
 * project.
 */
export function inBrowser<Content extends PageContent>(
  name: string,
  content: Content | (() => Promise<Content>),
  look: (t: ExecutionContext, page: Page, content: Content) => Promise<void>,
  options?: BrowserContextOptions,
): void {
  browserTest(name, async (t) => {
    const shown = typeof content === 'function' ? await content() : content;
    const { page, complaints, requests } = await show(shown, options);
    await look(t, page, shown);
    t.deepEqual(complaints, []);
    t.deepEqual(requests, [page.url().replace(/#.*/, '')], 'nothing but the page itself is asked for');
    await page.context().close();
  });
}

/** What axe-core has against the page. */
export async function barriersOf(page: Page): Promise<string[]> {
  // It waits for timers.
  await page.clock.resume();
  return barriers(page);
}

/** What the page tells those who cannot see it. */
export const status = (page: Page): Promise<string> => page.locator('#status').innerText();

/** The lines beside the mouse. */
export const tip = async (page: Page): Promise<string[]> =>
  (await page.locator('.tip').innerText()).split('\n');

/** The bar of a lane, the event loop's being the last. */
export function bar(page: Page, run: number, lane: number) {
  return page.locator(`#run-${run} .track`).nth(lane);
}

/** Points at a moment of a lane. */
export async function pointAt(page: Page, run: number, lane: number, part: number): Promise<void> {
  const track = bar(page, run, lane);
  await track.scrollIntoViewIfNeeded();
  const { width, height } = (await track.boundingBox())!;
  await track.hover({ position: { x: width * part, y: height / 2 }, force: true });
}

/** When something begins or happens in a timeline, or it ends. */
export function eventTimes({ spans, instants, duration }: Timeline): number[] {
  const times = [...spans.map(({ start }) => start), ...instants.map(({ at }) => at), duration];
  return [...new Set(times)].sort((a, b) => a - b);
}
