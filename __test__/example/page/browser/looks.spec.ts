import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { barriersOf } from '../../../chromium.ts';
import { page as example, serial } from '../../../timeline/fixtures.ts';
import { bar, inBrowser } from './browser.ts';

const screenshots = fileURLToPath(new URL('../../../../screenshots/', import.meta.url));

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
    const shape = document.querySelector('.bar ' + selector);
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

const papers = new Set<string>();
for (const colorScheme of ['light', 'dark'] as const) {
  inBrowser(
    `text and shapes can be told from the paper, ${colorScheme}`,
    example,
    async (t, page) => {
      await mkdir(screenshots, { recursive: true });
      await page.screenshot({ path: join(screenshots, `timeline-${colorScheme}.png`), fullPage: true });
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

for (const [width, colorScheme] of [
  [390, 'light'],
  [390, 'dark'],
  [1280, 'light'],
  [1280, 'dark'],
] as const) {
  inBrowser(
    `axe-core finds nothing to bar anyone, ${width} px, ${colorScheme}`,
    example,
    async (t, page) => {
      t.deepEqual(await barriersOf(page), []);
      await page.evaluate(
        `document.querySelector('h1').insertAdjacentHTML('afterend', '<img><button></button>')`,
      );
      t.is((await barriersOf(page)).length, 2, 'it looks');
    },
    { colorScheme, viewport: { width, height: 800 } },
  );
}

inBrowser('the verdict and the chart are on the first screen', example, async (t, page) => {
  for (const part of ['.verdict', '.charts', '.conditions']) {
    const { y, height } = (await page.locator(part).boundingBox())!;
    t.true(y + height < 800, part);
  }
});

inBrowser(
  'it fits on a narrow screen',
  example,
  async (t, page) => {
    t.is(await page.evaluate('document.documentElement.scrollWidth'), 390);
    t.true((await bar(page, 0, 0).boundingBox())!.width > 350);
  },
  { viewport: { width: 390, height: 700 } },
);

const hostile = `</script><script>console.log('ran')</script><img src=x onerror=console.log('ran')>`;
inBrowser(
  'text of others stays text',
  {
    title: hostile,
    verdict: [hostile],
    table: { head: [hostile], rows: [{ timeline: hostile, cells: [hostile] }] },
    timelines: [
      {
        ...serial,
        id: hostile,
        group: hostile,
        title: hostile,
        lanes: [{ id: hostile, name: hostile, process: 'client' }],
        spans: [{ lane: hostile, kind: 'waiting', name: hostile, start: 0, end: 50 }],
        instants: [],
      },
    ],
  },
  async (t, page) => {
    t.is(await page.locator('h1').innerText(), hostile);
    t.is(await page.locator('.run h4').innerText(), hostile);
    t.is(await page.locator('script').count(), 0);
    t.is(await page.locator('img').count(), 0);
  },
);
