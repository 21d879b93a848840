import { mkdtempSync, rmSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import test, { type ExecutionContext } from 'ava';
import type { BrowserContextOptions, Page } from 'playwright-core';
import type { PageContent } from '../../../../ts/example/page/render-page.ts';
import { browserTest, launch } from '../../../chromium.ts';

// As it is packed.
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
  await page.goto(pathToFileURL(file).href);
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

/** The bar of a lane, the event loop's being the last. */
export function bar(page: Page, run: number, lane: number) {
  return page.locator(`#run-${run} .bar`).nth(lane);
}
