import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import test from 'ava';

const { countLines, countTests } = await import(
  new URL('../../scripts/count-tests.mjs', import.meta.url).href
);

test("ava's tests are counted, also when one fails", (t) => {
  const text = `
  \u001b[32m✔\u001b[39m run › sum › a total (12ms)
    ℹ a log
  ✘ [fail]: run › sum › another total
  ✘ __test__/a.spec.ts exited with a non-zero exit code: 1
  ✘ Timed out while running tests
  - [skip] service › nc (needs nc)
  - [skip] service › nc -N (needs nc)
  - [skip] browser › a page (needs chromium)
  - [skip] elsewhere
  ✔ not one (needs python3)
  ─

  1 test failed
  1 test skipped
`;
  t.deepEqual(countLines(text), {
    passed: 2,
    failed: 3,
    skipped: 4,
    missing: { nc: 2, chromium: 1 },
  });
});

test("cargo's tests are counted, those of all crates", (t) => {
  const text = `
test result: ok. 17 passed; 0 failed; 2 ignored; 0 measured; 0 filtered out; finished in 0.48s
test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.00s
`;
  t.deepEqual(countLines(text), { passed: 17, failed: 1, skipped: 2, missing: {} });
});

test('a command that fails without a test is a failure', async (t) => {
  t.deepEqual(await countTests(process.execPath, ['--eval', 'process.exit(3)']), {
    passed: 0,
    failed: 1,
    skipped: 0,
    missing: {},
  });
  t.deepEqual(await countTests(process.execPath, ['--eval', '0']), {
    passed: 0,
    failed: 0,
    skipped: 0,
    missing: {},
  });
});

test('a command that has ended is counted, though something that it has started holds its output', async (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'offloop-count-'));
  const file = join(folder, 'pid');
  const program = `
    const holder = require('node:child_process').spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], {
      detached: true,
      stdio: 'inherit',
    });
    require('node:fs').writeFileSync(${JSON.stringify(file)}, String(holder.pid));
    holder.unref();`;
  t.teardown(() => {
    process.kill(Number(readFileSync(file, 'utf8')), 'SIGKILL');
    rmSync(folder, { recursive: true });
  });
  t.like(await countTests(process.execPath, ['--eval', program]), { passed: 0, failed: 0 });
});
