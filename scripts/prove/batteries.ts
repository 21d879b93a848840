// `npm run prove:batteries`: TestU01 over the stream's words in four orders. SmallCrush by default, a minute or two each;
// `-- --battery Crush --only stream` takes the better part of an hour. It needs a C compiler and TestU01 (Debian's
// libtestu01-0-dev, of non-free), and says so where they are missing.
import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { parseArgs } from 'node:util';
import { $ } from 'zx';
import { inTemporaryFolder } from '../release/temporary.ts';

const here = join(import.meta.dirname, 'batteries');
const INPUTS = ['stream', 'interleaved', 'seeds', 'blocks'];

const { values } = parseArgs({
  options: {
    battery: { type: 'string', default: 'SmallCrush' },
    only: { type: 'string', default: INPUTS.join() },
    json: { type: 'string' },
  },
});

/** What TestU01 itself calls suspect is further out; a few of 144 are expected beyond this. */
const SUSPECT = 0.001;

interface Found {
  readonly input: string;
  readonly battery: string;
  readonly words: number;
  readonly seconds: number;
  readonly results: readonly { readonly test: string; readonly p: number }[];
}

await inTemporaryFolder('offloop-testu01-', async (folder) => {
  const program = join(folder, 'testu01');
  const libraries = ['-ltestu01', '-ltestu01probdist', '-ltestu01mylib', '-lm'];
  const built = await $({
    quiet: true,
    nothrow: true,
  })`cc -O2 -o ${program} ${join(here, 'testu01.c')} ${libraries}`;
  if (built.exitCode !== 0) {
    process.stderr.write(
      'skipped: TestU01 or a C compiler is missing (Debian: gcc, and libtestu01-0-dev of non-free)\n',
    );
    return;
  }
  const all: Found[] = [];
  for (const input of values.only.split(',')) {
    const found = await judge(program, input);
    all.push(found);
    const odd = found.results.filter(({ p }) => p < SUSPECT || p > 1 - SUSPECT);
    console.log(
      `${found.battery} of ${input}: ${found.results.length} statistics, ${odd.length} beyond ${SUSPECT} (${(found.words / 2 ** 28).toFixed(1)} GiB, ${found.seconds.toFixed(0)} s)`,
    );
    for (const { test, p } of odd) {
      console.log(`  ${test}: p = ${p}`);
    }
  }
  if (values.json !== undefined) {
    writeFileSync(values.json, `${JSON.stringify(all, undefined, 1)}\n`);
  }
});

async function judge(program: string, input: string): Promise<Found> {
  const began = performance.now();
  const words = spawn(process.execPath, ['--import=tsx', join(here, 'words.ts'), input], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const battery = spawn(program, [values.battery], {
    stdio: [words.stdout, 'pipe', 'inherit'],
    cwd: tmpdir(),
  });
  words.stdout.destroy();
  const said = await text(battery.stdout);
  words.kill();
  const results = Array.from(said.matchAll(/^result\t(.*)\t(.*)$/gm), ([, test = '', p]) => ({
    test,
    p: Number(p),
  }));
  if (results.length === 0) {
    throw new Error(`${values.battery} of ${input} found nothing`);
  }
  const [, taken] = /^words\t(\d+)$/m.exec(said)!;
  return {
    input,
    battery: values.battery,
    words: Number(taken),
    seconds: (performance.now() - began) / 1000,
    results,
  };
}
