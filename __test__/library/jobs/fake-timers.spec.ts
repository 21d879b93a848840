import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import test from 'ava';

const root = fileURLToPath(new URL('../../../', import.meta.url));

/** Replaced before offloop is loaded, as by Jest's `enableGlobally`. None calls back, and the clock stands still. */
const fakes = {
  'of a test environment, which replaces the globals': `
    for (const name of ['setImmediate', 'setTimeout', 'setInterval', 'queueMicrotask']) globalThis[name] = () => {};
    globalThis.performance = { now: () => 1000 };
  `,
  'of a library, which replaces node:timers as well': `
    import timers from 'node:timers';
    import promises from 'node:timers/promises';
    import { syncBuiltinESMExports } from 'node:module';
    for (const name of ['setImmediate', 'setTimeout', 'setInterval', 'queueMicrotask']) globalThis[name] = () => {};
    timers.setImmediate = globalThis.setImmediate;
    promises.setImmediate = () => new Promise(() => {});
    globalThis.performance = { now: () => 1000 };
    syncBuiltinESMExports();
  `,
  "of node:test's mock": `
    import { mock } from 'node:test';
    mock.timers.enable();
  `,
};

const program = `
  import { writeSync } from 'node:fs';
  const { sample, sum } = await import('offloop');
  const numbers = Array.from({ length: 200 }, (_, seed) => seed);
  const answers = [
    ...numbers.map((seed) => sum({ distribution: 'uniform', samples: 1e6, seed })),
    ...numbers.map((seed) => sample({ distribution: 'normal', samples: 1000, seed })),
    ...['cooperative', 'blocking'].map((mode) => sum({ distribution: 'uniform', samples: 2e7 }, { mode })),
    sum({ distribution: 'uniform', samples: 1e7 }, { engine: 'typescript' }),
  ];
  for (const until = process.hrtime.bigint() + 100_000_000n; process.hrtime.bigint() < until; );
  await Promise.all(answers);
  writeSync(1, 'all ' + answers.length);
  process.exit();
`;

for (const [name, code] of Object.entries(fakes)) {
  test(`no job waits for fake timers ${name}`, (t) => {
    const { stdout, stderr } = spawnSync(
      process.execPath,
      ['--no-warnings', '--input-type=module', '--eval', code + program],
      { cwd: root, encoding: 'utf8', timeout: 120_000 },
    );
    t.is(stdout, 'all 403', stderr);
  });
}
