import test from 'ava';
import { type RequestOptions, requestTotal } from '../../ts/service/index.ts';

const wrong: [string, object, string, RegExp][] = [
  ['port', { port: 0 }, 'RangeError', /^port .* 1 to 65535, not 0$/],
  ['port', { port: '8197' }, 'TypeError', /^port must be a number/],
  [
    'host',
    { host: '' },
    'TypeError',
    /^host must be an address or a name of at most 253 characters, not ''$/,
  ],
  ['strict', { strict: 'no' }, 'TypeError', /^strict must be true or false, not 'no'$/],
  ['host', { host: 'x'.repeat(1e6) }, 'TypeError', /^host must be .{1,120}$/],
  ['timeout', { timeout: 0 }, 'RangeError', /^timeout /],
  ['timeout', { timeout: Number.POSITIVE_INFINITY }, 'RangeError', /^timeout /],
  ['signal', { signal: {} }, 'TypeError', /^signal must be an AbortSignal/],
  ['onEvent', { onEvent: 1 }, 'TypeError', /^onEvent must be a function/],
  ['host', { host: Symbol('\x1b\u202e') }, 'TypeError', /, not Symbol\(\\u001b\\u202e\)$/],
  ['key', { '\x1b\u202e': 1 }, 'TypeError', /^options has no '\\u001b\\u202e'; it has /],
  ['key', { prot: 1 }, 'TypeError', /^options has no 'prot': did you mean 'port'\?$/],
  [
    'key',
    { retries: 1 },
    'TypeError',
    /^options has no 'retries'; it has host, port, timeout, strict, signal, onEvent$/,
  ],
];
for (const [name, options, kind, message] of wrong) {
  test(`a wrong ${name} is refused: ${JSON.stringify(options)
    .replace(/[^ -~]/g, '?')
    .slice(0, 60)}`, async (t) => {
    await t.throwsAsync(requestTotal(options as RequestOptions), { name: kind, message });
  });
}

test('a name that cannot be found is shown printable', async (t) => {
  const error = await t.throwsAsync(requestTotal({ host: 'a\x9b1A\u202eb', port: 1 }));
  t.true(error!.message.includes(String.raw`a\u009b1A\u202eb:1`), error!.message);
  t.notRegex(error!.message, /[^\x20-\x7e]/);
});
