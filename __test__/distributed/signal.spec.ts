import { getEventListeners } from 'node:events';
import { redisTest, startRedis, startWorker } from './redis.ts';

redisTest('a worker that has ended leaves nothing on its signal', async (t) => {
  const redis = await startRedis(t);
  const stop = new AbortController();
  const { signal } = stop;
  const listeners = (): number => getEventListeners(signal, 'abort').length;
  const first = await startWorker(t, { redis: redis.url, signal });
  t.is(listeners(), 1);
  await first.close();
  t.is(listeners(), 0);
  const second = await startWorker(t, { redis: redis.url, signal });
  stop.abort();
  await second.closed;
  t.is(listeners(), 0);
});
