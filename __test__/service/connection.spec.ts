import { once } from 'node:events';
import net from 'node:net';
import test from 'ava';
import { Connection } from '../../ts/service/connection.ts';
import type { ServerEvent, Untimed } from '../../ts/service/events.ts';
import { connect, readAll } from './support.ts';

test('an engine that fails is told once, and its client is reset', async (t) => {
  const listener = net.createServer({ allowHalfOpen: true }).listen(0, '127.0.0.1');
  await once(listener, 'listening');
  t.teardown(() => listener.close());
  const accepting = once(listener, 'connection');
  const client = await connect(t, (listener.address() as net.AddressInfo).port);
  const [socket] = (await accepting) as [net.Socket];
  const events: Untimed<ServerEvent>[] = [];
  const connection = new Connection(socket, '127.0.0.1', 7, 60_000, {
    report: (event) => events.push(event),
    decided: (_, fate) => events.push(fate),
    closed: () => {},
  });

  const error = new Error('out of order');
  await connection.answer(() => Promise.reject(error));
  t.is(await readAll(client), '');
  connection.end();
  t.deepEqual(
    events.map((event) => event.type),
    ['accepted', 'started', 'failed'],
  );
  t.like(events[2], { stream: 7, error });
});
