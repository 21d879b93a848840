// `npm run prove:memory`: the addon built with a sanitizer, under the tests of what touches memory and threads and a storm of
// fills, aborts, transfers and ended workers; and hostile values given to the addon itself. Builds are kept in a folder.
import { existsSync } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { $ } from 'zx';
import { countLines } from '../count-tests.mjs';
import { newCommand, someOf, whole } from '../kit/command.ts';
import { extractPackages } from '../kit/debian.ts';
import { CACHE, inCache, keepIn, kept } from '../kit/kept.ts';
import { withoutNpmSettings } from '../kit/npm.ts';
import { root } from '../kit/places.mjs';
import { rustEnvironment } from '../kit/rust.ts';
import { report, Skipped, say, step } from '../kit/steps.ts';
import { setUp } from '../setup.mjs';

const TESTS = ['__test__/library/vectors.spec.ts', '__test__/library/jobs/*.spec.ts'];
/** Sanitizers reserve more addresses than that test leaves. */
const LEFT_OUT = '!without memory samples are refused*';
const LIMIT = '20m';
const TARGET = 'x86_64-unknown-linux-gnu';

interface Sanitizer {
  readonly name: 'address' | 'thread';
  readonly build: () => Promise<string>;
  readonly library: () => Promise<string>;
  readonly environment: Readonly<Record<string, string>>;
  readonly fills: number;
}

const NAMES = ['hostile', 'address', 'thread'];
const COUNT = whole(1, Number.MAX_SAFE_INTEGER);
const { only, calls, fills, seed, cache, json } = newCommand('prove:memory', 'the addon under sanitizers')
  .addOption(someOf('--only <names>', NAMES))
  .option('--calls <number>', 'calls with hostile values', COUNT, 200_000)
  .option('--fills <number>', 'fills of the storm under AddressSanitizer', COUNT, 40_000)
  .option('--seed <number>', 'of the hostile values', COUNT, 1)
  .option(...CACHE)
  .option('--json', 'the table as JSON')
  .parse()
  .opts<{
    only: readonly string[];
    calls: number;
    fills: number;
    seed: number;
    cache?: string;
    json?: true;
  }>();
keepIn(cache);

const SANITIZERS: readonly Sanitizer[] = [
  {
    name: 'address',
    // Node itself frees little when it ends.
    environment: { ASAN_OPTIONS: 'detect_leaks=0' },
    // The machine's own Rust: its sanitizer is one that gcc's library knows.
    build: () => build('address', { ...withoutNpmSettings(), RUSTC_BOOTSTRAP: '1' }, []),
    library: () => existing($({ quiet: true })`gcc -print-file-name=libasan.so`),
    fills,
  },
  {
    name: 'thread',
    // Node is not built with it, and Rust's library is, as it is built here.
    environment: { TSAN_OPTIONS: 'ignore_noninstrumented_modules=1 exitcode=66' },
    build: async () => build('thread', await rustEnvironment(), ['-Zbuild-std=std,panic_unwind']),
    library: threadSanitizer,
    fills: Math.ceil(fills / 10),
  },
];

if (process.platform !== 'linux' || process.arch !== 'x64') {
  await step('all', () => Promise.reject(new Skipped('this needs Linux on x64')));
} else {
  setUp();
  await mkdir(inCache('memory'), { recursive: true });
  if (only.includes('hostile')) {
    await step(`${calls} calls with hostile values`, () => storm('hostile.mjs', [calls, seed], {}));
  }
  for (const sanitizer of SANITIZERS.filter(({ name }) => only.includes(name))) {
    await prove(sanitizer);
  }
}
report('Memory and threads', { json });

