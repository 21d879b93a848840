import { execFileSync } from 'node:child_process';
import test from 'ava';
import { serve } from '../../ts/service/server.ts';
import { engines } from '../engines.ts';
import { says, start } from './run.ts';

const LONG = ['--samples', '1e13'];

test('Ctrl-C ends every long command with exit code 130', async (t) => {
  const server = await serve({ port: 0, samples: 1e11, engine: 'typescript' });
  const port = ['--port', String(server.port)];
  const commands = engines.flatMap((engine) => [
    ['sum', 'gaussian', ...LONG, '--engine', engine],
    ['async', ...LONG, ...port, '--engine', engine],
    ['serial', ...LONG, ...port, '--engine', engine],
  ]);
  for (const args of [...commands, ['request', ...port]]) {
    const { child, finished } = start(args);
    // There is no sign of a running job to wait for: start-up takes most of a second.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    const interrupted = performance.now();
    child.kill('SIGINT');
    const { code, stderr } = await finished;
    t.is(code, 130, args.join(' '));
    t.false(stderr.includes('error'), stderr);
    t.log(`${args[0]}: ${(performance.now() - interrupted).toFixed(0)} ms`);
  }
  server.destroy();
});

test('Ctrl-C ends a blocked loop as the system does, which a shell shows as 130', async (t) => {
  for (const engine of engines) {
    const { child, finished } = start(['sum', 'gaussian', ...LONG, '--engine', engine, '--mode', 'blocking']);
    await new Promise((resolve) => setTimeout(resolve, 2500));
    child.kill('SIGINT');
    t.is((await finished).signal, 'SIGINT');
  }
});

test('Ctrl-C ends a sample whose reader is slow', async (t) => {
  const { child, finished } = start(['sample', 'uniform', ...LONG]);
  child.stdout?.once('data', () => child.stdout?.pause());
  await new Promise((resolve) => setTimeout(resolve, 2500));
  child.kill('SIGINT');
  child.stdout?.resume();
  t.is((await finished).code, 130);
});

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

test('compare leaves no server behind, interrupted or killed', async (t) => {
  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    const { child, finished } = start(['compare', ...LONG, '--server-samples', '1e6']);
    await says(child, 'Done server_request');
    const servers = childrenOf(child.pid ?? 0);
    t.true(servers.length > 0);
    child.kill(signal);
    const { code } = await finished;
    t.is(code, signal === 'SIGINT' ? 130 : null);
    for (let tries = 0; tries < 100 && servers.some(isRunning); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    t.false(servers.some(isRunning));
  }
});

function childrenOf(pid: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid=,args='], { encoding: 'utf8' });
  const rows = table
    .trim()
    .split('\n')
    .map((row) => row.trim().split(/\s+/));
  return rows
    .filter(([, parent, ...args]) => Number(parent) === pid && args.includes('serve'))
    .map(([id]) => Number(id));
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
