import { getEventListeners } from 'node:events';
import net from 'node:net';
import test, { type ExecutionContext } from 'ava';
import { OffloopError } from '../../ts/library/checks/errors.ts';
import {
  type RequestEvent,
  type RequestOptions,
  requestTotal,
  type ServiceErrorCode,
} from '../../ts/service/index.ts';
import { startPeer } from './support.ts';

async function failsWith(
  t: ExecutionContext,
  options: RequestOptions,
  code: ServiceErrorCode,
  message: RegExp,
) {
  const error = await t.throwsAsync(requestTotal(options), { instanceOf: OffloopError, code, message });
  t.true(error!.message.includes(`127.0.0.1:${options.port}`), error!.message);
  return error!;
}

test('reads an answer in one piece', async (t) => {
  const port = await startPeer(t, (socket) => socket.end('-3163.25\n'));
  t.is(await requestTotal({ port }), -3163.25);
});

test('reads an answer that arrives in pieces and ends with a newline', async (t) => {
  const port = await startPeer(t, (socket) => {
    const pieces = ['12', '34', '.5', 'e-', '2\n'];
    const timer = setInterval(() => {
      socket.write(pieces.shift()!);
      if (pieces.length === 0) {
        clearInterval(timer);
        socket.end();
      }
    }, 5);
  });
  t.is(await requestTotal({ port }), 12.345);
});

test('tells what happens, in order and with times', async (t) => {
  const port = await startPeer(t, (socket) => socket.end('7\n'));
  const events: RequestEvent[] = [];
  await requestTotal({ port, onEvent: (event) => events.push(event) });
  t.deepEqual(
    events.map((event) => event.type),
    ['connecting', 'connected', 'waiting', 'answered'],
  );
  t.true(events.every((event, index) => index === 0 || event.at >= events[index - 1]!.at));
  t.like(events[0], { host: '127.0.0.1', port });
  t.like(events[3], { sum: 7 });
});

test('sends nothing, and closes after the answer', async (t) => {
  let heard = '';
  let closed: () => void;
  const closing = new Promise<void>((resolve) => {
    closed = resolve;
  });
  const port = await startPeer(t, (socket) => {
    socket.on('data', (piece) => {
      heard += piece;
    });
    socket.on('close', () => closed());
    socket.end('1\n');
  });
  await requestTotal({ port });
  await closing;
  t.is(heard, '');
});

test('nobody listening is a refusal', async (t) => {
  const server = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as net.AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  const error = await failsWith(t, { port }, 'OFFLOOP_CONNECTION_REFUSED', /refused/);
  t.is((error.cause as NodeJS.ErrnoException).code, 'ECONNREFUSED');
});

test('a reset is a reset', async (t) => {
  const port = await startPeer(t, (socket) => socket.resetAndDestroy());
  await failsWith(t, { port }, 'OFFLOOP_CONNECTION_RESET', /reset/);
});

test('a server dying in the middle of its answer is a reset, not a shorter number', async (t) => {
  const port = await startPeer(t, (socket) => {
    socket.write('1234', () => setTimeout(() => socket.resetAndDestroy(), 20));
  });
  await failsWith(t, { port }, 'OFFLOOP_CONNECTION_RESET', /reset/);
});

test('an answer that ends before its newline was cut short: it is never taken for a shorter number', async (t) => {
  for (const cut of ['-28', '1.', '1.5', '1.5e1', '1.5e1\r']) {
    const port = await startPeer(t, (socket) => socket.end(cut));
    await failsWith(t, { port }, 'OFFLOOP_MALFORMED_ANSWER', /./);
  }
  const port = await startPeer(t, (socket) => socket.end('-28'));
  await failsWith(
    t,
    { port },
    'OFFLOOP_MALFORMED_ANSWER',
    /answered "-28" without a final newline: .*strict/,
  );
});

test("the original example's server is understood where strict is false", async (t) => {
  const port = await startPeer(t, (socket) => socket.end('-28.5'));
  t.is(await requestTotal({ port, strict: false }), -28.5);
  const cut = await startPeer(t, (socket) => socket.end('1e'));
  await failsWith(t, { port: cut, strict: false }, 'OFFLOOP_MALFORMED_ANSWER', /"1e"/);
});

