import type { Range, Stream } from '../job.ts';
import { type Engine, LANES_WORDS } from './engine.ts';
import type { SampleArray } from './sample-array.ts';

// Bun before 1.4 lost what an addon wrote to arrays of less than about 1,000 bytes: every sample was 0. So an engine is
// tried before it is used, on the values that docs/stream.md defines for one stream, in every way in which data crosses.

/** Every number that crosses is large, and the halves of the seed differ. */
const UNIFORM: Stream = { distribution: 'uniform', seed: 0x0123_4567_89ab_cdefn, stream: 0xfedc_ba98 };
const GAUSSIAN: Stream = { ...UNIFORM, distribution: 'gaussian' };
const START = 2 ** 52;
const LARGE = 2048;

/** LARGE samples from number START on. They change with the stream's version alone. */
const EXPECTED = {
  uniform: {
    first: [0.7146493509187083, 0.2380477518991545, 0.6620260817948982],
    last: 0.7523032199656485,
    singles: [0.7146493196487427, 0.23804771900177002, 0.662026047706604],
    lastSingle: 0.7523031830787659,
    /** The lower and the upper half of the word after those samples. */
    nextWord: [1385570842, 3878246694],
    sum: 212506115291282825216n,
  },
  gaussian: {
    first: [1.516416445483377, -0.6860051540963783, -0.16078758590448836],
    /** Two blocks further on, where it is negative. */
    sum: -46679624565949710336n,
  },
};

const SUMMED: Range = { start: START, samples: 20 };
const NEGATIVE: Range = { start: START + 2 * 65_536, samples: 20 };

/** Throws unless what an engine computes arrives as it should. */
export function prove(engine: Engine): void {
  const { uniform, gaussian } = EXPECTED;
  const fill = <T extends SampleArray>(array: T, stream = UNIFORM): T => {
    engine.fill(stream, START, array);
    return array;
  };

  equal('a small array', fill(new Float64Array(3)), uniform.first);
  equal('a small array of Gaussian samples', fill(new Float64Array(3), GAUSSIAN), gaussian.first);
  equal('a small array of single precision', fill(new Float32Array(3)), uniform.singles);

  const doubles = fill(new Float64Array(LARGE));
  equal('a large array', ends(doubles), [...uniform.first, uniform.last]);
  const singles = fill(new Float32Array(LARGE));
  equal('a large array of single precision', ends(singles), [...uniform.singles, uniform.lastSingle]);

  const around = new Float64Array(5);
  fill(around.subarray(1, 4));
  equal('a part of an array', around, [0, ...uniform.first, 0]);

  const scaled = new Float64Array(3);
  engine.fill(UNIFORM, START, scaled, { offset: -100, factor: 8, most: -95, mostSingle: -95 });
  equal(
    'scaled samples',
    scaled,
    uniform.first.map((sample) => Math.min(8 * sample - 100, -95)),
  );

  const lanes = new Int32Array(LANES_WORDS);
  const window = new Float64Array(32);
  engine.seekLanes(lanes, UNIFORM, START);
  engine.readLanes(lanes, 'uniform', window, 16);
  equal("a generator's window", window.subarray(14, 19), [0, 0, ...uniform.first]);
  engine.readLanes(lanes, 'uniform', doubles.fill(0), 16);
  equal("a generator's large window", doubles.subarray(-1), [uniform.last]);
  const words = new Uint32Array(32);
  engine.readWords(lanes, words);
  equal("a generator's words", words.subarray(0, 2), uniform.nextWord);

  equal('a sum', [engine.sum(UNIFORM, SUMMED)], [uniform.sum]);
  equal('a negative sum', [engine.sum(GAUSSIAN, NEGATIVE)], [gaussian.sum]);
}

/** A large array's first samples and its last. */
function ends(array: SampleArray): number[] {
  return [...array.subarray(0, 3), array[LARGE - 1]!];
}

function equal<T extends number | bigint>(what: string, found: ArrayLike<T>, expected: readonly T[]): void {
  const wrong = expected.findIndex((value, i) => !Object.is(found[i], value));
  if (wrong >= 0) {
    throw new Error(`${what} has ${found[wrong]} where ${expected[wrong]} should be`);
  }
}
