import { readFileSync } from 'node:fs';
import test from 'ava';

const root = new URL('../../', import.meta.url);
const read = (name: string): string => readFileSync(new URL(name, root), 'utf8');

test('CONTRIBUTING.md says why each dependency is there', (t) => {
  const manifest = JSON.parse(read('package.json'));
  const table = read('CONTRIBUTING.md').split('## Dependencies')[1]!.split('## Releases')[0]!;
  const words = new Set(table.split(/[\s,|]+/));
  for (const kind of ['dependencies', 'peerDependencies', 'devDependencies', 'overrides']) {
    const missing = Object.keys(manifest[kind] ?? {}).filter((name) => !words.has(name));
    t.deepEqual(missing, [], kind);
  }
});
