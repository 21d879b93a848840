import net from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { serve } from '../../ts/service/index.ts';

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
    const closed = await Promise.race([server.destroy().then(() => true), delay(5000).then(() => false)]);
    t.true(closed, `${steps} steps after its turn came`);
  }
});
