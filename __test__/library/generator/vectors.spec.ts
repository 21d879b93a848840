import { readFileSync } from 'node:fs';
import test from 'ava';
import { Generator, type GeneratorState } from '../../../ts/index.ts';
import { engines } from '../../engines.ts';

interface Named {
  seed: string;
  stream: number;
}

type Key = number | string | { bigint: string };

interface Vectors {
  /** A call of a generator at some positions, and the positions after it. */
  calls: (Named & {
    method: string;
    positions: Record<string, number>;
    arguments: unknown[];
    result: unknown;
    after: Record<string, number>;
  })[];
  /** What `split` gives a generator that had so many children before. */
  children: (Named & { children: number; split: Named[] })[];
  keys: (Named & { keys: Key[]; child: Named })[];
  refusedKeys: { keys: Key[] }[];
  /** Calls of one generator, each the method and its arguments, and the state they leave. */
  states: (Named & { calls: [string, ...unknown[]][]; state: unknown })[];
}

/** Draws are in the files of their distributions. */
const vectors: Vectors = JSON.parse(
  readFileSync(new URL('../../../docs/vectors/generator.json', import.meta.url), 'utf8'),
);

/** Those of `vectors` that take a generator as it is published so far: more methods are defined than there are. */
const existing = (method: string): boolean => method in new Generator(0);
const calls = vectors.calls.filter(({ method }) => existing(method));
const states = vectors.states.filter(({ calls }) => calls.every(([method]) => existing(method)));

for (const engine of engines) {
  for (const method of new Set(calls.map(({ method }) => method))) {
    test(`${engine}: every published ${method}`, (t) => {
      for (const { seed, stream, positions, result, after, ...call } of calls) {
        if (call.method === method) {
          const rng = Generator.from(stateOf({ seed, stream, positions }), { engine });
          t.deepEqual(called(rng, method, call.arguments), result);
          t.deepEqual(rng.state as unknown, stateOf({ seed, stream, positions: after }));
        }
      }
    });
  }

  test(`${engine}: every published child of split`, (t) => {
    for (const { split, ...at } of vectors.children) {
      const rng = Generator.from(stateOf(at), { engine });
      t.deepEqual(rng.split(split.length).map(named), split);
      t.is(rng.state.children, at.children + split.length);
    }
  });

  test(`${engine}: every published child of keys, whatever was drawn and split before`, (t) => {
    for (const { seed, stream, keys, child } of vectors.keys) {
      const rng = new Generator({ seed, stream, engine });
      t.deepEqual(named(childOf(rng, keys)), child);
      rng.normal();
      rng.split(2);
      t.deepEqual(named(childOf(rng, keys)), child);
      const last = keys
        .slice(1)
        .reduce((parent, key) => childOf(parent, [key]), childOf(rng, keys.slice(0, 1)));
      t.deepEqual(named(last), child);
    }
  });

  test(`${engine}: every published state`, (t) => {
    for (const { seed, stream, calls, state } of states) {
      const rng = new Generator({ seed, stream, engine });
      for (const [method, ...given] of calls) {
        called(rng, method, given);
      }
      t.deepEqual(rng.state as unknown, state);
      t.deepEqual(Generator.from(rng.state, { engine }).random(), rng.random());
    }
  });
}

test('keys that are refused', (t) => {
  t.notThrows(() => childOf(new Generator(1), [1]));
  for (const { keys } of vectors.refusedKeys) {
    const error = t.throws(() => childOf(new Generator(1), keys), undefined, JSON.stringify(keys));
    t.true(error instanceof TypeError || error instanceof RangeError, JSON.stringify(keys));
  }
});

function stateOf(given: Partial<GeneratorState> | object): GeneratorState {
  return { version: 1, positions: {}, children: 0, ...given } as GeneratorState;
}

/** Calls a method with arguments and a result as JSON has them. */
function called(rng: Generator, method: string, given: readonly unknown[]): unknown {
  const call = (rng as unknown as Record<string, (...given: unknown[]) => unknown>)[method]!;
  const found = call.apply(
    rng,
    method === 'bigint' ? given.map((value) => BigInt(value as string)) : structuredClone([...given]),
  );
  if (typeof found === 'bigint') {
    return String(found);
  }
  if (method === 'bytes') {
    return Buffer.from(found as Uint8Array).toString('hex');
  }
  return ArrayBuffer.isView(found) ? Array.from(found as Uint32Array) : found;
}

function childOf(rng: Generator, keys: readonly Key[]): Generator {
  const child = (rng as unknown as { child(...keys: unknown[]): Generator }).child;
  return child.apply(
    rng,
    keys.map((key) => (typeof key === 'object' ? BigInt(key.bigint) : key)),
  );
}

function named({ seed, stream }: Generator): Named {
  return { seed: String(seed), stream };
}
