import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import test from 'ava';

const root = join(import.meta.dirname, '../..');

/** What each file below a folder imports of the project: pairs of paths from the project's folder. */
function importsOf(folder: string): [file: string, imported: string][] {
  const files = readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' });
  return files
    .filter((name) => /\.(c?ts|mjs)$/.test(name) && !name.includes('node_modules'))
    .flatMap((name): [string, string][] => {
      const file = join(root, folder, name);
      const found = readFileSync(file, 'utf8').matchAll(/\b(?:from|import)\s*\(?\s*'(\.[^']+)'/g);
      return [...found].map(([, path]) => [shown(file), shown(join(dirname(file), path!))]);
    });
}

function shown(path: string): string {
  return relative(root, path).replaceAll(sep, '/');
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
