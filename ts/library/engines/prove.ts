import { definitionOf, type Stream } from '../distributions/registry.ts';
import { LANES_WORDS } from '../stream/lanes.ts';
import { ROW_SAMPLES } from '../stream/stream.ts';
import type { Engine } from './engine.ts';

// Bun before 1.4 lost what an addon wrote to arrays of less than about 1,000 bytes: every sample was 0. So an engine is
// tried before it is used, on values of the sample stream (docs/stream.md), in every way in which data crosses.

/** Every number that crosses is large, and the halves of the seed differ. */
const KEY = { seed: 0x0123_4567_89ab_cdefn, stream: 0xfedc_ba98 };
const UNIFORM: Stream = { ...KEY, distribution: 'uniform', parameters: Float64Array.of(0, 1) };
const SCALED: Stream = { ...UNIFORM, parameters: Float64Array.of(-100, -92) };
const INTEGER: Stream = { ...KEY, distribution: 'integer', parameters: Float64Array.of(-300, 1e15) };
const START = 2 ** 52;

/** Samples of a small array, and of a large one. */
const SMALL = 3;
const LARGE = 256;

/** What the streams have there. It changes with the stream's version alone. */
const EXPECTED = {
  doubles: [0.7146493509187083, 0.2380477518991545, 0.6620260817948982],
  singles: [0.7146493196487427, 0.23804771900177002, 0.662026047706604],
  /** The last of a large array. */
  lastSingle: 0.8378533124923706,
  /** After a place that is left alone. */
  scaled: [0, -94.28280519265033, -98.09561798480676, -94.70379134564081],
  lastScaled: -92.63596189909909,
  whole: [789_089_657_009_279n, 680_464_914_509_889n, 326_101_126_311_277n],
  /** The halves of the word after two rows. */
  words: [3614685355, 676742097],
  /** Of 20 normal samples, two blocks further on: negative, and of more than 64 bits. */
  sum: -100153705025534525440n,
};

/** Throws unless what an engine computes arrives as it should. */
export function prove(engine: Engine): void {
  const doubles = new Float64Array(SMALL);
  engine.fill(UNIFORM, START, doubles);
  equal('a small array', doubles, EXPECTED.doubles);
  const part = new Float64Array(LARGE);
  engine.fill(SCALED, START, part.subarray(1));
  equal('a part of a large array', part, EXPECTED.scaled, EXPECTED.lastScaled);

  const singles = new Float32Array(SMALL);
  engine.fill(UNIFORM, START, singles);
  equal('a small array of single precision', singles, EXPECTED.singles);
  const manySingles = new Float32Array(LARGE);
  engine.fill(UNIFORM, START, manySingles);
  equal('a large array of single precision', manySingles, EXPECTED.singles, EXPECTED.lastSingle);

  const whole = new BigInt64Array(SMALL);
  engine.fill(INTEGER, START, whole);
  equal('a small array of whole numbers', whole, EXPECTED.whole);

  const lanes = new Int32Array(LANES_WORDS);
  const window = new Float64Array(2 * ROW_SAMPLES);
  const words = new Uint32Array(2 * ROW_SAMPLES);
  engine.seekLanes(lanes, { ...KEY, number: definitionOf('uniform').number }, 0, START);
  engine.readLanes(lanes, UNIFORM, START, window, ROW_SAMPLES);
  equal("a generator's window", window.subarray(ROW_SAMPLES - 1), [0, ...EXPECTED.doubles]);
  engine.readWords(lanes, words);
  equal("a generator's words", words, EXPECTED.words);

  const sum = engine.sum({ ...KEY, distribution: 'normal' }, { start: START + 2 * 65_536, samples: 20 });
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
