import { spawnSync } from 'node:child_process';
import test from 'ava';
import { requestTotal, serve } from '../../ts/service/index.ts';
import { LIMIT } from '../time.js';
import { testWhere } from '../where.ts';
import {
  connect,
  ENDLESS,
  fillSlots,
  hasPython,
  predictedSums,
  readAll,
  SEED,
  sorted,
  startServer,
} from './support.ts';

// Linux listens on all addresses that begin with 127.
const withAnotherAddress = testWhere(process.platform === 'linux');
const withPython = testWhere(hasPython, 'python3');

test.serial('answers the first client with stream 0 of its seed', async (t) => {
  const [server, log] = await startServer(t);
  t.is(server.host, '127.0.0.1');
  t.is(server.seed, SEED);
  t.deepEqual([await requestTotal({ port: server.port })], await predictedSums(1, 1000));
  await server.close();
  t.deepEqual(
    log.events.map((event) => event.type),
    ['listening', 'accepted', 'started', 'answered', 'closing', 'closed'],
  );
  t.deepEqual(server.stats, { accepted: 1, answered: 1, dropped: 0, gone: 0, failed: 0 });
});

test.serial('a seed nobody gave is reported', async (t) => {
  const [server] = await startServer(t, { seed: undefined });
  const [other] = await startServer(t, { seed: undefined });
  t.not(server.seed, other.seed);
});

test.serial('times are in milliseconds', async (t) => {
  const [server, log] = await startServer(t, { samples: 3e7 });
  const began = performance.now();
  await requestTotal({ port: server.port });
  const elapsed = performance.now() - began;
  const [started] = log.of('started');
  const [answered] = log.of('answered');
  t.true(answered!.took > 10 && answered!.took <= answered!.at - started!.at + 1 && answered!.took < elapsed);
  t.true(started!.waited >= 0 && started!.waited < elapsed);
});

test.serial('200 clients at once all get the totals of their streams', async (t) => {
  const [server, log] = await startServer(t, { samples: 70_000 });
  const sums = await Promise.all(Array.from({ length: 200 }, () => requestTotal({ port: server.port })));
  const expected = await predictedSums(200, 70_000);
  t.deepEqual(sorted(sums), sorted(expected));
  await server.close();
  t.like(server.stats, { accepted: 200, answered: 200 });
  for (const { stream, total } of log.of('answered')) {
    t.is(total.sum, expected[stream]!);
  }
});

