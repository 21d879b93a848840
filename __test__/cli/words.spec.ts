import { readFileSync } from 'node:fs';
import test from 'ava';
import { sampleSync } from '../../ts/index.ts';
import { testEngines } from '../engines.ts';
import { says } from '../processes.ts';
import { run, start } from './run.ts';

interface WordVector {
  seed: string;
  stream: number;
  start: number;
  words: string[];
}

const { words: vectors }: { words: WordVector[] } = JSON.parse(
  readFileSync(new URL('../../docs/vectors/uniform.json', import.meta.url), 'utf8'),
);

const JOB = ['--samples', '150001', '--seed', '5', '--stream', '9', '--start', '65501'];
const expected = sampleSync({ distribution: 'uniform', samples: 150_001, seed: 5, stream: 9, start: 65_501 });

function words(format: string, args: readonly string[]) {
  return run(['sample', 'uniform', '--format', format, ...args]);
}

testEngines('sample writes every published word, whole and its upper half', async (t, engine) => {
  for (const { seed, stream, start, words: published } of vectors) {
    const where = ['--seed', seed, '--stream', `${stream}`, '--start', `${start}`, '--engine', engine];
    const args = [...where, '--samples', `${published.length}`];
    const whole = await words('u64le', args);
    t.is(whole.code, 0);
    t.is(whole.stderr, '');
    const found = published.map((_, i) =>
      whole.bytes
        .readBigUInt64LE(8 * i)
        .toString(16)
        .padStart(16, '0'),
    );
    t.deepEqual(found, published);
    t.is(whole.bytes.length, 8 * published.length);
    const upper = await words('u32le', args);
    t.deepEqual(
      published.map((_, i) =>
        upper.bytes
          .readUInt32LE(4 * i)
          .toString(16)
          .padStart(8, '0'),
      ),
      published.map((word) => word.slice(0, 8)),
    );
    t.is(upper.bytes.length, 4 * published.length);
  }
});

testEngines('uniform samples are the upper 53 bits of the words, across blocks', async (t, engine) => {
  const whole = await words('u64le', [...JOB, '--engine', engine]);
  const found = expected.map((_, i) => Number(whole.bytes.readBigUInt64LE(8 * i) >> 11n) * 2 ** -53);
  t.true(Buffer.from(found.buffer).equals(Buffer.from(expected.buffer)));
  const upper = await words('u32le', [...JOB, '--engine', engine]);
  t.true(expected.every((sample, i) => upper.bytes.readUInt32LE(4 * i) === Math.floor(sample * 2 ** 32)));
  t.is(upper.bytes.length, 4 * expected.length);
});

test('a word format refuses what words do not have', async (t) => {
  const refused = async (args: readonly string[], why: RegExp): Promise<void> => {
    const { code, bytes, stderr } = await run(['sample', ...args]);
    t.is(code, 2);
    t.is(bytes.length, 0);
    t.regex(stderr, why);
  };
  await refused(['normal', '--format', 'u64le'], /^error: u64le is for 'uniform' samples, not 'normal'\n$/);
  await refused(['uniform', '--format', 'u32le', '--high', '6'], /^error: u32le [^\n]*low and high[^\n]*\n$/);
  await refused(
    ['uniform', '--format', 'u64le', '--redis', 'redis://x', '--output', 'x'],
    /leave out --redis\n$/,
  );
  await refused(['uniform', '--format', 'u64be'], /Allowed choices are [^\n]*u64le, u32le/);
});

test('words without end stop when their reader does', async (t) => {
  const { child, finished } = start([
    'sample',
    'uniform',
    '--samples',
    '9e15',
    '--format',
    'u64le',
    '--quiet',
  ]);
  await says(child, /seed \d+/);
  child.stdout!.destroy();
  t.is((await finished).code, 0);
});
