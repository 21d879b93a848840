import { benchmarkPage } from '../../scripts/bench/kit/page.ts';
import { numbersPage } from '../../scripts/prove/numbers/page.ts';
import { barriersOf, browserTest, launch } from '../chromium.ts';
import { overlap, randomness, speed } from '../records.ts';

const PAGES = {
  benchmark: benchmarkPage(speed, overlap),
  numbers: numbersPage(randomness.numbers),
};

/** The parts of the page in which more is hidden than their width shows: all must be tables that can be moved. */
const HIDDEN = `[...document.querySelectorAll('main *:not(svg *)')]
  .filter((part) => part.clientWidth > 0 && part.scrollWidth > part.clientWidth + 1)
  .map((part) => part.className)`;

for (const [name, html] of Object.entries(PAGES)) {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [390, 1280]) {
      browserTest(`the page of ${name} is for everyone, ${colorScheme}, ${width} pixels`, async (t) => {
        const page = await (await launch()).newPage({ colorScheme, viewport: { width, height: 800 } });
        await page.setContent(html);
        const { y, height } = (await page.locator('.finding').boundingBox())!;
        t.true(y + height < 300, 'what was found comes first');
        await page.evaluate(`document.querySelectorAll('details').forEach((part) => (part.open = true))`);
        t.deepEqual(await barriersOf(page), []);
        t.is(await page.evaluate('document.documentElement.scrollWidth'), width);
        const hidden = await page.evaluate<string[]>(HIDDEN);
        t.true(
          hidden.every((part) => part === 'scroll') && hidden.length <= (width === 390 ? 3 : 0),
          `${hidden}`,
        );
        await page.close();
      });
    }
  }
}

browserTest('a table that is wider than the screen moves by the keyboard, and keeps its names', async (t) => {
  const page = await (await launch()).newPage({ viewport: { width: 320, height: 800 } });
  await page.setContent(PAGES.benchmark);
  const table = page.getByRole('region', { name: 'The command line as a whole' });
  const name = table.getByRole('rowheader').first();
  const before = (await name.boundingBox())!;
  await table.focus();
  await page.keyboard.press('ArrowRight');
  await page.waitForFunction(`document.activeElement.scrollLeft > 0`);
  t.is((await name.boundingBox())!.x, before.x);
  await page.close();
});

browserTest('every table is found from the top, and is a table for those who do not see it', async (t) => {
  const page = await (await launch()).newPage();
  await page.setContent(PAGES.benchmark);
  const links = page.getByRole('navigation').locator('a');
  const tables = page.getByRole('table');
  t.is(await links.count(), await tables.count());
  t.true((await tables.count()) > speed.groups.length);
  for (const target of await links.evaluateAll((all) => all.map((link) => link.getAttribute('href')!))) {
    t.is(await page.locator(`h2[id="${target.slice(1)}"]`).count(), 1, target);
  }
  t.is(await page.getByRole('rowheader', { name: 'native, one blocking call' }).first().count(), 1);
  await page.close();
});
