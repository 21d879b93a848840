import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';
import { startProgram } from '../processes.ts';
import { outputOf, testWhere } from '../where.ts';
import { main, run } from './run.ts';

const bad: string[][] = [
  ...['-1', '1.5', 'NaN', '1e300', 'ten', '9007199254740992', '', '1__0', '0x10'].map((v) => [
    'sum',
    'uniform',
    '--samples',
    v,
  ]),
  ...['-1', '18446744073709551616', '1.5', ' x'].map((v) => ['sum', 'uniform', '--seed', v]),
  ['sum', 'uniform', '--stream', '4294967296'],
  ['sum', 'poisson'],
  ['sum'],
  ['sum', 'uniform', 'twice'],
  ['sum', 'uniform', '--engine', 'gpu'],
  ['sum', 'uniform', '--mode', 'magic'],
  ['sum', 'uniform', '--allotment', '0'],
  ['sum', 'uniform', '--concurrency', '0'],
  ['sum', 'uniform', '--sample', '10'],
  ['serve', '--port', '70000'],
  ['request', '--port', '0'],
  ['async', '--samples', 'ten'],
  ['sample', 'uniform', '--format', 'xml'],
  ['compare', '--repeats', '0'],
  ['compare', '--html', '/nowhere/at/all/page.html'],
  ['compare', '--trace', '/nowhere/at/all/trace.json'],
  ['compare', '--html', tmpdir()],
  ['compare', '--html', ''],
  ['compare', '--html', 'twice.html', '--trace', './twice.html'],
  ['sum', 'uniform', '--seed', '9'.repeat(100_000)],
  ['sum', 'x'.repeat(10_000)],
  ['request', '--host', 'x'.repeat(10_000)],
  ['conquer'],
];

for (const args of bad) {
  test(`bad input is refused in one sentence: ${args.join(' ').slice(0, 80)}`, async (t) => {
    const { code, stdout, stderr } = await run(args);
    t.is(code, 2);
    t.is(stdout, '');
    t.regex(stderr, /^error: [^\n]{1,193}\n(\(Did you mean [^\n]+\)\n)?$/);
  });
}

/** Characters that clear a line, begin a command of a terminal, reorder text, end a line, and are half a character. */
const HOSTILE = '\x1b[2K\x9b1A\u202egnp.\u2028\nerror: forged';

for (const args of [
  [`--${HOSTILE}`],
  [HOSTILE],
  ['sum', `--${HOSTILE}`],
  ['sum', HOSTILE],
  ['sum', 'uniform', '--samples', HOSTILE],
  ['compare', '--html', `/nowhere${HOSTILE}/x`],
  ['request', '--host', HOSTILE, '--port', '1'],
  ['serve', '--host', HOSTILE],
]) {
  test(`what an argument says moves no cursor and begins no line: ${JSON.stringify(args).replace(/[^ -~]/g, '?')}`, async (t) => {
    const { code, stderr } = await run(args);
    t.true(code === 1 || code === 2);
    t.regex(stderr, /^error: [ -~…]+\n$/);
    t.true(stderr.includes(String.raw`\u001b[2K\u009b1A\u202egnp.\u2028\u000aerror: forged`), stderr);
  });
}

test('a bad OFFLOOP_ENGINE is refused', async (t) => {
  const { code, stderr } = await run(['sum', 'uniform'], { OFFLOOP_ENGINE: 'gpu' });
  t.is(code, 2);
  t.regex(
    stderr,
    /^error: The environment variable OFFLOOP_ENGINE must be 'native', 'wasm' or 'typescript', not 'gpu'\n$/,
  );
});

const SMALL = ['compare', '--samples', '1e5', '--server-samples', '1e4', '--repeats', '1', '--quiet'];

testWhere(outputOf('mkfifo', ['--version']) !== '')(
  'what is no file to write to is refused before the run',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'offloop-output-'));
    t.teardown(() => rm(folder, { recursive: true }));
    const [file, link, fifo] = ['file', 'link', 'fifo'].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    await writeFile(file, 'kept');
    await symlink(file, link);
    execFileSync('mkfifo', [fifo]);
    const refused = async (args: readonly string[], message: RegExp) => {
      const { code, stdout, stderr } = await run(['compare', ...args]);
      t.is(code, 2, stderr);
      t.is(stdout, '');
      t.regex(stderr, message);
    };
    await refused(['--html', fifo], /^error: [^\n]*must be a file, not a FIFO\.\n$/);
    await refused(
      ['--html', file, '--trace', link],
      /^error: --html and --trace must be different files, [^\n]*\n$/,
    );
    if (process.getuid?.() !== 0) {
      await chmod(file, 0o444);
      await refused(
        ['--trace', file],
        /^error: [^\n]*must be a writable file: permission denied \(EACCES\)\.\n$/i,
      );
    }
  },
);

testWhere(existsSync('/dev/full'))('a full disk is one sentence', async (t) => {
  for (const flag of ['--html', '--trace']) {
    const { code, stderr } = await run([...SMALL, flag, '/dev/full']);
    t.is(code, 1);
    t.regex(stderr, /^error: \/dev\/full could not be written: no space left on device \(ENOSPC\)\n$/);
  }
  const toFull = '"$0" "$1" sum uniform --samples 10 > /dev/full';
  const { stderr } = await startProgram('sh', ['-c', toFull, process.execPath, main]).finished;
  t.is(stderr, 'error: standard output could not be written: no space left on device (ENOSPC)\n');
});

testWhere(outputOf('prlimit', ['--version']) !== '', 'prlimit')(
  'a file that takes only the beginning of the output is an error',
  async (t) => {
    const folder = await mkdtemp(join(tmpdir(), 'offloop-limit-'));
    t.teardown(() => rm(folder, { recursive: true }));
    const limited = outputOf('sh', [
      '-c',
      'OFFLOOP_ENGINE=typescript TSX_DISABLE_CACHE=1 prlimit --fsize=1000 "$0" --import=tsx ts/cli/main.ts sample uniform --samples 100 --seed 42 > "$1"; echo $?',
      process.execPath,
      join(folder, 'samples'),
    ]);
    t.is(limited, '1\nerror: standard output could not be written: file too large (EFBIG)\n');
  },
);
