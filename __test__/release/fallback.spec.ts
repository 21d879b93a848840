import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { packageVersion } from '../../ts/library/platform/version.ts';
import { nativeTest } from '../engines.ts';
import { testWhere } from '../where.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const linux = process.platform === 'linux';

/** A copy of the built package, whose native part a test may break. */
interface Copy {
  readonly folder: string;
  /** The addon's file. */
  readonly binary: string;
}

interface Fallback {
  readonly name: string;
  readonly provoke: (copy: Copy) => void;
  /** What the warning must give as the reason. */
  readonly reason: RegExp;
  /** Most are of Linux with glibc. */
  readonly cannotBeProvoked?: boolean;
}

const fallbacks: Fallback[] = [
  {
    name: 'no platform package',
    provoke: ({ binary }) => rmSync(binary),
    reason: new RegExp(`: no binary for ${process.platform}-${process.arch} is installed or built\\.`),
  },
  {
    name: 'no native folder at all',
    provoke: ({ folder }) => rmSync(join(folder, 'native'), { recursive: true }),
    reason: /: no binary for /,
  },
  {
    name: 'a corrupt binary',
    provoke: ({ binary }) => writeFileSync(binary, Buffer.alloc(4096, 'not a binary')),
    reason: isGlibc() ? /: .+\.node: invalid ELF header\./ : /could not be loaded: (?!Cannot find)/,
  },
  ...[
    { name: 'an empty binary', keep: () => 0, reason: /: .+\.node: file too short\./ },
    { name: 'a binary of 40 bytes', keep: () => 40, reason: /: .+\.node is cut short: 40 bytes/ },
    { name: 'a binary of 4,096 bytes', keep: () => 4096, reason: /: .+\.node is cut short: 4096 bytes/ },
    { name: 'half a binary', keep: (size: number) => size >> 1, reason: /: .+\.node is cut short/ },
    { name: 'a binary without its last byte', keep: (size: number) => size - 1, reason: /is cut short/ },
  ].map(({ keep, ...fallback }) => ({
    ...fallback,
    provoke: ({ binary }: Copy) => {
      const bytes = readFileSync(binary);
      writeFileSync(binary, bytes.subarray(0, keep(bytes.length)));
    },
    cannotBeProvoked: !isGlibc(),
  })),
  {
    name: 'a binary for another libc',
    // As if built with musl: the library that it needs is not on this system.
    provoke: ({ binary }) => patch(binary, 'libc.so.6\0', 'libc.musl\0'),
    reason: /: libc\.musl: cannot open shared object file/,
    cannotBeProvoked: !isGlibc(),
  },
  {
    name: 'a binary for a newer libc',
    provoke: ({ binary }) => patch(binary, 'GLIBC_2.14\0', 'GLIBC_2.99\0'),
    reason: /: .+ version `GLIBC_2\.99' not found/,
    cannotBeProvoked: !isGlibc() || process.arch !== 'x64',
  },
  {
    name: 'a binary for another CPU',
    provoke: ({ binary }) => {
      const bytes = readFileSync(binary);
      bytes.writeUInt16LE(process.arch === 'x64' ? ELF_MACHINE.arm64 : ELF_MACHINE.x64, ELF_MACHINE.offset);
      writeFileSync(binary, bytes);
    },
    reason: /: .+\.node is not for this kind of CPU\./,
    cannotBeProvoked: !isGlibc(),
  },
  {
    name: 'a binary of another version',
    provoke: ({ folder }) => {
      for (const name of readdirSync(join(folder, 'dist/chunks'))) {
        const file = join(folder, 'dist/chunks', name);
        writeFileSync(file, readFileSync(file, 'utf8').replace(packageVersion(), '99.0.0'));
      }
    },
    reason: /: the binary is of version \d+\.\d+\.\d+\S*, this package 99\.0\.0\./,
  },
  {
    name: 'a binary of another stream version',
    provoke: ({ folder }) =>
      writeFileSync(join(folder, 'native/binding.cjs'), 'module.exports = { streamVersion: () => 7 };'),
    reason: /: it computes stream version 7, this package version 1\./,
  },
  {
    name: 'a runtime that loses what an addon writes to small arrays',
    provoke: ({ folder, binary }) =>
      writeFileSync(
        join(folder, 'native/binding.cjs'),
        `const { fill, ...rest } = require(${JSON.stringify(binary)});
        const keep = (array) => (array.byteLength < 1000 ? array.slice() : array);
        module.exports = { ...rest, fill: (...all) => fill(...all.map((one) => (one?.buffer ? keep(one) : one))) };`,
      ),
    reason: /: it failed its test in node [\d.]+: a small array has 0 where 0\.7146493509187083 should be\./,
  },
];

const ELF_MACHINE = { offset: 18, x64: 62, arm64: 183 };

const program = `
  import { info, sum } from 'offloop';
  process.on('warning', ({ code, message }) => warnings.push({ code, message }));
  const warnings = [];
  const totals = [];
  for (const distribution of ['uniform', 'normal', 'uniform']) {
    totals.push((await sum({ distribution, samples: 100_000, seed: 42n })).units.toString());
  }
  await new Promise(setImmediate); // warnings are emitted on a later tick
  console.log(JSON.stringify({ engine: info().engine, totals, warnings }));
`;

const expected = run({ folder: root }, { OFFLOOP_ENGINE: 'native' });

for (const { name, provoke, reason, cannotBeProvoked } of fallbacks) {
  const fallbackTest = cannotBeProvoked ? testWhere(false) : nativeTest;

  fallbackTest(
    `${name}: another engine gives the same totals, with one warning that tells the cause`,
    (t) => {
      const copy = copyPackage(t);
      provoke(copy);
      const { engine, totals, warnings } = answerOf(run(copy));
      t.is(engine, engineOf(copy));
      t.deepEqual(totals, answerOf(expected).totals);
      t.deepEqual(
        warnings.map(({ code }) => code),
        ['OFFLOOP_NATIVE_UNAVAILABLE'],
      );
      t.regex(warnings[0]?.message ?? '', reason);
      t.notRegex(warnings[0]?.message ?? '', /npm/);
    },
  );

  fallbackTest(`${name}: OFFLOOP_ENGINE=typescript is silent, OFFLOOP_ENGINE=native an error`, (t) => {
    const copy = copyPackage(t);
    provoke(copy);
    const silent = run(copy, { OFFLOOP_ENGINE: 'typescript' });
    t.deepEqual(answerOf(silent), { engine: 'typescript', totals: answerOf(expected).totals, warnings: [] });
    t.is(silent.stderr, '');
    const strict = run(copy, { OFFLOOP_ENGINE: 'native' });
    t.not(strict.status, 0);
    t.regex(strict.stderr, /code: 'OFFLOOP_NATIVE_UNAVAILABLE'/);
  });

  fallbackTest(`${name}: offloop info explains`, (t) => {
    const copy = copyPackage(t);
    provoke(copy);
    const info = spawnSync(process.execPath, ['dist/cli/main.js', 'info', '--json'], {
      cwd: copy.folder,
      env: env(),
      encoding: 'utf8',
    });
    const { engine, native, fallbackReason } = JSON.parse(info.stdout);
    t.deepEqual({ engine, native }, { engine: engineOf(copy), native: false });
    t.regex(`${fallbackReason}.`, reason);
    t.is(info.stderr, '');
  });
}

/** The next best engine. */
function engineOf({ folder }: Copy): string {
  return existsSync(join(folder, 'native/engine.wasm')) ? 'wasm' : 'typescript';
}

/** Copies what npm would install, from the build of this working tree. */
function copyPackage(t: { teardown(clean: () => void): void }): Copy {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-fallback-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  for (const part of ['dist', 'native', 'package.json']) {
    cpSync(join(root, part), join(folder, part), { recursive: true });
  }
  const [binary] = readdirSync(join(folder, 'native')).filter((name) => name.endsWith('.node'));
  return { folder, binary: join(folder, 'native', binary!) };
}

function run({ folder }: Pick<Copy, 'folder'>, extra: NodeJS.ProcessEnv = {}) {
  const args = ['--input-type=module', '--eval', program];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    env: env(extra),
    encoding: 'utf8',
  });
  return { status, stdout, stderr };
}

function answerOf({ stdout, stderr }: { stdout: string; stderr: string }): {
  engine: string;
  totals: string[];
  warnings: { code: string; message: string }[];
} {
  if (stdout === '') {
    throw new Error(stderr);
  }
  return JSON.parse(stdout);
}

/** This process's environment, without what chooses the engine or loads TypeScript. */
function env(extra: NodeJS.ProcessEnv = {}): NodeJS.ProcessEnv {
  const { OFFLOOP_ENGINE, NODE_OPTIONS, ...rest } = process.env;
  return { ...rest, ...extra };
}

/** Replaces a text of a file by one of the same length. */
function patch(file: string, text: string, other: string): void {
  const bytes = readFileSync(file);
  const at = bytes.indexOf(text);
  if (at < 0) {
    throw new Error(`${file} does not contain ${text}`);
  }
  bytes.write(other, at, 'latin1');
  writeFileSync(file, bytes);
}

function isGlibc(): boolean {
  const report = process.report?.getReport() as { header?: { glibcVersionRuntime?: string } } | undefined;
  return linux && report?.header?.glibcVersionRuntime !== undefined;
}
