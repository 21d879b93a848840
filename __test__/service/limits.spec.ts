import test from 'ava';
import { mostConnections } from '../../ts/service/limits.ts';

function limits(soft: string): string {
  return `Limit  Soft Limit  Hard Limit  Units\nMax processes  5  5  processes\nMax open files            ${soft}   20000   files\n`;
}

test('connections take at most half of the files a process may open', (t) => {
  t.is(mostConnections(limits('20000')), 10_000);
  t.is(mostConnections(limits('121')), 60);
  t.is(mostConnections(limits('1')), 1);
});

test('without a limit, or where it cannot be read, there is still an answer', (t) => {
  t.is(mostConnections(limits('unlimited')), Number.MAX_SAFE_INTEGER);
  t.is(mostConnections(''), 512);
  t.true(mostConnections() >= 1);
});
