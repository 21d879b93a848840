// What else a JavaScript program could draw the throws of a die with: 0 to 5.
import { randomInt } from 'node:crypto';
import { randomInt as d3RandomInt } from 'd3-random';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import { xorshift128plus } from 'pure-rand/generator/xorshift128plus';
import { peer } from './generators.mjs';

const xoroshiro = xoroshiro128plus(42);
const xorshift = xorshift128plus(42);

export const INTEGERS = [
  await peer('math-random', 'Math.random * 6 (no seed)', () => Math.floor(Math.random() * 6)),
  await peer('pure-rand', 'pure-rand xoroshiro', () => uniformInt(xoroshiro, 0, 5)),
  await peer('pure-rand-xorshift', 'pure-rand xorshift', () => uniformInt(xorshift, 0, 5)),
  await peer('d3', 'd3-random (no seed)', d3RandomInt(6)),
  await peer('crypto', 'node:crypto (no seed)', () => randomInt(6)),
];
