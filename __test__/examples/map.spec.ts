import { fileURLToPath } from 'node:url';
import test from 'ava';
import { buildSync } from 'esbuild';
import { partOf, worldOf } from '../../examples/map/dungeon.mjs';
import { browserTest, launch } from '../chromium.ts';
import { testEngines } from '../engines.ts';
import { runExample } from './run.ts';

const ROOT = fileURLToPath(new URL('../../', import.meta.url));

const WHOLE = { x: -40, y: -1_000_010, width: 78, height: 21 };
const whole = partOf(worldOf('dragon-42'), WHOLE);

test('every part of the map is the same, in whatever order parts are visited', (t) => {
  const world = worldOf('dragon-42');
  for (const n of worldOf(1).permutation(30)) {
    const [right, down] = [(n % 6) * 13, Math.floor(n / 6) * 4];
    const part = { x: WHOLE.x + right, y: WHOLE.y + down, width: 13, height: 4 };
    world.random();
    world.split(1);
    const expected = whole.slice(down, down + 4).map((line) => line.slice(right, right + 13));
    t.deepEqual(partOf(world, part), expected);
  }
});

test('the map has rock, floor and finds, and is another one for another word', (t) => {
  t.deepEqual(
    [...'#.,$'].filter((sign) => !whole.join('').includes(sign)),
    [],
  );
  t.notDeepEqual(partOf(worldOf('dragon-43'), WHOLE), whole);
});

testEngines('the map is the same with each engine', async (t, engine) => {
  t.deepEqual(partOf(worldOf({ seed: 'dragon-42', engine }), WHOLE), whole);
});

test('the program prints it, in 80 columns', async (t) => {
  const { code, stdout, stderr } = await runExample('map.mjs', '--x=-40', '--y=-1000010');
  t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  t.true(stdout.includes(`\n${whole.join('\n')}\n`));
  t.regex(stdout, /is the same: true\n$/);
  t.deepEqual(
    stdout.split('\n').filter(({ length }) => length > 80),
    [],
  );
});

test('a word that is no seed is refused in one sentence', async (t) => {
  const { code, stdout, stderr } = await runExample('map.mjs', '--seed=1.5');
  t.deepEqual({ code, stdout }, { code: 2, stdout: '' });
  t.regex(stderr, /^seed must be digits alone if it is a number, or a word, not '1\.5'[^\n]+\n$/);
});

browserTest('the map is the same in a browser', async (t) => {
  const contents = `
import { Generator } from 'offloop';
import { partOf, worldOf } from './examples/map/dungeon.mjs';
globalThis.lines = partOf(worldOf('dragon-42'), ${JSON.stringify(WHOLE)});`;
  const { outputFiles } = buildSync({
    stdin: { contents, resolveDir: ROOT },
    bundle: true,
    write: false,
    format: 'iife',
    platform: 'browser',
  });
  const page = await (await launch()).newPage();
  await page.evaluate(outputFiles[0]!.text);
  t.deepEqual(await page.evaluate('globalThis.lines'), whole);
  await page.close();
});
