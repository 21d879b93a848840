import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import test from 'ava';
import { requestTotal, type Server, type ServerEvent, serve } from '../../ts/service/index.ts';

test('whoever subscribes hears the events of every server, with the server, and onEvent the same', async (t) => {
  const heard: { server: Server; event: ServerEvent }[] = [];
  const told: ServerEvent[] = [];
  const hear = (message: unknown) => heard.push(message as (typeof heard)[number]);
  subscribe('offloop:server', hear);
  t.teardown(() => unsubscribe('offloop:server', hear));
  const server = await serve({ port: 0, samples: 1000, onEvent: (event) => told.push(event) });
  await requestTotal({ port: server.port });
  await server.close();
  t.deepEqual(
    heard.map(({ event }) => event.type),
    ['listening', 'accepted', 'started', 'answered', 'closing', 'closed'],
  );
  t.deepEqual(
    heard.map(({ event }) => event),
    told,
  );
  t.true(heard.every((message) => message.server === server));
  t.deepEqual(server.load, { open: 0, waiting: 0, computing: 0 });
});
