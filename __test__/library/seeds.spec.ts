import { readFileSync } from 'node:fs';
import test from 'ava';
import { Generator, type GeneratorOptions, sampleSync, sumSync } from '../../ts/index.ts';

interface SeedVector {
  text?: string;
  /** In hexadecimal. */
  bytes?: string;
  /** Missing where it is refused. */
  seed?: string;
}

const { seeds }: { seeds: SeedVector[] } = JSON.parse(
  readFileSync(new URL('../../docs/vectors/seeds.json', import.meta.url), 'utf8'),
);

type Seed = NonNullable<GeneratorOptions['seed']>;
const given = ({ text, bytes }: SeedVector) => (text ?? Uint8Array.from(Buffer.from(bytes!, 'hex'))) as Seed;

test('every published seed of digits, words and bytes', (t) => {
  const accepted = seeds.filter(({ seed }) => seed !== undefined);
  t.true(accepted.length > 0);
  for (const { seed, ...vector } of accepted) {
    t.is(new Generator(given(vector)).seed, BigInt(seed!), JSON.stringify(vector));
    t.is(new Generator({ seed: given(vector), stream: 1 }).seed, BigInt(seed!));
  }
});

test('jobs take every seed that a generator takes', (t) => {
  for (const { seed, ...vector } of seeds.filter(({ seed }) => seed !== undefined)) {
    const total = sumSync({ distribution: 'uniform', samples: 1, seed: given(vector) });
    t.is(total.seed, BigInt(seed!), JSON.stringify(vector));
  }
});

test('what is empty, ill-formed, spaced or like another number is no seed', (t) => {
  const refused = seeds.filter(({ seed }) => seed === undefined);
  t.true(refused.length > 0);
  for (const vector of refused) {
    for (const use of [
      () => new Generator(given(vector)),
      () => sampleSync({ distribution: 'uniform', samples: 1, seed: given(vector) }),
    ]) {
      const error = t.throws(use, undefined, JSON.stringify(vector));
      t.true(error instanceof TypeError || error instanceof RangeError, JSON.stringify(vector));
    }
  }
});