async function prove({ name, build, library, environment, fills }: Sanitizer): Promise<void> {
  let env: NodeJS.ProcessEnv | undefined;
  await step(`${name}: build`, async () => {
    say(`Building the addon with the ${name} sanitizer, about two minutes …`);
    const addon = await build();
    env = { ...environment, LD_PRELOAD: await library(), NAPI_RS_NATIVE_LIBRARY_PATH: addon };
    return addon;
  });
  if (env === undefined) {
    return;
  }
  await step(`${name}: tests`, () => runTests(env!));
  await step(`${name}: storm`, () => storm('storm.mjs', [fills], env!));
  await step(`${name}: hostile`, () => storm('hostile.mjs', [Math.ceil(calls / 4), seed], env!));
}

/** Builds the addon with a sanitizer. */
async function build(
  sanitizer: Sanitizer['name'],
  environment: NodeJS.ProcessEnv,
  flags: readonly string[],
): Promise<string> {
  const folder = inCache('memory', sanitizer);
  const env = { ...environment, RUSTFLAGS: `-Zsanitizer=${sanitizer}`, CARGO_TARGET_DIR: folder };
  await $({ quiet: true, cwd: root, env })`cargo build --locked -p offloop-addon --target ${TARGET} ${flags}`;
  const addon = inCache('memory', `${sanitizer}.node`);
  await copyFile(join(folder, TARGET, 'debug/liboffloop_addon.so'), addon);
  return addon;
}

/** The runtime of Clang's thread sanitizer, of the compiler's LLVM: gcc's does not know Rust's. */
async function threadSanitizer(): Promise<string> {
  const { stdout } = await $({ quiet: true, env: await rustEnvironment() })`rustc -vV`;
  const [, version] = /^LLVM version: (\d+)/m.exec(stdout)!;
  const folder = await kept(`tools/clang-${version}`, (to) =>
    extractPackages(to, {
      release: 'bookworm',
      architecture: 'amd64',
      packages: [`libclang-rt-${version}-dev`],
      needs: 'nothing',
    }),
  );
  const libraries = `usr/lib/llvm-${version}/lib/clang/${version}/lib/linux`;
  return join(folder, libraries, 'libclang_rt.tsan-x86_64.so');
}

async function existing(path: Promise<{ stdout: string }>): Promise<string> {
  const found = (await path.catch(() => ({ stdout: '' }))).stdout.trim();
  if (!existsSync(found)) {
    throw new Skipped('gcc and its libasan are not there');
  }
  return found;
}

async function runTests(env: NodeJS.ProcessEnv): Promise<string> {
  // Not by npx, which crashes under the thread sanitizer. The tests' own time is no measure here.
  const { stdout, stderr, exitCode } = await run(
    env,
  )`node node_modules/ava/entrypoints/cli.mjs --timeout=10m --match=${LEFT_OUT} ${TESTS}`;
  const { passed, failed, skipped } = countLines(stdout);
  if (exitCode !== 0 || failed > 0 || passed === 0) {
    throw new Error(`${failed} tests failed, exit code ${exitCode}\n${stdout}\n${stderr}`);
  }
  return `${passed} tests passed, ${skipped} skipped`;
}

/** Runs a program of this folder, and gives its last line. */
async function storm(program: string, args: readonly number[], env: NodeJS.ProcessEnv): Promise<string> {
  const { stdout, stderr, exitCode, signal } = await run(env)`node scripts/prove/${program} ${args}`;
  if (exitCode !== 0) {
    throw new Error(`${program} ended with ${signal ?? `exit code ${exitCode}`}\n${stdout}\n${stderr}`);
  }
  return stdout.trim().split('\n').at(-1)!;
}

function run(env: NodeJS.ProcessEnv): typeof $ {
  return $({
    quiet: true,
    nothrow: true,
    cwd: root,
    timeout: LIMIT,
    env: {
      ...withoutNpmSettings(),
      OFFLOOP_ENGINE: 'native',
      OFFLOOP_REQUIRE_NATIVE: '1',
      OFFLOOP_TEST_SLOWNESS: '8',
      NO_COLOR: '1',
      ...env,
    },
  }) as typeof $;
}
