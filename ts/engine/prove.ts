import type { Stream } from '../job.ts';
import { type Engine, LANES_WORDS, ROW_SAMPLES } from './engine.ts';

// Bun before 1.4 lost what an addon wrote to arrays of less than about 1,000 bytes: every sample was 0. So an engine is
// tried before it is used, on values of the sample stream (docs/stream.md), in every way in which data crosses.

/** Every number that crosses is large, and the halves of the seed differ. */
const UNIFORM: Stream = { distribution: 'uniform', seed: 0x0123_4567_89ab_cdefn, stream: 0xfedc_ba98 };
const GAUSSIAN: Stream = { ...UNIFORM, distribution: 'gaussian' };
const START = 2 ** 52;
const SCALE = { offset: -100, factor: 8, most: -94.5, mostSingle: -94.5 };

/** Samples of a small array, and of a large one. */
const SMALL = 3;
const LARGE = 256;

/** What the streams have there. It changes with the stream's version alone. */
const EXPECTED = {
  doubles: [0.7146493509187083, 0.2380477518991545, 0.6620260817948982],
  singles: [0.7146493196487427, 0.23804771900177002, 0.662026047706604],
  /** The last of a large array. */
  lastSingle: 0.8378533124923706,
  /** By SCALE, after a place that is left alone. */
  scaled: [0, -94.5, -98.09561798480676, -94.70379134564081],
  lastScaled: -94.5,
  /** The halves of the word after two rows. */
  words: [3614685355, 676742097],
  /** Of 20 Gaussian samples, two blocks further on: negative, and of more than 64 bits. */
  sum: -46679624565949710336n,
};

/** Throws unless what an engine computes arrives as it should. */
export function prove(engine: Engine): void {
  const doubles = new Float64Array(SMALL);
  engine.fill(UNIFORM, START, doubles);
  equal('a small array', doubles, EXPECTED.doubles);
  const part = new Float64Array(LARGE);
  engine.fill(UNIFORM, START, part.subarray(1), SCALE);
  equal('a part of a large array', part, EXPECTED.scaled, EXPECTED.lastScaled);

  const singles = new Float32Array(SMALL);
  engine.fill(UNIFORM, START, singles);
  equal('a small array of single precision', singles, EXPECTED.singles);
  const manySingles = new Float32Array(LARGE);
  engine.fill(UNIFORM, START, manySingles);
  equal('a large array of single precision', manySingles, EXPECTED.singles, EXPECTED.lastSingle);

  const lanes = new Int32Array(LANES_WORDS);
  const window = new Float64Array(2 * ROW_SAMPLES);
  const words = new Uint32Array(2 * ROW_SAMPLES);
  engine.seekLanes(lanes, UNIFORM, START);
  engine.readLanes(lanes, 'uniform', window, ROW_SAMPLES);
  equal("a generator's window", window.subarray(ROW_SAMPLES - 1), [0, ...EXPECTED.doubles]);
  engine.readWords(lanes, words);
  equal("a generator's words", words, EXPECTED.words);

  const sum = engine.sum(GAUSSIAN, { start: START + 2 * 65_536, samples: 20 });
  equal('a sum', [sum], [EXPECTED.sum]);
}

/** Throws unless an array begins with these values, and ends with this one. */
function equal<T extends number | bigint>(
  what: string,
  array: ArrayLike<T>,
  first: readonly T[],
  last = array[array.length - 1],
): void {
  const wrong = first.findIndex((value, i) => array[i] !== value);
  if (wrong >= 0 || array[array.length - 1] !== last) {
    const at = wrong >= 0 ? wrong : array.length - 1;
    throw new Error(`${what} has ${array[at]} where ${first[at] ?? last} should be`);
  }
}
