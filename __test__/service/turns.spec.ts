import test from 'ava';
import { Turns } from '../../ts/service/turns.ts';

interface Waiter {
  readonly address: string;
  readonly id: string;
}

/** Waiters whose address is the first letter of their id. */
function turnsOf(...ids: string[]) {
  const waiters = new Map(ids.map((id) => [id, { address: id[0]!, id }]));
  const turns = new Turns<Waiter>();
  for (const waiter of waiters.values()) {
    turns.add(waiter);
  }
  return { turns, waiter: (id: string) => waiters.get(id)! };
}

/** Takes everyone out and says who came. */
function drain(turns: Turns<Waiter>): string[] {
  const ids: string[] = [];
  for (let next = turns.next(); next !== undefined; next = turns.next()) {
    ids.push(next.id);
  }
  return ids;
}

test('one address is served in order', (t) => {
  t.deepEqual(drain(turnsOf('a1', 'a2', 'a3').turns), ['a1', 'a2', 'a3']);
});

test('addresses take turns', (t) => {
  const { turns } = turnsOf('a1', 'a2', 'a3', 'a4', 'b1', 'c1', 'b2');
  t.deepEqual(drain(turns), ['a1', 'b1', 'c1', 'a2', 'b2', 'a3', 'a4']);
});

test('a newcomer waits for one of each other address at most', (t) => {
  const { turns } = turnsOf('a1', 'a2', 'a3', 'b1', 'b2');
  turns.next();
  turns.add({ address: 'c', id: 'c1' });
  t.deepEqual(drain(turns), ['b1', 'a2', 'c1', 'b2', 'a3']);
});

test('one that is taken out has no turn, and the size follows', (t) => {
  const { turns, waiter } = turnsOf('a1', 'a2', 'b1');
  t.is(turns.size, 3);
  turns.remove(waiter('a2'));
  turns.remove(waiter('b1'));
  turns.remove(waiter('b1'));
  t.is(turns.size, 1);
  t.deepEqual(drain(turns), ['a1']);
  t.is(turns.size, 0);
});

test('who gives way is the last of the longest line, never to a line as long', (t) => {
  const { turns, waiter } = turnsOf('a1', 'b1', 'a2', 'b2', 'a3');
  t.is(turns.rival('c'), waiter('a3'));
  t.is(turns.rival('b'), undefined);
  t.is(turns.rival('a'), undefined);
  turns.remove(waiter('a3'));
  t.is(turns.rival('c')!.id, 'a2');
  turns.remove(waiter('a2'));
  turns.remove(waiter('b2'));
  t.is(turns.rival('c'), undefined);
  t.is(new Turns<Waiter>().rival('a'), undefined);
});

test('places that are shared so end up even', (t) => {
  const turns = new Turns<Waiter>();
  for (let n = 0; n < 100; n++) {
    turns.add({ address: 'a', id: `a${n}` });
  }
  let admitted = 0;
  for (let n = 0; n < 100; n++) {
    const rival = turns.rival('b');
    if (rival !== undefined) {
      turns.remove(rival);
      turns.add({ address: 'b', id: `b${n}` });
      admitted++;
    }
  }
  t.is(admitted, 50);
  t.is(turns.size, 100);
});
