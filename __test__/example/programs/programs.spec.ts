import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import net from 'node:net';
import test from 'ava';
import { runAsync } from '../../../ts/example/programs/async.ts';
import { runSerial } from '../../../ts/example/programs/serial.ts';
import { sumSync } from '../../../ts/index.ts';
import { serve } from '../../../ts/service/server.ts';
import { testEngines } from '../../engines.ts';
import { spawn } from '../../processes.ts';
import { outputOf } from '../../where.ts';

const SAMPLES = 40_000_000;
const SEED = 42n;
const expected = sumSync({ distribution: 'uniform', samples: SAMPLES, seed: SEED });
const TIME = String.raw`[\d.]+(µs|ms|s)`;
const DONE_REQUEST = new RegExp(
  String.raw`^====== Done server_request\. total: -?\d+\.\d\d\. Ran for: ${TIME}\. ======$`,
);
const DONE_SUM = new RegExp(
  String.raw`^====== Done uniform_sum\. total: ${expected.sum.toFixed(2)}\. Ran for: ${TIME}\. ======$`,
);
const PAUSING_SUM = new RegExp(
  String.raw`^Pausing uniform_sum at sample_num: [\d,]+\. time_elapsed: ${TIME}\.$`,
);
const TOTAL = new RegExp(String.raw`^Total time elapsed: ${TIME}\.$`);

/** A server that shares none of our code: computes for a second and answers one client at a time. */
const PYTHON_SERVER = `
import socket, time
server = socket.create_server(('127.0.0.1', 0))
print(server.getsockname()[1], flush=True)
while True:
    client, _ = server.accept()
    until = time.monotonic() + 1
    while time.monotonic() < until:
        sum(range(1000))
    client.sendall(b'-2869.0')
    time.sleep(0.01)
    client.sendall(b'4')
    client.close()
`;

testEngines('serial prints the lines of the original, in order', async (t, engine) => {
  const server = await serve({ port: 0, samples: 1e6, seed: 1 });
  const lines: string[] = [];
  const print = (line: string) => lines.push(line);
  const result = await runSerial({ port: server.port, samples: SAMPLES, seed: SEED, engine, print });
  await server.close();
  t.is(lines.length, 3);
  t.regex(lines[0]!, DONE_REQUEST);
  t.regex(lines[1]!, DONE_SUM);
  t.regex(lines[2]!, TOTAL);
  t.deepEqual(result.compute.total, expected);
  t.true(result.compute.began >= result.request.ended);
});

testEngines('async pauses, resumes and asks in between', async (t, engine) => {
  const server = await serve({ port: 0, samples: 1e6, seed: 1 });
  for (const mode of ['cooperative', 'threadpool'] as const) {
    const lines: string[] = [];
    const print = (line: string) => lines.push(line);
    const options = { port: server.port, samples: SAMPLES, seed: SEED, engine, mode, allotment: 1, print };
    const result = await runAsync(options);
    t.deepEqual(result.compute.total, expected);
    t.true(result.compute.pauses > 0);

    const pauses = lines.filter((line) => PAUSING_SUM.test(line)).length;
    t.is(pauses, result.compute.pauses);
    t.is(lines.filter((line) => line === 'Resuming uniform_sum.').length, pauses);
    t.regex(lines.at(-1)!, TOTAL);
    const order = ['Pausing server_request.', 'Resuming server_request.'].map((line) => lines.indexOf(line));
    t.true(order[0]! >= 0 && order[1]! > order[0]!);
    t.regex(lines[order[1]! + 1]!, DONE_REQUEST);
    t.is(lines.filter((line) => DONE_SUM.test(line)).length, 1);
    if (result.mode === 'cooperative') {
      t.regex(lines[0]!, PAUSING_SUM);
      t.is(order[0], 1, 'the request goes out at the first pause');
    } else {
      t.is(order[0], 0, 'the request goes out at once');
    }
  }
  await server.close();
});

test('a sum too short to pause still asks', async (t) => {
  const server = await serve({ port: 0, samples: 10, seed: 1 });
  const result = await runAsync({ port: server.port, samples: 10, mode: 'cooperative' });
  t.is(result.compute.pauses, 0);
  t.is(result.request.sum, sumSync({ distribution: 'normal', samples: 10, seed: 1 }).sum);
  await server.close();
});

testEngines(
  'a Python server that computes for a second is overlapped, and its answer may come in pieces',
  async (t, engine) => {
    const python = spawn('python3', ['-c', PYTHON_SERVER], { stdio: ['ignore', 'pipe', 'inherit'] });
    t.teardown(() => python.kill());
    const port = await firstNumber(python);
    // As the original's server does, it ends its answer with no newline.
    const options = { port, strict: false, samples: SAMPLES, seed: SEED, engine };
    const serial = await runSerial(options);
    t.is(serial.request.sum, -2869.04);
    t.true(serial.request.ended >= 1000);
    for (const mode of ['cooperative', 'threadpool'] as const) {
      // An allotment that even the fastest engine needs several of: without a pause nothing overlaps.
      const overlapped = await runAsync({ ...options, mode, allotment: 1 });
      t.is(overlapped.request.sum, -2869.04);
      t.deepEqual(overlapped.compute.total, expected);
      // What computing took lies inside the waiting, whatever the machine does meanwhile.
      t.true(overlapped.compute.began < overlapped.request.ended);
      t.true(overlapped.request.began < overlapped.compute.ended);
    }
  },
  outputOf('python3', ['--version']).startsWith('Python 3'),
  'python3',
);

testEngines('a request that fails stops the sum, and is the error', async (t, engine) => {
  const refusing = net.createServer((socket) => socket.resetAndDestroy());
  refusing.listen(0, '127.0.0.1');
  await once(refusing, 'listening');
  const { port } = refusing.address() as net.AddressInfo;
  await t.throwsAsync(runAsync({ port, samples: 1e12, engine }), { code: 'OFFLOOP_CONNECTION_RESET' });
  refusing.close();
});

test('bad input is refused before anything starts', async (t) => {
  const wrong: [object, string, RegExp][] = [
    [{ port: 70_000 }, 'RangeError', /^port/],
    [{ samples: -1 }, 'RangeError', /^samples/],
    [{ allotment: 0 }, 'RangeError', /^allotment/],
    [{ signal: 'stop' }, 'TypeError', /^signal must be an AbortSignal/],
    [{ print: 1 }, 'TypeError', /^print must be a function/],
    [{ onRequest: 1 }, 'TypeError', /^onRequest must be a function/],
    [{ alotment: 5 }, 'TypeError', /^options has no 'alotment': did you mean 'allotment'\?$/],
    [{ onrequest: 1 }, 'TypeError', /^options has no 'onrequest': did you mean 'onRequest'\?$/],
    [null as unknown as object, 'TypeError', /^options must be an object, not null$/],
  ];
  for (const program of [runSerial, runAsync]) {
    for (const [options, name, message] of wrong) {
      await t.throwsAsync(program(options), { name, message });
    }
  }
});

async function firstNumber(child: ChildProcess): Promise<number> {
  const [text] = await once(child.stdout!, 'data');
  return Number(String(text));
}
