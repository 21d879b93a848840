// offloop/math: special values as IEEE 754 has them, results close to those of Math, and the same bits for ever.
import { createHash } from 'node:crypto';
import test from 'ava';
import { cospi, exp, expm1, ln, log1p, pow, sinpi, tanh } from '../../ts/library/math/index.ts';

const INFINITY = Number.POSITIVE_INFINITY;

test('special values are those of IEEE 754', (t) => {
  const cases: [number, number][] = [
    [exp(0), 1],
    [exp(-0), 1],
    [exp(INFINITY), INFINITY],
    [exp(-INFINITY), 0],
    [exp(709.79), INFINITY],
    [exp(-746), 0],
    [exp(-745), 5e-324],
    [exp(Number.NaN), Number.NaN],
    [expm1(-0), -0],
    [expm1(5e-324), 5e-324],
    [expm1(-INFINITY), -1],
    [expm1(-60), -1],
    [expm1(INFINITY), INFINITY],
    [expm1(Number.NaN), Number.NaN],
    [ln(1), 0],
    [ln(0), -INFINITY],
    [ln(-0), -INFINITY],
    [ln(-1), Number.NaN],
    [ln(INFINITY), INFINITY],
    [ln(Number.NaN), Number.NaN],
    [ln(5e-324), -744.4400719213812],
    [log1p(-0), -0],
    [log1p(-1), -INFINITY],
    [log1p(-1.5), Number.NaN],
    [log1p(5e-324), 5e-324],
    [log1p(INFINITY), INFINITY],
    [log1p(Number.NaN), Number.NaN],
    [tanh(-0), -0],
    [tanh(5e-324), 5e-324],
    [tanh(30), 1],
    [tanh(-INFINITY), -1],
    [tanh(Number.NaN), Number.NaN],
    [sinpi(0), 0],
    [sinpi(-0), -0],
    [sinpi(3), 0],
    [sinpi(-3), -0],
    [sinpi(0.5), 1],
    [sinpi(1.5), -1],
    [sinpi(-0.5), -1],
    [sinpi(2 ** 60), 0],
    [sinpi(INFINITY), Number.NaN],
    [cospi(-0), 1],
    [cospi(0.5), 0],
    [cospi(-1.5), 0],
    [cospi(1), -1],
    [cospi(2 ** 52 + 1), -1],
    [cospi(2 ** 60), 1],
    [cospi(Number.NaN), Number.NaN],
  ];
  for (const [i, [found, expected]] of cases.entries()) {
    t.is(found, expected, `case ${i}`);
  }
});

test('powers are those of Math.pow, but for 1 to the power of what is no number', (t) => {
  const numbers = [0, 1, 2, 3, 0.5, 0.25, 7, 10, 1e300, 1e-300, 5e-324, 2 ** 53 - 1, INFINITY];
  const signed = [...numbers, ...numbers.map((x) => -x), Number.NaN];
  for (const x of signed) {
    for (const y of signed) {
      const expected = Math.abs(x) === 1 && Math.abs(y) === INFINITY ? 1 : x === 1 ? 1 : x ** y;
      const found = pow(x, y);
      const close = Object.is(found, expected) || Math.abs(found - expected) <= Math.abs(expected) * 2 ** -51;
      t.true(
        close && Object.is(Math.sign(found), Math.sign(expected)),
        `${x}^${y} is ${found}, not ${expected}`,
      );
    }
  }
  for (let x = 1; x <= 40; x++) {
    for (let y = 0, exact = 1n; exact <= 2n ** 53n && y < 40; y++, exact *= BigInt(x)) {
      t.is(pow(x, y), Number(exact));
    }
  }
});

/** The same numbers every time, of every size from `low` to `high`. */
function* numbersOf(low: number, high: number): Generator<number> {
  for (let i = 0, x = 0.5; i < 20_000; i++) {
    x = (x + 0.6180339887498949) % 1;
    yield low + (high - low) * x;
  }
}

/** Each function between two numbers, what it is compared with, and the hash of its results there. */
const KEPT: [name: keyof typeof COMPARED, low: number, high: number, hash: string][] = [
  ['exp', -745, 709, '15f2802fa756962f'],
  ['expm1', -40, 40, '544e3c3839a3b937'],
  ['ln', 1e-9, 1e9, '47350c765415a75d'],
  ['log1p', -0.999, 50, '22c0e69e4641fdbc'],
  ['tanh', -20, 20, '2a7e8c4593257f00'],
  ['sinpi', -100, 100, '068c4605e377ec69'],
  ['cospi', -100, 100, 'a94e81c0e467264c'],
];

const PI = Math.PI;
type Compute = (x: number) => number;
const COMPARED: Record<string, [ours: Compute, near: Compute]> = {
  exp: [exp, Math.exp],
  expm1: [expm1, Math.expm1],
  ln: [ln, Math.log],
  log1p: [log1p, Math.log1p],
  tanh: [tanh, Math.tanh],
  sinpi: [sinpi, (x) => Math.sin(PI * (x - 2 * Math.round(x / 2)))],
  cospi: [cospi, (x) => Math.cos(PI * (x - 2 * Math.round(x / 2)))],
};

for (const [name, low, high, expected] of KEPT) {
  test(`${name} is near what Math gives, and has the bits that it had`, (t) => {
    const hash = createHash('sha256');
    const [compute, compared] = COMPARED[name]!;
    for (const x of numbersOf(low, high)) {
      const [found, near] = [compute(x), compared(x)];
      const size = name.endsWith('pi') ? 1 : Math.max(Math.abs(near), 2 ** -1022);
      t.true(Math.abs(found - near) <= size * 2 ** -50, `${name}(${x}) is ${found}, not ${near}`);
      hash.update(new Uint8Array(Float64Array.of(found).buffer));
    }
    t.is(hash.digest('hex').slice(0, 16), expected);
  });
}
