// Writes words to standard output, 8 bytes each, in one of the orders that a battery is to see, until nobody reads.
import { once } from 'node:events';
import { wordsOf } from '../../../ts/engine/typescript/words.ts';
import { BLOCK_SAMPLES } from '../../../ts/job.ts';

const SEED = 42n;

/** Streams side by side: a word of each in turn. */
const STREAMS = 1024;

/** Words of a piece of one origin, where origins follow each other: a step's eight. */
const STEP = 8;

/** Every order of words, as pieces to be written one after the other. */
const INPUTS: Readonly<Record<string, () => Generator<Int32Array>>> = {
  stream: () => wordsOf({ seed: SEED, stream: 0 }, { start: 0, samples: Number.MAX_SAFE_INTEGER }),
  *interleaved() {
    const words = 4096;
    for (let start = 0; ; start += words) {
      const all = Array.from({ length: STREAMS }, (_, stream) => taken({ seed: SEED, stream }, start, words));
      const mixed = new Int32Array(2 * STREAMS * words);
      for (let i = 0, at = 0; i < words; i++) {
        for (const one of all) {
          mixed[at++] = one[2 * i]!;
          mixed[at++] = one[2 * i + 1]!;
        }
      }
      yield mixed;
    }
  },
  *seeds() {
    for (let seed = 0n; ; seed++) {
      yield taken({ seed, stream: 0 }, 0, STEP);
    }
  },
  *blocks() {
    for (let block = 0; ; block++) {
      yield taken({ seed: SEED, stream: 0 }, block * BLOCK_SAMPLES, STEP);
    }
  },
};

function taken(of: { seed: bigint; stream: number }, start: number, samples: number): Int32Array {
  return wordsOf(of, { start, samples }).next().value!;
}

process.stdout.on('error', () => process.exit(0));
const pieces = INPUTS[process.argv[2] ?? 'stream']?.();
if (pieces === undefined) {
  process.stderr.write(`error: inputs are ${Object.keys(INPUTS).join(', ')}\n`);
  process.exit(2);
}
for (const bytes of gathered(pieces)) {
  if (!process.stdout.write(bytes)) {
    await once(process.stdout, 'drain');
  }
}

/** Pieces together, so that the system is not asked for each. */
function* gathered(pieces: Iterable<Int32Array>): Generator<Uint8Array> {
  let buffer = new Int32Array(32_768);
  let used = 0;
  for (const piece of pieces) {
    if (piece.length > buffer.length / 2) {
      yield new Uint8Array(piece.buffer, piece.byteOffset, piece.byteLength);
      continue;
    }
    buffer.set(piece, used);
    used += piece.length;
    if (used + piece.length > buffer.length) {
      yield new Uint8Array(buffer.buffer, 0, 4 * used);
      buffer = new Int32Array(buffer.length);
      used = 0;
    }
  }
}
