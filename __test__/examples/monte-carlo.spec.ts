import test, { type ExecutionContext } from 'ava';
import { runExample } from './run.ts';

/** Three simulations' draws, so that workers share them unevenly. */
const DRAWS = String(3 * 2 ** 21);

interface Estimate {
  readonly value: number;
  readonly error: number;
}

const programs = [
  { file: 'pi.mjs', truth: Math.PI },
  // Black and Scholes' price of the call.
  { file: 'european-call.mjs', truth: 7.12806 },
];

for (const { file, truth } of programs) {
  test(`${file} gives the same answer with 1, 2 and 3 workers, to the last bit`, async (t) => {
    const [one, ...others] = await Promise.all(
      ['1', '2', '3'].map((workers) => estimate(t, file, '--workers', workers)),
    );
    t.deepEqual(others, [one!, one!]);
    near(t, one!, truth);
  });

  test(`${file} gives another answer for another seed, and with Math.random`, async (t) => {
    const [one, two] = [await estimate(t, file, '--seed', '1'), await estimate(t, file, '--seed', '2')];
    t.not(one.value, two.value);
    for (const found of [one, two, await estimate(t, file, '--plain')]) {
      near(t, found, truth);
    }
  });
}

test('a simulation of many is drawn again alone', async (t) => {
  const { code, stdout, stderr } = await runExample('replay-worker.mjs', '--replay', '5', '--steps', '1000');
  t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const lines = stdout.split('\n');
  const [, inWorker] = lines.find((line) => line.startsWith('walk 5:'))!.split(': ');
  const [, alone] = lines.find((line) => line.startsWith('walk 5 again, alone:'))!.split(': ');
  t.is(alone, inWorker);
  t.is(new Set(lines.filter((line) => /^walk \d+:/.test(line)).map((line) => line.split(': ')[1])).size, 8);
});

async function estimate(t: ExecutionContext, file: string, ...options: string[]): Promise<Estimate> {
  const { code, stdout, stderr } = await runExample(file, '--draws', DRAWS, ...options);
  t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  const [, value, error] = /(?:is|is worth) (\S+), with a standard error of (\S+)\n/.exec(stdout) ?? [];
  return { value: Number(value), error: Number(error) };
}

/** Six standard errors: one run in a thousand million is further off, also without a seed. */
function near(t: ExecutionContext, { value, error }: Estimate, truth: number): void {
  t.true(error > 0 && Math.abs(value - truth) < 6 * error, `${value}, ${error}`);
}
