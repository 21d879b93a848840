import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import test from 'ava';

const root = join(import.meta.dirname, '../..');

/** A file, and one that it imports: paths from the project's folder. */
type Import = readonly [file: string, imported: string];

/** What each file below a folder imports of the project, types included. */
function importsOf(folder: string): Import[] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => /\.(c?ts|mjs)$/.test(name) && !name.includes('node_modules'))
    .flatMap((name): Import[] => {
      const file = join(root, folder, name);
      const found = readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
      return [...found].map(([, path]) => [shown(file), shown(join(dirname(file), path!))]);
    });
}

function shown(path: string): string {
  return relative(root, path).replaceAll(sep, '/');
}

/** The rooms of ts/, and what each may import. Only the entry point is in none. */
const LIBRARY = [
  'library/checks',
  'library/platform',
  'library/stream',
  'library/math',
  'library/distributions',
  'library/engines',
  'library/jobs',
  'library/generator',
] as const;

const ARROWS: Readonly<Record<string, readonly string[]>> = {
  'library/checks': [],
  'library/platform': ['library/checks'],
  'library/stream': ['library/checks'],
  'library/math': ['library/stream'],
  'library/distributions': ['library/math', 'library/stream', 'library/checks'],
  'library/engines': [
    'library/distributions',
    'library/math',
    'library/stream',
    'library/platform',
    'library/checks',
  ],
  'library/jobs': [
    'library/engines',
    'library/distributions',
    'library/stream',
    'library/platform',
    'library/checks',
  ],
  'library/generator': ['library/engines', 'library/distributions', 'library/stream', 'library/checks'],
  text: [],
  service: LIBRARY,
  distributed: LIBRARY,
  timeline: ['service', 'text', ...LIBRARY],
  operation: ['distributed', 'service', 'text', ...LIBRARY],
  'example/page': ['timeline', 'text'],
  'example/programs': ['service', 'text', ...LIBRARY],
  'example/compare': ['example/page', 'example/programs', 'timeline', 'service', 'text', ...LIBRARY],
  cli: [
    'example/compare',
    'example/programs',
    'operation',
    'timeline',
    'distributed',
    'service',
    'text',
    ...LIBRARY,
  ],
};

/** The room of a file, and the folder within it, if there is one. */
function placeOf(file: string): { room: string; inner: string | undefined } {
  const path = dirname(file).replace(/^ts\/?/, '');
  const room = Object.keys(ARROWS).find((name) => path === name || path.startsWith(`${name}/`)) ?? '';
  return { room, inner: path === room ? undefined : path };
}

test('each room imports only those below it', (t) => {
  const wrong = importsOf('ts').filter(([file, imported]) => {
    const [from, to] = [placeOf(file).room, placeOf(imported).room];
    return from !== '' && from !== to && !ARROWS[from]!.includes(to);
  });
  t.deepEqual(wrong, []);
});

test('every file is in a room, but for the entry point, which has the library alone', (t) => {
  const imports = importsOf('ts');
  t.deepEqual(
    [...new Set(imports.map(([file]) => file).filter((file) => placeOf(file).room === ''))],
    ['ts/index.ts'],
  );
  const its = imports.filter(([file]) => file === 'ts/index.ts');
  t.deepEqual(
    its.filter(([, imported]) => !imported.startsWith('ts/library/')),
    [],
  );
});

test("no room reaches into another's inner folder", (t) => {
  const wrong = importsOf('ts').filter(([file, imported]) => {
    const [from, to] = [placeOf(file), placeOf(imported)];
    return to.inner !== undefined && from.room !== to.room;
  });
  t.deepEqual(wrong, []);
});

test('there is no circle between files, nor between rooms', (t) => {
  const imports = importsOf('ts');
  t.deepEqual(circleIn(imports), []);
  const rooms = imports.map(([file, imported]): Import => [placeOf(file).room, placeOf(imported).room]);
  t.deepEqual(circleIn(rooms.filter(([from, to]) => from !== to)), []);
});

/** What is in circles, or leads from one to another: whatever is left when all that imports nothing more is taken away. */
function circleIn(imports: readonly Import[]): string[] {
  let left = imports;
  for (;;) {
    const importing = new Set(left.map(([file]) => file));
    const next = left.filter(([, imported]) => importing.has(imported));
    if (next.length === left.length) {
      return [...importing];
    }
    left = next;
  }
}

const ROOMS = ['bench', 'prove', 'release'].map((room) => `scripts/${room}/`);

test('bench, prove and release share scripts/kit, and do not import each other', (t) => {
  const all = importsOf('scripts');
  t.true(all.some(([, imported]) => imported.startsWith('scripts/kit/')));
  for (const [file, imported] of all) {
    const own = ROOMS.find((room) => file.startsWith(room));
    const other = ROOMS.find((room) => imported.startsWith(room));
    if (own !== undefined || file.startsWith('scripts/kit/')) {
      t.true(other === undefined || other === own, `${file} imports ${imported}`);
    }
  }
});

/** The example's commands, and what they share. */
const ITS_COMMANDS = ['async', 'compare', 'program', 'serial'].map((name) => `ts/cli/${name}.ts`);

test("nothing imports the example but its own commands, and the example's tests", (t) => {
  const users = [...importsOf('ts'), ...importsOf('scripts')].filter(
    ([file, imported]) => imported.startsWith('ts/example/') && !file.startsWith('ts/example/'),
  );
  t.deepEqual([...new Set(users.map(([file]) => file))].sort(), ITS_COMMANDS);
});
