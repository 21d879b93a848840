import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'ava';
import { ENGINES } from '../../ts/library/engines/choose.ts';
import { typescriptEngine } from '../../ts/library/engines/typescript/index.ts';
import { childOfCount, childOfKey } from '../../ts/library/generator/child.ts';
import { DrawKey } from '../../ts/library/generator/key.ts';
import { redraw } from '../../ts/library/stream/redraws.ts';
import { testOf } from '../engines.ts';

const SCRIPT = fileURLToPath(new URL('../../scripts/prove/batteries/words.mjs', import.meta.url));
const KEY = { seed: 7n, stream: 0 };
const PARENT = DrawKey.of(KEY.seed, KEY.stream);
const NUMBERS = [0, 1, 2, 3, 4, 1000, 1001, 1002];

/** The first words that a battery gets. */
async function firstWords(input: string, count: number, engine: string): Promise<bigint[]> {
  const writing = spawn(process.execPath, ['--import=tsx', SCRIPT, input, '--seed', '7', '--engine', engine]);
  const chunks: Buffer[] = [];
  for await (const chunk of writing.stdout) {
    chunks.push(chunk);
    if (chunks.reduce((sum, { length }) => sum + length, 0) >= 8 * count) {
      break;
    }
  }
  const bytes = Buffer.concat(chunks);
  return Array.from({ length: count }, (_, i) => bytes.readBigUInt64LE(8 * i));
}

function wordOf(number: number, word: number, stream: number, sample: number): bigint {
  const lanes = new Int32Array(64);
  const row = new BigUint64Array(16);
  typescriptEngine.seekLanes(lanes, { ...KEY, number, stream }, word, sample - (sample % 16));
  typescriptEngine.readWords(lanes, new Uint32Array(row.buffer));
  return row[sample % 16]!;
}

for (const engine of ENGINES) {
  const engineTest = testOf(engine);

  engineTest(`${engine}: batteries get the words that lie beside each other`, async (t) => {
    const each = NUMBERS.length * 8;
    const words = await firstWords('words', 64 * 16 * each + 1, engine);
    for (const at of [0, 1, 9, each - 1, each, 15 * each + 3, 16 * each, 63 * 16 * each + 70]) {
      const [number, word] = [NUMBERS[Math.floor((at % each) / 8)]!, at % 8];
      const [stream, sample] = [Math.floor(at / (16 * each)), Math.floor(at / each) % 16];
      t.is(words[at], wordOf(number, word, stream, sample), `${at}`);
    }
    t.is(words.at(-1), wordOf(0, 0, 0, 65_536), 'the next block');
  });
}

test('batteries get the redraws of sample after sample', async (t) => {
  const words = await firstWords('redraws', 96, 'typescript');
  const found: bigint[] = [];
  for (const sample of [0, 1]) {
    for (const number of NUMBERS) {
      for (const call of [0, 1, 1024]) {
        const [low, high] = [0, 1].map(() => [new Int32Array(1), new Int32Array(1)]) as [
          Int32Array[],
          Int32Array[],
        ];
        redraw({ low: 7, high: 0 }, number, 0, sample, call, 0, 2, false, { low, high }, 0);
        found.push(...[0, 1].map((n) => joined(low[n]![0]!, high[n]![0]!)));
      }
    }
  }
  t.deepEqual(words, found);
});

test('batteries get the seeds and streams of child after child', async (t) => {
  const words = await firstWords('children', 3 * 4097, 'typescript');
  for (const k of [0, 1, 4095, 4096]) {
    const [counted, numbered] = [childOfCount(PARENT, k), childOfKey(PARENT, k)];
    t.deepEqual(words.slice(3 * k, 3 * k + 3), [
      counted.seed,
      numbered.seed,
      joined(counted.stream, numbered.stream),
    ]);
  }
});

function joined(low: number, high: number): bigint {
  return (BigInt(high >>> 0) << 32n) | BigInt(low >>> 0);
}
