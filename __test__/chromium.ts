import { existsSync } from 'node:fs';
import test, { type TestFn } from 'ava';
import axe from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';

const EXECUTABLES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
const executable = EXECUTABLES.find((path) => existsSync(path));

/** A test that is skipped where there is no browser, unless one is required: then it fails. */
export const browserTest = (
  executable !== undefined || process.env.OFFLOOP_REQUIRE_BROWSER === '1' ? test : test.skip
) as TestFn;

/** Starts the browser that the machine has. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: executable ?? EXECUTABLES[0]!, args: ['--no-sandbox'] });
}

/** What axe-core has against a page: the rules that it breaks, and where. */
export async function barriersOf(page: Page): Promise<string[]> {
  // Evaluated by the driver, which the page's policy does not bind.
  await page.evaluate(axe.source);
  return page.evaluate<string[]>(`axe.run(document).then(({ violations }) =>
    violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => id + ': ' + html.slice(0, 200))))`);
}
