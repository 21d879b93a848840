import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import wabt from 'wabt';
import { inspectBinary } from '../../scripts/release/binary.ts';
import { LIMIT } from '../time.js';
import { testWhere } from '../where.ts';

const root = join(import.meta.dirname, '../..');
const MODULE = join(root, 'native/engine.wasm');

/** A test of the module: skipped where it is not built, unless it is required, which fails. */
const moduleTest = testWhere(
  existsSync(MODULE) || process.env.OFFLOOP_REQUIRE_WASM === '1',
  'the WebAssembly module',
);

/** The functions that the crate exports. */
function functionsOfTheCrate(): string[] {
  const source = readFileSync(join(root, 'crates/wasm/src/lib.rs'), 'utf8');
  const found = source.matchAll(/^#\[unsafe\(no_mangle\)\]\npub extern "C" fn (\w+)\(/gm);
  return [...found].map(([, name]) => name!).sort();
}

async function disassembled(): Promise<string> {
  const { readWasm } = await wabt();
  return readWasm(readFileSync(MODULE), { readDebugNames: false }).toText({});
}

moduleTest('it imports nothing', async (t) => {
  t.notRegex(await disassembled(), /\(import /);
});

moduleTest(
  "it exports the crate's functions and the memory, and else only what the linker adds",
  async (t) => {
    const exported = [...(await disassembled()).matchAll(/\(export "(\w+)" \((\w+) /g)];
    const namesOf = (kind: string): string[] =>
      exported
        .filter(([, , found]) => found === kind)
        .map(([, name]) => name!)
        .sort();
    t.deepEqual(namesOf('func'), functionsOfTheCrate());
    t.deepEqual(namesOf('memory'), ['memory']);
    t.deepEqual(namesOf('global'), ['__data_end', '__heap_base']);
    t.is(exported.length, functionsOfTheCrate().length + 3);
  },
);

moduleTest('its memory grows to 32 MiB at most', async (t) => {
  const [, most] = /\(memory \(;0;\) \d+ (\d+)\)/.exec(await disassembled()) ?? [];
  t.is(most, '512');
});

// Relaxed SIMD, multiply and add in one among it, rounds as the CPU likes.
moduleTest('it computes with SIMD, and with no instruction whose result depends on the CPU', async (t) => {
  const text = await disassembled();
  const instructions = new Set([...text.matchAll(/^ +([a-z][a-z0-9_.]+)/gm)].map(([, name]) => name!));
  t.true(instructions.size > 50);
  t.true(['v128.load', 'f64x2.mul', 'f64x2.add'].every((name) => instructions.has(name)));
  t.deepEqual(
    [...instructions].filter((name) => /relaxed|madd|fma/.test(name)),
    [],
  );
});

moduleTest('it names no folder of the machine that built it, and no source', (t) => {
  const bytes = readFileSync(MODULE);
  t.deepEqual(inspectBinary(bytes, [root, '/root', '/home']).paths, []);
  t.notRegex(bytes.toString('latin1'), /\.cargo|\/rustc|[\w/-]{3}\.rs\b/);
});

const posixTest = testWhere(process.platform !== 'win32');

posixTest("without the sources of Rust's library one sentence says what to install", (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-no-sources-'));
  t.teardown(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'rustc'), `#!/bin/sh\necho '${folder}'\n`);
  chmodSync(join(folder, 'rustc'), 0o755);
  const { status, stderr } = spawnSync(process.execPath, ['--import=tsx', 'scripts/build-wasm.ts'], {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, PATH: [folder, process.env.PATH].join(delimiter) },
    timeout: LIMIT,
    killSignal: 'SIGKILL',
  });
  t.is(
    stderr,
    "error: the WebAssembly module is not built: the sources of Rust's standard library are missing. To have it: rustup component add rust-src\n",
  );
  t.is(status, 1);
});
