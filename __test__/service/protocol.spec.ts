import test from 'ava';
import fc from 'fast-check';
import { decodeAnswer, encodeAnswer, hostAndPort } from '../../ts/service/protocol.ts';

test('an answer parses back to the same double', (t) => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (sum) => {
      t.true(Object.is(decodeAnswer(encodeAnswer(sum)), sum));
    }),
  );
});

test('an answer is as short as it can be', (t) => {
  t.deepEqual([0.1, -1.5, 1e21, 5e-324, 0].map(encodeAnswer), ['0.1', '-1.5', '1e+21', '5e-324', '0']);
});

test('answers of other servers are understood: Python and a newline', (t) => {
  t.is(decodeAnswer('123.0'), 123);
  t.is(decodeAnswer('1e-07\n'), 1e-7);
  t.is(decodeAnswer('-2.5E+3\r\n'), -2500);
});

for (const text of [
  '',
  '\n',
  'NaN',
  'Infinity',
  '1e999',
  '0x10',
  ' 1',
  '1 ',
  '1\n\n',
  '1,5',
  '.5',
  '5.',
  '-',
  '1e',
  '1n',
  '+1',
]) {
  test(`${JSON.stringify(text)} is malformed`, (t) => {
    t.is(decodeAnswer(text), undefined);
  });
}

test('an IPv6 address is bracketed', (t) => {
  t.is(hostAndPort('127.0.0.1', 8197), '127.0.0.1:8197');
  t.is(hostAndPort('::1', 8197), '[::1]:8197');
});
