import test from 'ava';
import { RoundRobin } from '../../ts/service/round-robin.ts';

/** Takes everything out and says what came, by the ids the tasks return. */
async function drain(queue: RoundRobin): Promise<unknown[]> {
  const ids: unknown[] = [];
  for (let run = queue.dequeue(); run !== undefined; run = queue.dequeue()) {
    ids.push(await run());
  }
  return ids;
}

function queueOf(...ids: string[]): RoundRobin {
  const queue = new RoundRobin();
  for (const id of ids) {
    queue.enqueue(async () => id, { address: id[0]!, id });
  }
  return queue;
}

test('one address is served in order', async (t) => {
  t.deepEqual(await drain(queueOf('a1', 'a2', 'a3')), ['a1', 'a2', 'a3']);
});

test('addresses take turns', async (t) => {
  t.deepEqual(await drain(queueOf('a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2')), [
    'a1',
    'b1',
    'c1',
    'a2',
    'b2',
    'a3',
    'a4',
  ]);
});

test('a newcomer waits for one task of each other address at most', async (t) => {
  const queue = queueOf('a1', 'a2', 'a3', 'b1', 'b2');
  await queue.dequeue()!();
  queue.enqueue(async () => 'c1', { address: 'c', id: 'c1' });
  t.deepEqual(await drain(queue), ['b1', 'a2', 'c1', 'b2', 'a3']);
});

test('a task taken out does not run, and the size follows', async (t) => {
  const queue = queueOf('a1', 'a2', 'b1');
  t.is(queue.size, 3);
  queue.remove('a2');
  queue.remove('b1');
  queue.remove('nobody');
  t.is(queue.size, 1);
  t.deepEqual(queue.filter({ address: 'b' }), []);
  t.is(queue.filter({ address: 'a' }).length, 1);
  t.deepEqual(await drain(queue), ['a1']);
  t.is(queue.size, 0);
});
