import test from 'ava';
import { type ServeOptions, serve } from '../../ts/service/index.ts';

const wrong: [object, string, RegExp][] = [
  [{ port: 65_536 }, 'RangeError', /^port .* 0 to 65535, not 65536$/],
  [{ host: 5 }, 'TypeError', /^host /],
  [
    { distribution: 'exponential' },
    'TypeError',
    /^'exponential' samples have no exact totals: only uniform and normal ones do$/,
  ],
  [{ samples: -1 }, 'RangeError', /^samples /],
  [{ seed: -1 }, 'RangeError', /^seed /],
  [{ engine: 'python' }, 'TypeError', /^engine /],
  [{ mode: 'parallel' }, 'TypeError', /^mode /],
  [{ allotment: 0 }, 'RangeError', /^allotment /],
  [{ maxConnections: 0 }, 'RangeError', /^maxConnections /],
  [{ maxWaiting: -1 }, 'RangeError', /^maxWaiting /],
  [{ deadline: 0 }, 'RangeError', /^deadline /],
  [{ grace: Number.NaN }, 'RangeError', /^grace /],
  [{ onEvent: 'print' }, 'TypeError', /^onEvent /],
  [{ maxWaitting: 1 }, 'TypeError', /^options has no 'maxWaitting': did you mean 'maxWaiting'\?$/],
];
for (const [options, name, message] of wrong) {
  test(`a wrong option is refused: ${JSON.stringify(options)}`, async (t) => {
    await t.throwsAsync(serve({ port: 0, engine: 'typescript', ...options } as ServeOptions), {
      name,
      message,
    });
  });
}
