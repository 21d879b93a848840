import test from 'ava';
import fc from 'fast-check';
import { Generator, type SampleArray, sampleSync } from '../../../ts/index.ts';
import { engines } from '../../engines.ts';

const BLOCK = 65_536;
const MOST = 2 ** 53 - 1;

const seeds = fc.bigInt({ min: 0n, max: 2n ** 64n - 1n });
const streams = fc.oneof(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }));

/** Positions: anywhere, near blocks' ends, and where 32 bits end. */
const positions = fc
  .tuple(
    fc.oneof(
      fc.constant(0),
      fc.integer({ min: 0, max: 3 }).map((n) => n * BLOCK),
      fc.constant(2 ** 32),
      fc.maxSafeNat().map((n) => Math.floor(n / 2)),
    ),
    fc.integer({ min: -100, max: 5000 }),
  )
  .map(([near, offset]) => Math.max(0, near + offset));

/** The distributions that need no parameters. */
const STANDARD = ['uniform', 'normal', 'exponential'] as const;
type Standard = (typeof STANDARD)[number];

/** Without those that are 0. */
function counted(positions: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(positions).filter(([, position]) => position > 0));
}

/** A generator's samples from a position on, as jobs have them. */
function samplesOf(rng: Generator, distribution: Standard, start: number, samples: number): number[] {
  const { seed, stream } = rng;
  return [...sampleSync({ distribution, seed, stream, start, samples })];
}

function calls(rng: Generator, distribution: Standard, count: number): number[] {
  return Array.from({ length: count }, () => rng[distribution]());
}

