// Raw words for a battery, without end, on standard output. Each input puts side by side what should have nothing in common:
//   npx tsx scripts/prove/batteries/words.mjs streams|seeds|blocks [--seed 1] [--engine native]
import { once } from 'node:events';
import { parseArgs } from 'node:util';
import { chooseEngine } from '../../../ts/library/engines/choose.ts';

const BLOCK_SAMPLES = 65_536;
/** Words of a row, and halves of them. */
const ROW = 16;
const HALVES = 2 * ROW;
/** Rows of a piece, which is 512 KiB. */
const ROWS = 4096;
/** Streams that are interleaved. */
const STREAMS = 64;

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { seed: { type: 'string', default: '1' }, engine: { type: 'string' } },
});
const engine = chooseEngine(values.engine);
const seed = BigInt(values.seed);

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
          engine.seekLanes(lanes[stream], { distribution: 'uniform', seed, stream }, start);
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
      yield rows((row) => ({ seed: BigInt.asUintN(64, first + BigInt(row)), start: 0 }));
    }
  },
  /** The first 16 words of a block, of the next block, and so on. */
  *blocks() {
    for (let block = 0; ; block += ROWS) {
      yield rows((row) => ({ seed, start: (block + row) * BLOCK_SAMPLES }));
    }
  },
};

function rows(at) {
  const lanes = new Int32Array(64);
  const piece = new Uint32Array(ROWS * HALVES);
  for (let row = 0; row < ROWS; row++) {
    const { seed, start } = at(row);
    engine.seekLanes(lanes, { distribution: 'uniform', seed, stream: 0 }, start);
    engine.readWords(lanes, piece.subarray(row * HALVES, (row + 1) * HALVES));
  }
  return piece;
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
