import test from 'ava';
import fc from 'fast-check';
import { Generator, sampleSync } from '../../../ts/index.ts';
import { engines } from '../../engines.ts';

// On big-endian machines fast-check gives infinities all the same.
const finite = fc.double({ noNaN: true, noDefaultInfinity: true }).filter(Number.isFinite);

for (const engine of engines) {
  test(`${engine}: uniform(low, high) is the scaled sample, and never high`, (t) => {
    fc.assert(
      fc.property(finite, finite, fc.nat(), (a, b, seed) => {
        const [low, high] = [Math.min(a, b), Math.max(a, b)];
        fc.pre(low < high && high - low <= Number.MAX_VALUE);
        const rng = new Generator({ seed, engine });
        const expected = sampleSync({ distribution: 'uniform', samples: 5, seed, low, high });
        const found = Array.from({ length: 5 }, () => rng.uniform(low, high));
        t.deepEqual(found, [...expected]);
        t.true(found.every((sample) => low <= sample && sample < high));
      }),
    );
  });

  test(`${engine}: uniform stays below high where it would round up to it`, (t) => {
    const rng = new Generator({ seed: 1, engine });
    const high = 1 + Number.EPSILON;
    for (let n = 0; n < 100; n++) {
      t.is(rng.uniform(1, high), 1);
      t.is(rng.uniform(-Number.MIN_VALUE, 0), -Number.MIN_VALUE);
    }
  });

  test(`${engine}: normal(mean, deviation) is the scaled sample`, (t) => {
    fc.assert(
      fc.property(finite, finite, fc.nat(), (mean, signed, seed) => {
        const deviation = Math.abs(signed);
        const rng = new Generator({ seed, engine });
        const expected = sampleSync({
          distribution: 'normal',
          samples: 5,
          seed,
          mean,
          deviation,
        });
        t.deepEqual(
          Array.from({ length: 5 }, () => rng.normal(mean, deviation)),
          [...expected],
        );
      }),
    );
  });
}

test('parameters that are left out are those of the standard distribution', (t) => {
  const create = () => new Generator(3);
  t.is(create().uniform(), create().random());
  t.is(create().uniform(0, 1), create().random());
  t.is(create().uniform(0.25), create().uniform(0.25, 1));
  t.is(create().normal(0, 1), create().normal());
  t.is(create().normal(undefined, 2), 2 * create().normal());
});
