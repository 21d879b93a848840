import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test, { type ExecutionContext } from 'ava';
import { sample } from '../../ts/index.ts';
import { says } from '../processes.ts';
import { runExample, startExample } from './run.ts';

test('the file has the bytes that sample gives, and progress is told', async (t) => {
  const output = temporaryFile(t);
  const { code, stdout, stderr } = await runExample(
    ...['write-samples.mjs', '--samples=3000001', '--seed=7', `--output=${output}`],
  );
  t.deepEqual({ code, stdout }, { code: 0, stdout: '' });
  const expected = await sample({ distribution: 'normal', samples: 3_000_001, seed: 7n });
  t.true(Buffer.from(expected.buffer).equals(readFileSync(output)));
  t.regex(stderr, /^1048576 of 3000001 samples\n2097152 of 3000001 samples\n3000001 of 3000001 samples\n/);
});

test('memory is the same for many samples as for few', async (t) => {
  const few = await peak(t, 4e6);
  const many = await peak(t, 4e7);
  // 320 MB of samples are written.
  t.true(many < few + 48, `${few} MiB, ${many} MiB`);
});

test('Ctrl-C leaves no half of a file', async (t) => {
  const output = temporaryFile(t);
  const { child, finished } = startExample('write-samples.mjs', '--samples=1e9', `--output=${output}`);
  await says(child, 'of 1000000000 samples');
  child.kill('SIGINT');
  const { code, stderr } = await finished;
  t.is(code, 130);
  t.regex(stderr, /\ninterrupted\n$/);
  t.false(existsSync(output));
});

test('a file that cannot be written is an error of one line', async (t) => {
  const output = join(temporaryFile(t), 'none', 'samples.f64');
  const { code, stderr } = await runExample('write-samples.mjs', `--output=${output}`);
  t.is(code, 1);
  t.regex(stderr, /^ENOENT: [^\n]+\n$/);
});

async function peak(t: ExecutionContext, samples: number): Promise<number> {
  const output = temporaryFile(t);
  const { code, stderr } = await runExample(
    ...['write-samples.mjs', `--samples=${samples}`, `--output=${output}`],
  );
  t.is(code, 0);
  t.is(statSync(output).size, samples * Float64Array.BYTES_PER_ELEMENT);
  return Number(/at most (\d+) MiB/.exec(stderr)?.[1]);
}

function temporaryFile(t: ExecutionContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-examples-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  return join(folder, 'samples.f64');
}
