import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { pictures, withSections } from '../../scripts/distributions.ts';
import { FACTS, TOPICS } from '../../scripts/gallery/facts.ts';
import { sharesOf } from '../../scripts/gallery/picture.ts';
import { DISTRIBUTIONS } from '../../ts/library/distributions/registry.ts';

const docs = fileURLToPath(new URL('../../docs/', import.meta.url));
const writes = 'npm run docs:distributions writes it';

test('docs/distributions.md is as the registry and the gallery have it', (t) => {
  const text = readFileSync(`${docs}distributions.md`, 'utf8');
  t.is(withSections(text), text, writes);
});

test('each distribution has its picture, as it is drawn, and small', (t) => {
  const drawn = pictures();
  t.deepEqual(readdirSync(`${docs}distributions`).sort(), Object.keys(drawn).sort());
  for (const [name, text] of Object.entries(drawn)) {
    t.is(readFileSync(`${docs}distributions/${name}`, 'utf8'), text, writes);
    t.true(text.length < 12_000, `${name} has ${text.length} characters`);
  }
});

test('the gallery has facts of each distribution of the registry, and one for each topic', (t) => {
  t.deepEqual(Object.keys(FACTS).sort(), [...DISTRIBUTIONS].sort());
  for (const topic of TOPICS) {
    t.true(Object.values(FACTS).some(({ topics }) => topics.some((one) => one === topic)));
  }
});

for (const distribution of DISTRIBUTIONS) {
  const facts = FACTS[distribution];
  if ('at' in facts) {
    test(`the formula of ${distribution} is that of its samples`, (t) => {
      for (const parameters of facts.shown) {
        const at = facts.at(...parameters.flat());
        const { bins, width, shares, samples } = sharesOf(distribution, facts, parameters);
        for (let i = 0; i < bins; i++) {
          const from = facts.from + i * width;
          const parts = width === 1 ? [at(from)] : midpoints(at, from, width);
          const expected = parts.reduce((sum, part) => sum + part, 0) / parts.length;
          // At a pole the midpoints are no measure of the area.
          if (Math.max(...parts) < 3 * Math.min(...parts) || expected * width < 0.01) {
            const error = Math.abs(shares[i]! - expected * width);
            const allowed =
              5 * Math.sqrt((expected * width + 1 / samples) / samples) + 1e-3 * expected * width;
            t.true(error < allowed, `${parameters}, at ${from}: ${shares[i]}, not ${expected * width}`);
          }
        }
      }
    });
  }
}

function midpoints(at: (x: number) => number, from: number, width: number): number[] {
  return Array.from({ length: 64 }, (_, i) => at(from + (width * (i + 0.5)) / 64));
}
