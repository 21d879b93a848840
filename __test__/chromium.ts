import test from 'ava';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { LIMIT } from './time.js';
import { testWhere, whereIs } from './where.ts';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];
const executable = NAMES.map(whereIs).find((file) => file !== undefined);

/** A test that is skipped where there is no browser, unless one is required: then it fails. */
export const browserTest = testWhere(
  executable !== undefined || process.env.OFFLOOP_REQUIRE_BROWSER === '1',
  'chromium',
);

let browser: Promise<Browser> | undefined;
test.after.always('the browser ends', async () => (await browser)?.close());

/** The browser that the machine has: one for all tests of a file, started by the first. It ends when its pipe does. */
export function launch(): Promise<Browser> {
  browser ??= chromium.launch({
    executablePath: executable ?? NAMES[0]!,
    args: ['--no-sandbox'],
    timeout: LIMIT,
    // This process is to end at once when it is told to, also in the middle of a test.
    handleSIGINT: false,
    handleSIGTERM: false,
    handleSIGHUP: false,
  });
  return browser;
}

/** What axe-core has against a page: the rules that it breaks, and where. */
export async function barriersOf(page: Page): Promise<string[]> {
  // Evaluated by the driver, which the page's policy does not bind.
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(`axe.run(document).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`);
}
