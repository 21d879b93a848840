import { type Definition, define, MAX_ROW, type Rule } from './definition.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { sqrt } = Math;

/** Directions. */
export interface DirectionParameters {
  /** Of how many dimensions: a whole number from 1 to 1,024. */
  dimensions: number;
}

/** The normals of pairs, as they are. */
export const normals: Rule = {
  words: 1,
  pair: true,
  attempt({ normals, out }, count) {
    for (let i = 0; i < count; i++) {
      out[i] = normals[i]!;
    }
    return 0;
  },
};

/** Points on a unit sphere: normals over the length of their row. */
export const direction: Definition<DirectionParameters, [dimensions: number], number[]> = define({
  name: 'direction',
  number: 32,
  use: 'directions in space: points on a circle, a sphere or beyond, rows of length 1',
  parameters: {
    dimensions: {
      allowed: `a whole number from 1 to ${MAX_ROW}`,
      holds: (value) => Number.isInteger(value) && value >= 1 && value <= MAX_ROW,
      meaning: 'of how many dimensions',
      also: ['d', 'n', 'dim', 'dims'],
    },
  },
  example: [3],
  range: () => [-1, 1],
  rule: () => normals,
  row: {
    size: ([dimensions]) => dimensions!,
    finish:
      ([dimensions]) =>
      (numbers, count) => {
        for (let from = 0; from < count; from += dimensions!) {
          normalise(numbers, from, dimensions!);
        }
      },
  },
});

function normalise(numbers: Float64Array, from: number, size: number): void {
  let squares = numbers[from]! * numbers[from]!;
  for (let i = from + 1; i < from + size; i++) {
    squares += numbers[i]! * numbers[i]!;
  }
  const length = sqrt(squares);
  for (let i = from; i < from + size; i++) {
    numbers[i] = squares === 0 ? Number(i === from) : numbers[i]! / length;
  }
}
