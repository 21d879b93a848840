import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import net from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { requestTotal, serve } from '../../ts/service/index.ts';
import { testEngines } from '../engines.ts';
import { LIMIT } from '../time.js';
import { connect, ENDLESS, hasPython, predictedSums, readAll, run, sorted, startServer } from './support.ts';

test.serial('closing finishes what is in flight', async (t) => {
  const [server, log] = await startServer(t, { samples: 300_000, grace: 60_000 });
  const requests = Array.from({ length: 30 }, () => requestTotal({ port: server.port }));
  await log.until('accepted', 30);
  const closed = server.close();
  t.is(server.close(), closed);
  await log.until('closing', 1);
  await t.throwsAsync(requestTotal({ port: server.port }), { code: 'OFFLOOP_CONNECTION_REFUSED' });
  t.deepEqual(sorted(await Promise.all(requests)), sorted(await predictedSums(30, 300_000)));
  await closed;
  t.like(server.stats, { accepted: 30, answered: 30, dropped: 0 });
  t.is(log.events.at(-1)!.type, 'closed');
});

/** Connects many times, says so in a file, and prints what each connection reads. */
const CROWD = `
import socket, sys
_, port, count, marker = sys.argv
crowd = [socket.create_connection(("127.0.0.1", int(port))) for n in range(int(count))]
open(marker, "w").close()
for s in crowd:
    print(s.makefile().read(), end="")
`;

for (const mode of ['threadpool', 'cooperative', 'blocking'] as const) {
  testEngines(
    `closing answers those who have connected and are not accepted yet, ${mode}`,
    async (t, engine) => {
      const [server] = await startServer(t, { engine, mode, samples: 70_000, grace: 60_000 });
      const marker = join(await mkdtemp(join(tmpdir(), 'offloop-crowd-')), 'connected');
      const crowd = run('python3', ['-c', CROWD, String(server.port), '100', marker]);
      // This thread accepts nobody meanwhile.
      while (!existsSync(marker)) {
        Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
      }
      t.is(server.stats.accepted, 0);
      await server.close();
      await rm(dirname(marker), { recursive: true });
      const answers = (await crowd).trimEnd().split('\n').map(Number);
      t.deepEqual(sorted(answers), sorted(await predictedSums(100, 70_000)));
    },
    hasPython,
    'python3',
  );
}

test.serial('closing resets what is left when the grace period is over', async (t) => {
  const [server, log] = await startServer(t, { samples: ENDLESS, grace: 50 });
  const request = requestTotal({ port: server.port });
  const refusal = t.throwsAsync(request, { code: 'OFFLOOP_CONNECTION_RESET' });
  await log.until('started', 1);
  await server.close();
  await refusal;
  t.is(log.of('dropped')[0]!.reason, 'closing');
});

test.serial('a close waits for no client that has gone, and is the last to be told', async (t) => {
  const [server, log] = await startServer(t, { samples: ENDLESS, grace: 1e9 });
  const socket = await connect(t, server.port);
  await log.until('started', 1);
  const closed = server.close();
  await log.until('closing', 1);
  socket.resetAndDestroy();
  await closed;
  t.deepEqual(
    log.events.slice(-3).map((event) => event.type),
    ['closing', 'gone', 'closed'],
  );
});

test.serial('a client that has its answer and never closes is let go', async (t) => {
  const [server] = await startServer(t, { grace: 1e9 });
  const socket = await connect(t, server.port);
  await readAll(socket);
  t.false(socket.writableEnded);
  await server.close();
  t.is(server.stats.answered, 1);
});

test.serial('a close under way can be cut short', async (t) => {
  const [server, log] = await startServer(t, { samples: ENDLESS, grace: 1e9 });
  const socket = await connect(t, server.port);
  await log.until('started', 1);
  const closed = server.close();
  await server.destroy();
  await closed;
  t.is(await readAll(socket), '');
  t.is(server.stats.dropped, 1);
});

test('a server that is destroyed while an answer is on its way closes', async (t) => {
  for (let steps = 0; steps < 40; steps++) {
    let started: () => void = () => {};
    const computing = new Promise<void>((resolve) => {
      started = resolve;
    });
    const server = await serve({
      port: 0,
      samples: 0,
      mode: 'cooperative',
      onEvent: ({ type }) => type === 'started' && started(),
    });
    const socket = net.connect({ host: '127.0.0.1', port: server.port }).on('error', () => {});
    socket.resume();
    await computing;
    for (let step = 0; step < steps; step++) {
      await Promise.resolve();
    }
    const closed = await Promise.race([server.destroy().then(() => true), delay(LIMIT).then(() => false)]);
    t.true(closed, `${steps} steps after its turn came`);
  }
});
