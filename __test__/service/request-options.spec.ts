import test from 'ava';
import { type RequestOptions, requestTotal } from '../../ts/service/index.ts';

const wrong: [string, object, string, RegExp][] = [
  ['port', { port: 0 }, 'RangeError', /^port .* 1 to 65535, not 0$/],
  ['port', { port: '8197' }, 'TypeError', /^port must be a number/],
  ['host', { host: '' }, 'TypeError', /^host must be an address or a name, not ''$/],
  ['timeout', { timeout: 0 }, 'RangeError', /^timeout /],
  ['timeout', { timeout: Number.POSITIVE_INFINITY }, 'RangeError', /^timeout /],
  ['signal', { signal: {} }, 'TypeError', /^signal must be an AbortSignal/],
  ['onEvent', { onEvent: 1 }, 'TypeError', /^onEvent must be a function/],
  ['key', { prot: 1 }, 'TypeError', /^options has no 'prot': did you mean 'port'\?$/],
  [
    'key',
    { retries: 1 },
    'TypeError',
    /^options has no 'retries'; it has host, port, timeout, signal, onEvent$/,
  ],
];
for (const [name, options, kind, message] of wrong) {
  test(`a wrong ${name} is refused: ${JSON.stringify(options)}`, async (t) => {
    await t.throwsAsync(requestTotal(options as RequestOptions), { name: kind, message });
  });
}
