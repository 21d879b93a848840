import { inspect } from 'node:util';
import test from 'ava';
import fc from 'fast-check';
import { Generator, type GeneratorState, sampleSync } from '../../../ts/index.ts';
import { type Distribution, REGISTRY } from '../../../ts/library/distributions/registry.ts';
import { engines } from '../../engines.ts';

test('a seed comes as a bigint, a whole number, a decimal string or an option', (t) => {
  const expected = new Generator(42n).random();
  for (const seed of [42, '42', { seed: 42n }, { seed: 42 }, { seed: '42', stream: 0 }]) {
    const rng = new Generator(seed);
    t.is(rng.seed, 42n);
    t.is(rng.stream, 0);
    t.is(rng.random(), expected);
  }
});

test('without a seed it is a random one, which can be learnt', (t) => {
  const generators = [
    new Generator(),
    new Generator({}),
    new Generator({ stream: 3 }),
    new Generator(undefined),
  ];
  t.is(new Set(generators.map(({ seed }) => seed)).size, 4);
  for (const rng of generators) {
    const again = new Generator({ seed: rng.seed, stream: rng.stream });
    t.is(again.random(), rng.random());
  }
});

test('both engines give the same draws, in one process', (t) => {
  const rngs = engines.map((engine) => new Generator({ seed: 1, stream: 2, engine }));
  for (let n = 0; n < 3000; n++) {
    const found = rngs.map((rng) => [rng.random(), rng.normal(5, 2), rng.integer(0, 10), rng.uniform(-1, 1)]);
    t.true(found.every((draws) => draws.every((draw, i) => Object.is(draw, found[0]![i]))));
  }
  t.deepEqual(rngs.at(-1)!.state, rngs[0]!.state);
});

test('random is bound, and ignores what else it is given', (t) => {
  const { random } = new Generator(7);
  const rng = new Generator(7);
  t.deepEqual(
    [1, 2, 3].map(random),
    [1, 2, 3].map(() => rng.random()),
  );
  t.deepEqual(
    Array.from({ length: 300 }, random),
    Array.from({ length: 300 }, () => rng.random()),
  );
});

test('any other method says so when it is called without its generator', (t) => {
  const names = Object.getOwnPropertyNames(Generator.prototype).filter(
    (name) => name !== 'constructor' && name !== 'toJSON',
  );
  const getters = ['seed', 'stream', 'positions', 'state'];
  t.true(names.length > 35);
  for (const name of names.filter((name) => !getters.includes(name))) {
    const method = (Generator.prototype as unknown as Record<string, (...args: unknown[]) => unknown>)[name]!;
    t.is(method.name, name);
    const given = Object.hasOwn(REGISTRY, name) ? REGISTRY[name as Distribution].example : [];
    for (const other of [undefined, null, 7, {}, new Map()]) {
      t.throws(() => method.call(other, ...given), {
        instanceOf: TypeError,
        message: `${name} was called without its generator: pass () => rng.${name}() in place of rng.${name}`,
      });
    }
  }
});

test('few draws of many generators are those of their streams', (t) => {
  const root = new Generator(1);
  const found = Array.from({ length: 20_000 }, (_, i) => {
    const child = root.child(i);
    return [child.random(), child.normal(), child.random()];
  });
  t.deepEqual(
    found.slice(0, 100),
    Array.from({ length: 100 }, (_, i) => {
      const { seed, stream } = root.child(i);
      const [first, second] = sampleSync({ distribution: 'uniform', samples: 2, seed, stream });
      return [first, sampleSync({ distribution: 'normal', samples: 1, seed, stream })[0], second];
    }),
  );
});

test('a saved state goes on with the same draws, on any engine', (t) => {
  const seeds = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
  const engine = fc.constantFrom(...engines);
  const counts = fc.integer({ min: 0, max: 300 });
  fc.assert(
    fc.property(
      seeds,
      engine,
      engine,
      counts,
      counts,
      fc.nat(3),
      (seed, first, then, uniform, gaussian, children) => {
        const rng = new Generator({ seed, stream: 1, engine: first });
        Array.from({ length: uniform }, rng.random);
        Array.from({ length: gaussian }, () => rng.normal());
        rng.split(children);
        const saved: GeneratorState = JSON.parse(JSON.stringify(rng.state));
        t.deepEqual(saved, {
          version: 1,
          seed: String(seed),
          stream: 1,
          children,
          positions: { ...(uniform > 0 && { uniform }), ...(gaussian > 0 && { normal: gaussian }) },
        });
        const again = Generator.from(saved, { engine: then });
        t.deepEqual(again.state, saved);
        for (let n = 0; n < 100; n++) {
          t.is(again.random(), rng.random());
          t.is(again.normal(), rng.normal());
        }
        t.deepEqual(
          again.split(2).map(({ state }) => state),
          rng.split(2).map(({ state }) => state),
        );
      },
    ),
    { numRuns: 40 },
  );
});

test('children are distinct, the same however many at a time, and do not depend on draws', (t) => {
  const parent = () => new Generator({ seed: 42, stream: 9 });
  const keys = (generators: Generator[]) => generators.map(({ seed, stream }) => `${seed} ${stream}`);
  const all = keys(parent().split(1000));
  t.is(new Set(all).size, 1000);
  const rng = parent();
  rng.random();
  t.deepEqual(keys([...rng.split(1), ...rng.split(0), ...rng.split(300), ...rng.split(699)]), all);
  t.is(rng.state.children, 1000);
  const others = [
    new Generator({ seed: 42, stream: 8 }),
    new Generator({ seed: 43, stream: 9 }),
    ...parent().split(1),
  ];
  t.is(new Set([...all, ...others.flatMap((other) => keys(other.split(1000)))]).size, 4000);
});

test("children's draws are not their parent's, nor each other's", (t) => {
  const parent = new Generator(1);
  const family = [parent, ...parent.split(20)];
  const draws = family.flatMap((rng) => Array.from({ length: 1000 }, rng.random));
  t.is(new Set(draws).size, draws.length);
});

test('children that are counted in more than 32 bits', (t) => {
  const state = { ...new Generator(6).state, children: 2 ** 32 };
  const [late] = Generator.from(state).split(1);
  t.not(late!.seed, new Generator(6).split(1)[0]!.seed);
});

test('a generator says what it is, and cannot be changed but by its methods', (t) => {
  const rng = new Generator({ seed: 5, stream: 3 });
  rng.random();
  t.deepEqual(JSON.parse(JSON.stringify({ rng })), { rng: rng.state });
  t.regex(
    inspect(rng, { breakLength: Number.POSITIVE_INFINITY }),
    /^\{ Generator: \{ version: 1, seed: '5', stream: 3,/,
  );
  for (const key of ['seed', 'stream', 'positions', 'state'] as const) {
    t.throws(() => Object.assign(rng, { [key]: 7 }), { name: 'TypeError' });
  }
  t.is(rng.seed, 5n);
});

test('a state where options go, and what is no state, are told apart', (t) => {
  const rng = new Generator(5);
  for (const [make, message] of [
    [
      () => new Generator(rng.state as object),
      'options are not a state: continue a saved one with Generator.from(state)',
    ],
    [() => Generator.from(rng as never), 'state must be a state, not a generator: pass its rng.state'],
    [
      () => Generator.from(JSON.stringify(rng) as never),
      'state must be an object, not a string: use JSON.parse',
    ],
  ] as const) {
    t.throws(make, { name: 'TypeError', message });
  }
});
