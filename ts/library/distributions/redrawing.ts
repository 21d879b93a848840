import type { PhiloxKey } from '../stream/lanes.ts';
import { CALL_WORDS, redraw, STAGE_CALLS } from '../stream/redraws.ts';
import { MAX_WORDS } from '../stream/stream.ts';
import type { Redraw, Rule } from './definition.ts';

const low = Array.from({ length: MAX_WORDS + 1 }, () => new Int32Array(1));
const high = Array.from({ length: MAX_WORDS + 1 }, () => new Int32Array(1));

/**
 * A function that draws sample number k again, with words of a number of its own, until an attempt is accepted or the
 * calls are used up.
 */
export function redrawingOf(
  rule: Rule,
  key: PhiloxKey,
  number: number,
  stream: number,
  range: () => readonly [number, number],
): (sample: number) => number {
  // A pair is two words.
  const count = rule.words + (rule.pair ? 1 : 0);
  const calls = Math.ceil(count / CALL_WORDS);
  const { attempt } = rule.redraw as Redraw;
  return (k) => {
    for (let call = 0; ; call += calls) {
      redraw(key, number, stream, k, call, count, low, high);
      const { sample, accepted } = attempt(low, high);
      if (accepted) {
        return sample;
      }
      if (call + 2 * calls > STAGE_CALLS) {
        const [least, most] = range();
        return Math.min(Math.max(sample, least), most);
      }
    }
  };
}
