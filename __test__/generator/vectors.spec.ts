import { readFileSync } from 'node:fs';
import test from 'ava';
import { Generator } from '../../ts/index.ts';
import { engines } from '../engines.ts';

interface GeneratorVector {
  seed: string;
  stream: number;
  randomAsBigEndianHex: string[];
  normalAsBigEndianHex: string[];
  /** Draws after others, across the end of a block. */
  acrossAnEdge: { drawn: number; randomAsBigEndianHex: string[]; normalAsBigEndianHex: string[] };
  /** From a generator's first draw on, and how many uniform samples they took. */
  integers: { low: number; high: number; integers: number[]; uniform: number }[];
  /** The numbers 0 to 9. */
  shuffled: number[];
  children: { seed: string; stream: number }[];
}

const { generators }: { generators: GeneratorVector[] } = JSON.parse(
  readFileSync(new URL('../../docs/vectors.json', import.meta.url), 'utf8'),
);

for (const engine of engines) {
  for (const { seed, stream, ...expected } of generators) {
    const create = () => new Generator({ seed, stream, engine });

    test(`${engine}: every published draw of seed ${seed}, stream ${stream}`, (t) => {
      t.deepEqual(
        draws(expected.randomAsBigEndianHex.length, create().random),
        expected.randomAsBigEndianHex,
      );
      t.deepEqual(
        draws(expected.normalAsBigEndianHex.length, create().normal),
        expected.normalAsBigEndianHex,
      );
      const { drawn, ...late } = expected.acrossAnEdge;
      const rng = create();
      draws(drawn, rng.random);
      draws(drawn, rng.normal);
      t.deepEqual(draws(late.randomAsBigEndianHex.length, rng.random), late.randomAsBigEndianHex);
      t.deepEqual(draws(late.normalAsBigEndianHex.length, rng.normal), late.normalAsBigEndianHex);
      for (const { low, high, integers, uniform } of expected.integers) {
        const rng = create();
        t.deepEqual(
          integers.map(() => rng.integer(low, high)),
          integers,
        );
        t.deepEqual(rng.position, { uniform, gaussian: 0 });
      }
      t.deepEqual(create().shuffle(expected.shuffled.map((_, i) => i)), expected.shuffled);
    });

    test(`${engine}: every published child of seed ${seed}, stream ${stream}`, (t) => {
      const children = create().split(expected.children.length);
      t.deepEqual(
        children.map((child) => ({ seed: String(child.seed), stream: child.stream })),
        expected.children,
      );
    });
  }
}

function draws(count: number, draw: () => number): string[] {
  return Array.from({ length: count }, () => {
    const bytes = Buffer.alloc(8);
    bytes.writeDoubleBE(draw());
    return bytes.toString('hex');
  });
}
