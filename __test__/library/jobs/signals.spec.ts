import { getEventListeners } from 'node:events';
import { setTimeout as delay } from 'node:timers/promises';
import test from 'ava';
import { sampleInChunks, sum, sumInChunks } from '../../../ts/index.ts';
import { requestTotal } from '../../../ts/service/index.ts';
import { testEngines } from '../../engines.ts';

const BLOCK = 65_536;

function listeners(signal: AbortSignal): number {
  return getEventListeners(signal, 'abort').length;
}

/** Waits until nothing listens to a signal, but not for ever. */
async function silence(signal: AbortSignal): Promise<void> {
  for (let looks = 0; listeners(signal) > 0 && looks < 2000; looks++) {
    await delay(5);
  }
}

testEngines('a loop that is left alone leaves nothing on its signal', async (t, engine) => {
  const { signal } = new AbortController();
  const samples = sampleInChunks(
    { distribution: 'uniform', samples: 1e9, seed: 1 },
    { engine, signal, chunkSamples: BLOCK },
  );
  const sums = sumInChunks({ distribution: 'uniform', samples: 1e12, seed: 1 }, { engine, signal });
  t.false((await samples.next()).done);
  t.false((await sums.next()).done);
  // Neither is ended: this is all that becomes of a loop that nobody asks any more. What was being computed ends first.
  await silence(signal);
  t.is(listeners(signal), 0);
});

testEngines('an abort between two steps ends the next', async (t, engine) => {
  for (const chunks of [
    (signal: AbortSignal) =>
      sampleInChunks(
        { distribution: 'uniform', samples: 1e9, seed: 1 },
        { engine, signal, chunkSamples: BLOCK },
      ),
    (signal: AbortSignal) =>
      sumInChunks({ distribution: 'uniform', samples: 1e12, seed: 1 }, { engine, signal }),
  ]) {
    const stop = new AbortController();
    const steps = chunks(stop.signal);
    await steps.next();
    await silence(stop.signal);
    stop.abort('enough');
    t.is(await steps.next().catch((reason) => reason), 'enough');
    t.true((await steps.next()).done);
  }
});

test('a signal must have what a signal has', async (t) => {
  const { signal } = new AbortController();
  const methods = ['addEventListener', 'removeEventListener', 'throwIfAborted'] as const;
  for (const missing of methods) {
    const other = { aborted: false, ...Object.fromEntries(methods.map((name) => [name, () => {}])) };
    const given = { signal: { ...other, [missing]: undefined } as never };
    const expected = {
      name: 'TypeError',
      message: `signal must be an AbortSignal with ${missing}(), which this one does not have`,
    };
    await t.throwsAsync(sum({ distribution: 'uniform', samples: 1 }, given), expected);
    await t.throwsAsync(requestTotal(given), expected);
  }
  await t.throwsAsync(requestTotal({ signal: { signal } as never }), {
    name: 'TypeError',
    message: 'signal must be an AbortSignal, not an object: give its signal',
  });
});
