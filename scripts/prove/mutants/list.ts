/** Ways to break the library: one text for another. Files of `dist` are the TypeScript engine's, of `crates` the native one's. */
export interface Mutant {
  readonly name: string;
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** Why statistics cannot see it: the samples are others, and as random. Vectors must. */
  readonly equallyRandom?: string;
}

const ENGINE = 'dist/engine/typescript';

export const MUTANTS: readonly Mutant[] = [
  {
    name: 'M2LN2 off by one bit (bit 40)',
    file: `${ENGINE}/gaussian.js`,
    from: 'M2LN2 = -1.3862943611198906',
    to: 'M2LN2 = -1.3865385017448906',
  },
  {
    name: 'L1 off by one bit (bit 20)',
    file: `${ENGINE}/gaussian.js`,
    from: 'L1 = 1.333333333333347',
    to: 'L1 = 1.3333333335661776',
  },
  {
    name: 'L1 off by its lowest bit',
    file: `${ENGINE}/gaussian.js`,
    from: 'L1 = 1.333333333333347',
    to: 'L1 = 1.3333333333333468',
    equallyRandom: 'the error stays within what is promised',
  },
  {
    name: 'stream number ignored',
    file: `${ENGINE}/block.js`,
    from: 'blockHigh, lane, stream, states',
    to: 'blockHigh, lane, 0, states',
  },
  {
    name: "a block's upper 32 bits ignored",
    file: `${ENGINE}/block.js`,
    from: 'block, blockHigh, lane,',
    to: 'block, 0, lane,',
  },
  {
    name: "a seed's upper half ignored",
    file: `${ENGINE}/block.js`,
    from: 'Number(seed >> 32n)]',
    to: '0]',
  },
  {
    name: 'every second block repeats the one before it',
    file: `${ENGINE}/block.js`,
    from: 'philox4x32_10(keyLow, keyHigh, block,',
    to: 'philox4x32_10(keyLow, keyHigh, block & ~1,',
  },
  {
    name: "a block's first row repeats at its second",
    file: `${ENGINE}/index.js`,
    from: 'fillBlock(states, array, done, samples, scale);\n            }',
    to: 'fillBlock(states, array, done, samples, scale);\n                if (first === 0 && samples >= 32) array.copyWithin(done + 16, done, done + 16);\n            }',
  },
  {
    name: "the cosine's sign bit lost",
    file: `${ENGINE}/gaussian.js`,
    from: 'const sign = (directionHigh >> 31) | 1;',
    to: 'const sign = 1;',
  },
  {
    name: 'the sine of another radius: halves not independent',
    file: `${ENGINE}/gaussian.js`,
    from: 'batch[i + SINES] = radius * sine;',
    to: 'batch[i + SINES] = radius * (sine * Math.sign(cosine * sign));',
  },
  {
    name: 'low 11 bits of uniform samples zero',
    file: `${ENGINE}/xoshiro.js`,
    from: '(lows[t] >>> 11) * 2 ** -53',
    to: '(lows[t] >>> 22 << 11) * 2 ** -53',
  },
  {
    name: 'a single bit of the lower half stuck',
    file: `${ENGINE}/xoshiro.js`,
    from: '(lows[t] >>> 11) * 2 ** -53',
    to: '((lows[t] | 0x1000) >>> 11) * 2 ** -53',
  },
  {
    name: 'two lanes swapped in uniform samples',
    file: `${ENGINE}/uniform.js`,
    from: `nextOutputs(states, 2 * j, halves, steps);\n    joinOutputs(states, 2 * j + 1,`,
    to: `nextOutputs(states, (2 * j) ^ 2, halves, steps);\n    joinOutputs(states, 2 * j + 1,`,
  },
  {
    name: "two lanes' states swapped",
    file: `${ENGINE}/block.js`,
    from: 'lane, stream, states, STATE_WORDS * lane);',
    to: 'lane, stream, states, STATE_WORDS * (lane ^ 1));',
    equallyRandom: 'the halves of every word change places: another stream, as random',
  },
  {
    name: "Philox's second multiplier off by one bit",
    file: `${ENGINE}/philox.js`,
    from: '0xcd9e8d57',
    to: '0xcd9e8d55',
    equallyRandom: 'still a bijection that mixes well: another stream, as random',
  },
  {
    name: 'Philox with 1 round of 10',
    file: `${ENGINE}/philox.js`,
    from: 'ROUNDS = 10',
    to: 'ROUNDS = 1',
  },
  {
    name: "xoshiro's shift 8, not 9",
    file: `${ENGINE}/xoshiro.js`,
    from: 's1 << 9',
    to: 's1 << 8',
    equallyRandom: 'perhaps of a shorter period, but no block is so long',
  },
  {
    name: 'scale: 2^-50 too much for each unit',
    file: `${ENGINE}/scale.js`,
    from: 'offset + factor * array[i]',
    to: 'offset + factor * (1 + 2 ** -50) * array[i]',
    equallyRandom: 'it would show after 2^100 samples',
  },
  {
    name: 'scale: factor off by a thousandth',
    file: `${ENGINE}/scale.js`,
    from: 'offset + factor * array[i]',
    to: 'offset + factor * 1.001 * array[i]',
  },
  {
    name: 'single precision of 23 bits',
    file: `${ENGINE}/uniform.js`,
    from: '(halves[t] >>> 8) * 2 ** -24',
    to: '(halves[t] >>> 9) * 2 ** -23',
  },
  {
    name: "a generator's reader a row back at a block's edge",
    file: 'dist/generator/draws.js',
    from: 'seekLanes(this.#lanes, this.#stream, start);',
    to: 'seekLanes(this.#lanes, this.#stream, Math.max(0, start - 16));',
  },
  {
    name: "a generator's reader a row ahead at a block's edge",
    file: 'dist/generator/draws.js',
    from: 'seekLanes(this.#lanes, this.#stream, start);',
    to: 'seekLanes(this.#lanes, this.#stream, start + 16);',
    equallyRandom: 'a random stream without some of its samples is as random',
  },
  {
    name: 'integers: what does not fit is folded, not refused',
    file: 'dist/generator/integers.js',
    from: 'if (k < count) {',
    to: 'if (k >= count) {\n                return k - count;\n            }\n            if (k < count) {',
  },
  {
    name: "shuffle: an item never stays (Sattolo's)",
    file: 'dist/generator/generator.js',
    from: 'this.#integers.below(i + 1)',
    to: 'this.#integers.below(i)',
  },
  {
    name: 'children of the same seed',
    file: 'dist/generator/child.js',
    from: 'philox4x32_10(keyLow, keyHigh, child, childHigh,',
    to: 'philox4x32_10(keyLow, keyHigh, child >> 1, childHigh,',
  },
  {
    name: 'uniform sums: the lower halves of words left out',
    file: `${ENGINE}/uniform.js`,
    from: 'lows += sumOutputs(states, 2 * j, steps, ~0x7ff);',
    to: '',
    equallyRandom: 'a sum is off by 2^-33 a sample, which no sum of 2^50 samples would show',
  },
  {
    name: 'Gaussian sums: the sines left out',
    file: `${ENGINE}/gaussian.js`,
    from: 'accumulators[j] + accumulators[j + SINES]',
    to: 'accumulators[j] + accumulators[j]',
  },
  {
    name: 'Rust: stream number ignored',
    file: 'crates/sampling/src/xoshiro.rs',
    from: 'u32x16::splat(simd, stream),',
    to: 'u32x16::splat(simd, stream & 0),',
  },
  {
    name: "Rust: the cosine's sign bit lost",
    file: 'crates/sampling/src/gaussian.rs',
    from: 'const SIGN: u64 = 1 << 63;',
    to: 'const SIGN: u64 = 0;',
  },
  {
    name: 'Rust: four blocks side by side are the same block',
    file: 'crates/sampling/src/block.rs',
    from: 'block + n as u64',
    to: 'block + 0 * n as u64',
  },
  {
    name: 'Rust: low 11 bits of uniform samples zero',
    file: 'crates/sampling/src/uniform.rs',
    from: 'simd.cvt_f64_u64x8(words >> bits)',
    to: 'simd.cvt_f64_u64x8((words >> bits) & !0x7FF)',
  },
];
