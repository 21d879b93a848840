import test from 'ava';
import fc from 'fast-check';
import { decodeAnswer, encodeAnswer, hostAndPort, isWhole } from '../../ts/service/protocol.ts';

test('an answer parses back to the same double', (t) => {
  fc.assert(
    fc.property(fc.double({ noNaN: true, noDefaultInfinity: true }), (sum) => {
      t.true(Object.is(decodeAnswer(encodeAnswer(sum)), sum));
    }),
  );
});

test('an answer is as short as it can be, and ends with a newline', (t) => {
  t.deepEqual([0.1, -1.5, 1e21, 5e-324, 0].map(encodeAnswer), [
    '0.1\n',
    '-1.5\n',
    '1e+21\n',
    '5e-324\n',
    '0\n',
  ]);
  t.true(isWhole('1.5\n'));
  t.false(isWhole('1.5'));
});

test('answers of other servers are understood: Python and a newline', (t) => {
  t.is(decodeAnswer('123.0'), 123);
  t.is(decodeAnswer('1e-07\n'), 1e-7);
  t.is(decodeAnswer('-2.5E+3\r\n'), -2500);
  t.is(decodeAnswer('0e-400'), 0);
  t.true(Object.is(decodeAnswer('-0.000'), -0));
  t.is(decodeAnswer('3e-324'), 5e-324);
});

for (const text of [
  '',
  '\n',
  'NaN',
  'Infinity',
  '1e999',
  '-1e999',
  `1${'0'.repeat(400)}`,
  '1e-400',
  '-0.001e-400',
  '2e-324',
  '1\r',
  '1\r\n\n',
  '1\n\r',
  '\u0661',
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