test.serial('the event loop stays free while the server computes', async (t) => {
  const [server, log] = await startServer(t, { samples: ENDLESS });
  await connect(t, server.port);
  await log.until('started', 1);
  for (let turn = 0; turn < 5; turn++) {
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  t.deepEqual(log.of('answered'), []);
});

test.serial('clients that close their sending side early get their answers', async (t) => {
  const [server] = await startServer(t);
  const answers = await Promise.all(
    Array.from({ length: 20 }, async () => {
      const socket = await connect(t, server.port);
      socket.end();
      return Number(await readAll(socket));
    }),
  );
  t.deepEqual(sorted(answers), sorted(await predictedSums(20, 1000)));
});

test.serial('clients that send bytes get their answers', async (t) => {
  const [server] = await startServer(t);
  const answers = await Promise.all(
    Array.from({ length: 10 }, async () => {
      const socket = await connect(t, server.port);
      socket.write('x'.repeat(300_000));
      return Number(await readAll(socket));
    }),
  );
  t.deepEqual(sorted(answers), sorted(await predictedSums(10, 1000)));
});

test.serial('clients that reset hurt nobody else', async (t) => {
  const [server, log] = await startServer(t, { samples: 70_000 });
  const resets = Array.from({ length: 20 }, async () => (await connect(t, server.port)).resetAndDestroy());
  const requests = Array.from({ length: 20 }, () => requestTotal({ port: server.port }));
  const sums = await Promise.all(requests);
  await Promise.all(resets);
  await server.close();
  const { accepted, answered, gone, dropped, failed } = server.stats;
  t.true(answered >= 20 && accepted <= 40);
  t.deepEqual([answered + gone, dropped, failed], [accepted, 0, 0]);
  const answers = log.of('answered').map((event) => event.total.sum);
  t.true(sums.every((sum) => answers.includes(sum)));
});

test.serial('a reset ends the computing, and the next in line starts', async (t) => {
  const [server, log] = await startServer(t, { samples: ENDLESS });
  const sockets = await fillSlots(t, server.port, log);
  sockets[0]!.resetAndDestroy();
  await log.until('started', sockets.length);
  t.is(log.of('gone')[0]!.stream, 0);
  t.is(log.of('started').at(-1)!.stream, sockets.length - 1);
});

test.serial('a client gone before its turn is never computed for', async (t) => {
  const [server, log] = await startServer(t, { samples: ENDLESS });
  const sockets = await fillSlots(t, server.port, log);
  sockets.at(-1)!.resetAndDestroy();
  await log.until('gone', 1);
  sockets[0]!.resetAndDestroy();
  await log.until('gone', 2);
  await server.destroy();
  t.is(log.of('gone')[0]!.stream, sockets.length - 1);
  t.is(log.of('started').length, sockets.length - 1);
});

test.serial('what waits beyond the bound is reset, counted and told', async (t) => {
  const [server, log] = await startServer(t, { samples: ENDLESS, maxWaiting: 1 });
  const inside = await fillSlots(t, server.port, log);
  for (let request = 0; request < 3; request++) {
    await t.throwsAsync(requestTotal({ port: server.port }), { code: 'OFFLOOP_CONNECTION_RESET' });
  }
  t.is(server.stats.dropped, 3);
  t.true(log.of('dropped').every(({ reason }) => reason === 'waiting'));
  t.regex(log.of('dropped')[0]!.why, /^the queue is full: 1 waiting$/);
  t.is(server.stats.accepted, inside.length);
});

test.serial('connections beyond the most are dropped, counted and told', async (t) => {
  const [server, log] = await startServer(t, { samples: ENDLESS, maxConnections: 2 });
  await connect(t, server.port);
  await connect(t, server.port);
  await log.until('accepted', 2);
  await t.throwsAsync(requestTotal({ port: server.port }), { code: 'OFFLOOP_CONNECTION_RESET' });
  t.like(log.of('dropped')[0], { reason: 'connections', why: 'too many connections: 2 open' });
  t.deepEqual(server.stats, { accepted: 2, answered: 0, dropped: 1, gone: 0, failed: 0 });
});

withAnotherAddress('an address that has all connections gives way to another one', async (t) => {
  const [server, log] = await startServer(t, { samples: ENDLESS, maxConnections: 10 });
  const hog = await Promise.all(Array.from({ length: 10 }, () => connect(t, server.port)));
  await log.until('accepted', 10);
  const others = Array.from({ length: 8 }, () =>
    connect(t, server.port, { localAddress: '127.0.0.2' }).then(readAll),
  );
  await log.until('dropped', 8);
  const dropped = log.of('dropped');
  t.true(dropped.every(({ reason }) => reason === 'connections'));
  // One of the first address computes; of the nine others' places the second gets half.
  t.is(dropped.filter(({ from }) => from?.startsWith('127.0.0.1')).length, 5);
  t.is(dropped.filter(({ from }) => from === undefined).length, 3);
  t.like(server.stats, { accepted: 15, dropped: 8 });
  await server.destroy();
  t.is((await Promise.all([...others, ...hog.map(readAll)])).join(''), '');
});

withAnotherAddress('an address that has all places in the queue gives way, too', async (t) => {
  const [server, log] = await startServer(t, { samples: ENDLESS, maxWaiting: 4 });
  await Promise.all(Array.from({ length: 5 }, () => connect(t, server.port)));
  await log.until('accepted', 5);
  await connect(t, server.port, { localAddress: '127.0.0.2' });
  await log.until('dropped', 1);
  t.like(log.of('dropped')[0], { reason: 'waiting', why: 'the queue is full: 4 waiting', stream: 4 });
});

test.serial('a client that has its answer and lingers gives way to a newcomer', async (t) => {
  const [server, log] = await startServer(t, { maxConnections: 2 });
  const lingering = await Promise.all([connect(t, server.port), connect(t, server.port)]);
  const expected = await predictedSums(3, 1000);
  const answers = await Promise.all(lingering.map(readAll));
  t.deepEqual(sorted(answers.map(Number)), sorted(expected.slice(0, 2)));
  t.is(await requestTotal({ port: server.port }), expected[2]!);
  t.deepEqual(log.of('dropped'), []);
});

withPython('a client that resets before it is accepted is not heard of and uses no stream', async (t) => {
  const [server, log] = await startServer(t);
  const { port } = server;
  // This thread accepts nobody while it waits for a process that connects and resets.
  const reset = `
import socket, struct, sys
for n in range(20):
    s = socket.create_connection(("127.0.0.1", ${port}))
    s.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    s.close()
`;
  const { status } = spawnSync('python3', ['-c', reset], { timeout: LIMIT });
  t.is(status, 0);
  t.deepEqual([await requestTotal({ port })], await predictedSums(1, 1000));
  t.deepEqual(
    log.events.map(({ type }) => type),
    ['listening', 'accepted', 'started', 'answered'],
  );
});

test.serial('no answer within the deadline is a reset', async (t) => {
  const [server, log] = await startServer(t, { samples: ENDLESS, deadline: 50 });
  await t.throwsAsync(requestTotal({ port: server.port }), { code: 'OFFLOOP_CONNECTION_RESET' });
  t.is(log.of('dropped')[0]!.reason, 'deadline');
});

withAnotherAddress('another address waits for one turn, not for all of the first', async (t) => {
  const [server, log] = await startServer(t, { samples: 300_000 });
  const many = Array.from({ length: 60 }, () => requestTotal({ port: server.port }));
  await log.until('accepted', 60);
  await readAll(await connect(t, server.port, { localAddress: '127.0.0.2' }));
  const types = log.events.map((event) => `${event.type} ${'stream' in event ? event.stream : ''}`);
  const between = types.slice(types.indexOf('accepted 60'), types.indexOf('started 60'));
  t.true(between.filter((type) => type.startsWith('started')).length <= 1, between.join(', '));
  t.is((await Promise.all(many)).length, 60);
});

test.serial('a port in use is said to be', async (t) => {
  const [{ port }] = await startServer(t);
  await t.throwsAsync(serve({ port, engine: 'typescript' }), {
    name: 'OffloopError',
    code: 'OFFLOOP_ADDRESS_IN_USE',
    message: `port ${port} on 127.0.0.1 is already in use`,
  });
});

test.serial('an address of another machine cannot be listened on', async (t) => {
  await t.throwsAsync(serve({ host: '192.0.2.1', port: 0, engine: 'typescript' }), {
    code: 'OFFLOOP_LISTEN_FAILED',
    message: /^cannot listen on port 0 of 192\.0\.2\.1: .*EADDRNOTAVAIL/,
  });
});