test('control characters of a peer reach no terminal', async (t) => {
  const port = await startPeer(t, (socket) => socket.end(Buffer.from('\x1b[2J\x9b31m\x7f\x85', 'latin1')));
  const error = await failsWith(t, { port }, 'OFFLOOP_MALFORMED_ANSWER', /u001b/);
  t.true(error.message.includes(String.raw`"\u001b[2J\u009b31m\u007f\u0085"`), error.message);
  t.notRegex(error.message, /[^\x20-\x7e]/);
});

test('closing without a word is no answer', async (t) => {
  const port = await startPeer(t, (socket) => socket.end());
  await failsWith(t, { port }, 'OFFLOOP_NO_ANSWER', /without an answer/);
});

test('silence is a timeout', async (t) => {
  const port = await startPeer(t, () => {});
  await failsWith(t, { port, timeout: 50 }, 'OFFLOOP_TIMEOUT', /within 50 ms/);
});

test('an answer that never ends is a timeout too', async (t) => {
  const port = await startPeer(t, (socket) => socket.write('12'));
  await failsWith(t, { port, timeout: 50 }, 'OFFLOOP_TIMEOUT', /within 50 ms/);
});

test('words are a malformed answer, and the message quotes their beginning', async (t) => {
  const port = await startPeer(t, (socket) => socket.end(`HTTP/1.1 400 Bad Request\r\n${'x'.repeat(200)}`));
  const error = await failsWith(t, { port }, 'OFFLOOP_MALFORMED_ANSWER', /"HTTP\/1\.1 400/);
  t.true(error.message.length < 160, error.message);
});

test('an endless answer is malformed as soon as it is too long', async (t) => {
  const port = await startPeer(t, (socket) => {
    const timer = setInterval(() => socket.write('1'.repeat(1000)), 1);
    socket.on('close', () => clearInterval(timer));
  });
  await failsWith(t, { port }, 'OFFLOOP_MALFORMED_ANSWER', /4096 bytes/);
});

test('an unknown host is a failed connection', async (t) => {
  await t.throwsAsync(requestTotal({ host: 'no-such-host.invalid', timeout: 30_000 }), {
    code: 'OFFLOOP_CONNECTION_FAILED',
    message: /cannot reach no-such-host\.invalid:8197/,
  });
});

for (const moment of ['connecting', 'connected', 'waiting']) {
  test(`an abort while ${moment} rejects with its reason and leaves no listener`, async (t) => {
    const port = await startPeer(t, () => {});
    const reason = new Error('enough');
    const controller = new AbortController();
    const onEvent = (event: RequestEvent) => {
      if (event.type === moment) {
        controller.abort(reason);
      }
    };
    t.is(await t.throwsAsync(requestTotal({ port, signal: controller.signal, onEvent })), reason);
    t.is(getEventListeners(controller.signal, 'abort').length, 0);
  });
}

test('an abort before the start connects to nobody', async (t) => {
  let connections = 0;
  const port = await startPeer(t, () => {
    connections++;
  });
  await t.throwsAsync(requestTotal({ port, signal: AbortSignal.abort() }), { any: true, name: 'AbortError' });
  await t.throwsAsync(requestTotal({ port, timeout: 20, signal: new AbortController().signal }));
  t.is(connections, 1);
});

test('success and failure leave no listener on the signal either', async (t) => {
  const { signal } = new AbortController();
  const good = await startPeer(t, (socket) => socket.end('1\n'));
  const bad = await startPeer(t, (socket) => socket.end());
  await requestTotal({ port: good, signal });
  await t.throwsAsync(requestTotal({ port: bad, signal }));
  t.is(getEventListeners(signal, 'abort').length, 0);
});

test('any number of requests share one listener of their signal', async (t) => {
  const port = await startPeer(t, () => {});
  const stop = new AbortController();
  const requests = Array.from({ length: 30 }, () => requestTotal({ port, signal: stop.signal }));
  t.is(getEventListeners(stop.signal, 'abort').length, 1);
  stop.abort('enough');
  const outcomes = await Promise.allSettled(requests);
  t.true(outcomes.every((outcome) => outcome.status === 'rejected' && outcome.reason === 'enough'));
  t.is(getEventListeners(stop.signal, 'abort').length, 0);
});
