/** Elementary functions, the exported ones and those of rules, against 200-bit arithmetic (judge.py has their errors). */
import type { Evidence, Group } from './evidence.ts';

/** Points of which each function is tried, at least. */
const FEW = 2 ** 11;
const MANY = 2 ** 15;

export const functions: Group = ({ library, engine, samples, functions }, say) => {
  // Rust's are the same to the bit: samples of both engines are.
  if (engine !== 'typescript') {
    return [];
  }
  const count = Math.min(MANY, Math.max(FEW, samples / 2 ** 11));
  let seed = 1400;
  /** Uniform numbers. */
  const within = (low: number, high: number): number[] => [
    ...library.fillSync(new Float64Array(count), { distribution: 'uniform', low, high, seed: seed++ }),
  ];
  /** Numbers of both signs, evenly spread in their logarithms. */
  const scales = (low: number, high: number, signs = true): number[] =>
    within(low, high).map(
      (e, i) => (1 + (i % 97) / 97) * 2 ** Math.floor(e) * (signs && i % 2 === 1 ? -1 : 1),
    );
  const near1 = scales(-53, -1).map((x) => 1 + x);
  const bases = [...scales(-1000, 1000, false), ...near1, ...within(0.5, 2)];
  // Powers that are neither 0, subnormal nor infinite, however large.
  const powers = bases.map(
    (x, i) => (((i * 0.618_033_988_7) % 1) * 2 - 1) * Math.min(2 ** 60, 700 / Math.abs(Math.log(x) || 1)),
  );
  const means = scales(7, 49, false).map((m) => Math.max(101, m));
  const found: Record<string, number[][]> = {
    exp: [[...within(-708, 709), ...within(-1, 1)]],
    expm1: [[...within(-40, 709), ...within(-1, 1), ...scales(-60, 0)]],
    ln: [[...scales(-1020, 1020, false), ...near1, ...within(0.5, 2)]],
    log1p: [[...within(-1, 1), ...scales(-60, -1), ...scales(0, 1000, false)]],
    pow: [bases, powers],
    sinpi: [[...within(-1, 1), ...within(-1000, 1000), ...scales(-60, 20)]],
    cospi: [[...within(-1, 1), ...within(-1000, 1000), ...scales(-60, 20)]],
    tanh: [[...within(-20, 20), ...within(-1, 1), ...scales(-60, 0)]],
    // Of uniforms in (0, 1), odd multiples of 2^-53.
    tangent: [within(0, 1).map((u) => (2 * Math.floor(u * 2 ** 52) + 1) * 2 ** -53)],
    stirling: [scales(3, 49, false).map((k) => 1 / Math.max(10, Math.floor(k)))],
    saddle: [
      means.map((m, i) => Math.floor(m + ((i % 19) - 9) * Math.sqrt(m) * 0.99)).map((k) => Math.max(10, k)),
      means,
    ],
  };
  return Object.entries(found).map(([of, lists]): Evidence => {
    say(of);
    const values = lists[0]!.map((_, i) => functions[of]!(...lists.map((list) => list[i]!)));
    return {
      group: 'functions',
      name: of,
      samples: values.length,
      kind: 'accuracy',
      of,
      arguments: lists,
      // JSON has no NaN, which none of these may be.
      found: values.map((value) => (Number.isFinite(value) ? value : Number.MAX_VALUE)),
    };
  });
};
