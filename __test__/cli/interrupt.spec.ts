import { type ChildProcess, execFileSync } from 'node:child_process';
import { EventEmitter, once } from 'node:events';
import { connect } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import test, { type ExecutionContext } from 'ava';
import { serve } from '../../ts/service/index.ts';
import { testEngines } from '../engines.ts';
import { end, type Finished, says, spawn, startProgram } from '../processes.ts';
import { outputOf, testWhere } from '../where.ts';
import { main, start } from './run.ts';

const LONG = ['--samples', '1e13'];

/** What makes `ps` list every process: its id, its parent's, and its arguments. */
const PROCESSES = ['-A', '-o', 'pid=,ppid=,args='];

/** Interrupts a command in the middle of its work, of which it gives a sign, however long it took to start. */
async function interrupt(
  args: readonly string[],
  works: (child: ChildProcess) => Promise<unknown>,
): Promise<Finished> {
  const { child, finished } = start(args);
  await works(child);
  child.kill('SIGINT');
  return finished;
}

/** A server that answers nobody within the test; what asks it has come to its work when it is accepted. */
async function startServer(t: ExecutionContext) {
  const clients = new EventEmitter();
  const server = await serve({
    port: 0,
    samples: 1e11,
    engine: 'typescript',
    onEvent: ({ type }) => clients.emit(type),
  });
  t.teardown(() => server.destroy());
  return { port: ['--port', String(server.port)], isAsked: () => once(clients, 'accepted') };
}

testEngines('Ctrl-C ends every long command that computes with exit code 130', async (t, engine) => {
  const { port, isAsked } = await startServer(t);
  const tellsProgress = (child: ChildProcess) => says(child, ' % of');
  for (const [args, works] of [
    [['sum', 'normal', ...LONG, '--engine', engine], tellsProgress],
    [['async', ...LONG, ...port, '--engine', engine], isAsked],
    [['serial', ...LONG, ...port, '--engine', engine], isAsked],
  ] as const) {
    const { code, stderr } = await interrupt(args, works);
    t.is(code, 130, args.join(' '));
    t.false(stderr.includes('error'), stderr);
  }
});

test('Ctrl-C ends a request with exit code 130', async (t) => {
  const { port, isAsked } = await startServer(t);
  const { code, stderr } = await interrupt(['request', ...port], isAsked);
  t.is(code, 130);
  t.false(stderr.includes('error'), stderr);
});

testEngines(
  'Ctrl-C ends a blocked loop as the system does, which a shell shows as 130',
  async (t, engine) => {
    const args = ['sum', 'normal', ...LONG, '--engine', engine, '--mode', 'blocking'];
    // It can give no sign; before its loop it ends in the same way.
    const { signal } = await interrupt(args, () => delay(2500));
    t.is(signal, 'SIGINT');
  },
);

test('Ctrl-C ends a sample whose reader is slow', async (t) => {
  const { child, finished } = start(['sample', 'uniform', ...LONG]);
  await once(child.stdout!, 'data');
  child.stdout!.pause();
  // Until it has filled the pipe, and waits.
  await delay(500);
  child.kill('SIGINT');
  child.stdout!.resume();
  t.is((await finished).code, 130);
});

for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  test(`${signal} ends a sample that nobody reads`, async (t) => {
    const { child } = start(['sample', 'uniform', ...LONG]);
    t.teardown(() => child.kill('SIGKILL'));
    const ended = once(child, 'exit');
    await once(child.stdout!, 'data');
    child.stdout!.pause();
    // Until the pipe is full, and the command waits for its reader.
    await delay(1000);
    child.kill(signal);
    t.deepEqual(await ended, [130, null]);
  });
}

test('a server drains on SIGTERM and exits 0, and exits 130 on Ctrl-C', async (t) => {
  for (const [signal, expected] of [
    ['SIGTERM', 0],
    ['SIGINT', 130],
  ] as const) {
    const { child, finished } = start(['serve', '--port', '0']);
    await says(child, 'listening on');
    child.kill(signal);
    t.is((await finished).code, expected);
  }
});

for (const [mode, samples] of [
  ['threadpool', '1e13'],
  ['cooperative', '1e13'],
  ['blocking', '3e6'],
] as const) {
  testEngines(`a second signal ends a server at once, whatever the allotment, ${mode}`, async (t, engine) => {
    const args = ['--engine', engine, '--mode', mode, '--samples', samples, '--allotment', '60000'];
    const { child, finished } = start(['serve', '--port', '0', ...args]);
    let said = '';
    child.stderr?.on('data', (text) => {
      said += text;
    });
    await says(child, 'listening on');
    const port = Number(/listening on [^ ]*:(\d+)/.exec(said)![1]);
    const clients = Array.from({ length: 300 }, () => connect(port, '127.0.0.1').on('error', () => {}));
    t.teardown(() => clients.map((client) => client.destroy()));
    await Promise.all(clients.map((client) => once(client, 'connect')));
    child.kill('SIGTERM');
    await says(child, 'closing');
    const told = performance.now();
    child.kill('SIGTERM');
    const { signal } = await finished;
    t.is(signal, 'SIGTERM');
    t.log(`it ended ${(performance.now() - told).toFixed(1)} ms after the second signal`);
  });
}

test('a second signal that comes with the first, while the loop is busy, is heard, too', async (t) => {
  const script = `
    import { onInterrupt } from './ts/cli/interrupt.ts';
    onInterrupt(() => console.log('first'));
    process.kill(process.pid, 'SIGINT');
    process.kill(process.pid, 'SIGINT');
    setTimeout(() => console.log('still here'), 5000);`;
  const args = ['--import=tsx', '--input-type=module', '-e', script];
  const { code, stdout } = await startProgram(process.execPath, args).finished;
  t.is(stdout, 'first\n');
  t.is(code, 130);
});

testWhere(outputOf('ps', PROCESSES) !== '', 'ps')(
  'compare leaves no server behind, interrupted or killed',
  async (t) => {
    for (const signal of ['SIGINT', 'SIGKILL'] as const) {
      const { child, finished } = start(['compare', ...LONG, '--server-samples', '1e6', '--verbose']);
      await says(child, 'Done server_request');
      const servers = childrenOf(child.pid ?? 0);
      t.true(servers.length > 0);
      child.kill(signal);
      const { code } = await finished;
      t.is(code, signal === 'SIGINT' ? 130 : null);
      const told = performance.now();
      t.true(await end(servers));
      t.log(`${signal}: the servers had gone ${Math.round(performance.now() - told)} ms later`);
    }
  },
);

test('a server whose parent has gone waits for no answer', async (t) => {
  const args = ['serve', '--port', '0', '--samples', '1e13', '--engine', 'typescript'];
  const child = spawn(process.execPath, [main, ...args], {
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  });
  const [{ port }] = (await once(child, 'message')) as [{ port: number }];
  const client = connect(port, '127.0.0.1').on('error', () => {});
  t.teardown(() => client.destroy());
  await once(child, 'message'); // it is accepted
  const exited = once(child, 'exit');
  const told = performance.now();
  child.disconnect();
  t.deepEqual(await exited, [0, null]);
  t.log(`it ended ${Math.round(performance.now() - told)} ms after its parent had gone`);
});

function childrenOf(pid: number): number[] {
  const table = execFileSync('ps', PROCESSES, { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  return rows
    .filter(([, parent, ...args]) => Number(parent) === pid && args.includes('serve'))
    .map(([id]) => Number(id));
}