for (const engine of engines) {
  test(`${engine}: calls one by one give the samples of a job of the same seed and stream, from anywhere`, (t) => {
    const counts = fc.oneof(fc.integer({ min: 0, max: 200 }), fc.integer({ min: 0, max: 6000 }));
    fc.assert(
      fc.property(
        seeds,
        streams,
        positions,
        positions,
        counts,
        counts,
        (seed, stream, u, g, uniform, gaussian) => {
          const rng = new Generator({ seed, stream, engine });
          rng.seek({ uniform: u, normal: g });
          t.deepEqual(calls(rng, 'uniform', uniform), samplesOf(rng, 'uniform', u, uniform));
          t.deepEqual(calls(rng, 'normal', gaussian), samplesOf(rng, 'normal', g, gaussian));
          t.deepEqual(rng.positions, counted({ uniform: u + uniform, normal: g + gaussian }));
        },
      ),
      { numRuns: 60 },
    );
  });

  test(`${engine}: several blocks one by one`, (t) => {
    const rng = new Generator({ seed: 11n, stream: 3, engine });
    for (const distribution of STANDARD) {
      const expected = samplesOf(rng, distribution, 0, 2.5 * BLOCK);
      const found = calls(rng, distribution, expected.length);
      t.is(
        found.findIndex((sample, i) => !Object.is(sample, expected[i])),
        -1,
      );
    }
  });

  test(`${engine}: draws, fills and seeks in any order are all at one place in the stream`, (t) => {
    const distribution = fc.constantFrom(...STANDARD);
    const action = fc.oneof(
      fc.record({
        kind: fc.constant('draw' as const),
        distribution,
        count: fc.integer({ min: 0, max: 700 }),
      }),
      fc.record({
        kind: fc.constant('fill' as const),
        distribution,
        count: fc.integer({ min: 0, max: 3000 }),
      }),
      fc.record({ kind: fc.constant('seek' as const), distribution, to: positions }),
      fc.record({
        kind: fc.constant('nudge' as const),
        distribution,
        by: fc.integer({ min: -300, max: 300 }),
      }),
      fc.record({ kind: fc.constant('restore' as const), engine: fc.constantFrom(...engines) }),
    );
    fc.assert(
      fc.property(seeds, streams, fc.array(action, { maxLength: 25 }), (seed, stream, actions) => {
        let rng = new Generator({ seed, stream, engine });
        const at = { uniform: 0, normal: 0, exponential: 0 };
        for (const action of actions) {
          if (action.kind === 'restore') {
            rng = Generator.from(JSON.parse(JSON.stringify(rng.state)), { engine: action.engine });
          } else if (action.kind === 'seek' || action.kind === 'nudge') {
            const to = action.kind === 'seek' ? action.to : Math.max(0, at[action.distribution] + action.by);
            at[action.distribution] = to;
            rng.seek({ [action.distribution]: to });
          } else {
            const { distribution, count } = action;
            const found =
              action.kind === 'fill'
                ? [...rng.fill(new Float64Array(count), distribution)]
                : calls(rng, distribution, count);
            t.deepEqual(found, samplesOf(rng, distribution, at[distribution], count));
            at[distribution] += count;
          }
          t.deepEqual(rng.positions, counted(at));
        }
      }),
      { numRuns: 40 },
    );
  });

  test(`${engine}: long fills, of either precision, are what sample gives`, (t) => {
    const kinds = fc.constantFrom<Float64ArrayConstructor | Float32ArrayConstructor>(
      Float64Array,
      Float32Array,
    );
    const lengths = fc.oneof(
      fc.integer({ min: 0, max: 100_000 }),
      fc.integer({ min: 2 * BLOCK - 1, max: 2 * BLOCK + 1 }),
    );
    fc.assert(
      fc.property(
        seeds,
        positions,
        kinds,
        lengths,
        fc.constantFrom(...STANDARD),
        (seed, start, kind, length, distribution) => {
          const rng = new Generator({ seed, engine });
          rng.seek({ [distribution]: start });
          const array: SampleArray = new kind(length);
          t.is(rng.fill(array, distribution), array);
          const doubles = samplesOf(rng, distribution, start, length + 1);
          const expected =
            kind === Float32Array && distribution === 'uniform'
              ? doubles.map((sample) => Math.floor(sample * 2 ** 24) * 2 ** -24)
              : doubles;
          const wrong = array.findIndex(
            (sample, i) =>
              !Object.is(sample, kind === Float32Array ? Math.fround(expected[i]!) : expected[i]),
          );
          t.is(wrong, -1);
          t.is(rng.positions[distribution] ?? 0, start + length);
          t.is(calls(rng, distribution, 1)[0], doubles[length]);
        },
      ),
      { numRuns: 20 },
    );
  });

  test(`${engine}: a stream's last sample is number 2^53 - 2`, (t) => {
    for (const distribution of STANDARD) {
      for (const left of [1, 15, 16, 100]) {
        const rng = new Generator({ seed: 5, engine });
        rng.seek({ [distribution]: MOST - left });
        t.throws(() => rng.fill(new Float64Array(left + 1), distribution), { name: 'RangeError' });
        t.deepEqual(calls(rng, distribution, left), samplesOf(rng, distribution, MOST - left, left));
        t.is(rng.positions[distribution], MOST);
        t.throws(() => calls(rng, distribution, 1), {
          name: 'RangeError',
          message: `a generator has 2^53 - 1 ${distribution} samples, and ${MOST} of them have been drawn`,
        });
        rng.seek({ [distribution]: MOST - left });
        t.deepEqual(
          [...rng.fill(new Float64Array(left), distribution)],
          samplesOf(rng, distribution, MOST - left, left),
        );
        rng.seek({ [distribution]: 3 });
        t.deepEqual(calls(rng, distribution, 5000), samplesOf(rng, distribution, 3, 5000));
      }
    }
  });

  test(`${engine}: generators do not disturb each other`, (t) => {
    const many = Array.from({ length: 300 }, (_, n) => new Generator({ seed: n, stream: n, engine }));
    const found = many.map((): number[] => []);
    for (let turn = 0; turn < 150; turn++) {
      many.forEach((rng, n) => {
        found[n]!.push(turn % 3 === 0 ? rng.normal() : rng.random());
      });
    }
    many.forEach((rng, n) => {
      const uniform = samplesOf(rng, 'uniform', 0, 150);
      const gaussian = samplesOf(rng, 'normal', 0, 150);
      const expected = found[n]!.map((_, turn) => (turn % 3 === 0 ? gaussian.shift() : uniform.shift()));
      t.deepEqual(found[n], expected);
    });
  });
}
