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
  ['key', { prot: 1 }, 'TypeError', /^options has no 'prot': did you mean 'port'\?$/],
  [
    'key',
    { retries: 1 },
    'TypeError',
    /^options has no 'retries'; it has host, port, timeout, strict, signal, onEvent$/,
  ],
];
for (const [name, options, kind, message] of wrong) {
  test(`a wrong ${name} is refused: ${JSON.stringify(options).slice(0, 60)}`, async (t) => {
    await t.throwsAsync(requestTotal(options as RequestOptions), { name: kind, message });
  });
}
