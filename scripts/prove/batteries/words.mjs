// Raw words for a battery, without end, on standard output. Each input puts side by side what should have nothing in common:
//   npx tsx scripts/prove/batteries/words.mjs streams|seeds|blocks|words|redraws|children [--seed 1] [--engine native]
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { chooseEngine } from '../../../ts/library/engines/choose.ts';
import { childOfCount, childOfKey } from '../../../ts/library/generator/child.ts';
import { DrawKey } from '../../../ts/library/generator/key.ts';
import { toKey } from '../../../ts/library/stream/lanes.ts';
import { philox4x32_10 } from '../../../ts/library/stream/philox.ts';
import { redraw } from '../../../ts/library/stream/redraws.ts';

const BLOCK_SAMPLES = 65_536;
/** Words of a row, and halves of them. */
const ROW = 16;
const HALVES = 2 * ROW;
/** Rows of a piece, which is 512 KiB. */
const ROWS = 4096;
/** Streams that are interleaved. */
const STREAMS = 64;
/** The numbers of distributions and other uses whose words are interleaved, and the words of each. */
const NUMBERS = [0, 1, 2, 3, 4, 1000, 1001, 1002];
const WORDS = 8;
/** The first calls of a sample's redraws, and the first of their second stage. */
const CALLS = [0, 1, 1024];

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, engine: { type: 'string' } },
});
const engine = chooseEngine(values.engine);
const seed = BigInt(values.seed);
const UNIFORM = { number: 0, seed, stream: 0 };

const inputs = {
  /** A word of each of 64 streams of a seed in turn. */
  *streams() {
    const each = ROWS / STREAMS;
    const lanes = Array.from({ length: STREAMS }, () => new Int32Array(64));
    const part = new BigUint64Array(each * ROW);
    for (let start = 0; ; start += part.length) {
      const piece = new BigUint64Array(ROWS * ROW);
      for (let stream = 0; stream < STREAMS; stream++) {
        if (start % BLOCK_SAMPLES === 0) {
          engine.seekLanes(lanes[stream], { ...UNIFORM, stream }, 0, start);
        }
        engine.readWords(lanes[stream], new Uint32Array(part.buffer));
        for (let i = 0; i < part.length; i++) {
          piece[i * STREAMS + stream] = part[i];
        }
      }
      yield piece;
    }
  },
  /** The first 16 words of a seed, of the next seed, and so on. */
  *seeds() {
    for (let first = seed; ; first += BigInt(ROWS)) {
      yield rows((row) => [{ ...UNIFORM, seed: BigInt.asUintN(64, first + BigInt(row)) }, 0, 0]);
    }
  },
  /** The first 16 words of a block, of the next block, and so on. */
  *blocks() {
    for (let block = 0; ; block += ROWS) {
      yield rows((row) => [UNIFORM, 0, (block + row) * BLOCK_SAMPLES]);
    }
  },
  /** Of the first rows of a block's words m = 0 to 7, for each number, the first, then the second …; then those of the next stream and block. */
  *words() {
    const sources = Array.from({ length: STREAMS }, (_, stream) =>
      NUMBERS.map((number) => ({ number, seed, stream })),
    );
    const each = NUMBERS.length * WORDS;
    for (let block = 0; ; block += ROWS / each / STREAMS) {
      const piece = rows((row) => {
        const at = Math.floor(row / each);
        const of = row % each;
        const start = (block + Math.floor(at / STREAMS)) * BLOCK_SAMPLES;
        return [sources[at % STREAMS][Math.floor(of / WORDS)], of % WORDS, start];
      });
      yield turned(new BigUint64Array(piece.buffer), each);
    }
  },
  /** The words of a sample's first two redraws, and of the first of its second stage, for each number; then the next sample's. */
  *redraws() {
    const key = toKey(seed);
    const each = NUMBERS.length * CALLS.length;
    const [low, high] = [new Int32Array(1), new Int32Array(1)];
    const [nextLow, nextHigh] = [new Int32Array(1), new Int32Array(1)];
    const [lows, highs] = [
      [low, nextLow],
      [high, nextHigh],
    ];
    for (let sample = 0; ; sample += ROWS) {
      const piece = new Int32Array(ROWS * each * 4);
      for (let i = 0, at = 0; i < ROWS; i++) {
        for (const number of NUMBERS) {
          for (const call of CALLS) {
            redraw(key, number, 0, sample + i, call, 0, 2, false, { low: lows, high: highs }, 0);
            piece[at++] = low[0];
            piece[at++] = high[0];
            piece[at++] = nextLow[0];
            piece[at++] = nextHigh[0];
          }
        }
      }
      yield piece;
    }
  },
  /** The seeds of a count's child and of the same number's as a key, then both streams; then those of the next. */
  *children() {
    const kinds = [128, 130];
    const { low: keyLow, high: keyHigh } = toKey(seed);
    const outputs = new Int32Array(4);
    for (let first = 0; ; first += ROWS) {
      const piece = new Int32Array(ROWS * 6);
      for (let i = 0; i < ROWS; i++) {
        const k = first + i;
        for (let kind = 0; kind < 2; kind++) {
          philox4x32_10(keyLow, keyHigh, k, Math.floor(k / 2 ** 32), kinds[kind], 0, outputs, 0);
          piece[6 * i + 2 * kind] = outputs[0];
          piece[6 * i + 2 * kind + 1] = outputs[1];
          piece[6 * i + 4 + kind] = outputs[2];
        }
      }
      requireChildren(new BigUint64Array(piece.buffer, 0, 3), first);
      yield piece;
    }
  },
};

/** The rows of some words, each of a source's word m from a sample on. */
function rows(at) {
  const lanes = new Int32Array(64);
  const piece = new Uint32Array(ROWS * HALVES);
  for (let row = 0; row < ROWS; row++) {
    engine.seekLanes(lanes, ...at(row));
    engine.readWords(lanes, piece.subarray(row * HALVES, (row + 1) * HALVES));
  }
  return piece;
}

/** Of each so many rows the first words, then the second ones, and so on. */
function turned(words, each) {
  const piece = new BigUint64Array(words.length);
  for (let group = 0; group < words.length; group += each * ROW) {
    for (let row = 0; row < each; row++) {
      for (let i = 0; i < ROW; i++) {
        piece[group + i * each + row] = words[group + row * ROW + i];
      }
    }
  }
  return piece;
}

/** The library's own children are too slow for a battery; those made here are the same. */
function requireChildren([counted, numbered, streams], k) {
  const parent = DrawKey.of(UNIFORM.seed, UNIFORM.stream);
  const [byCount, byKey] = [childOfCount(parent, k), childOfKey(parent, k)];
  const same = counted === byCount.seed && numbered === byKey.seed;
  if (!same || streams !== ((BigInt(byKey.stream) << 32n) | BigInt(byCount.stream))) {
    throw new Error(`the children of ${k} are not the library's`);
  }
}

const input = inputs[positionals[0]];
if (input === undefined) {
  console.error(`error: the input must be one of ${Object.keys(inputs).join(', ')}, not ${positionals[0]}`);
  process.exit(2);
}
process.stdout.on('error', (error) => process.exit(error.code === 'EPIPE' ? 0 : 1));
for (const piece of input()) {
  if (!process.stdout.write(new Uint8Array(piece.buffer))) {
    await once(process.stdout, 'drain');
  }
}
