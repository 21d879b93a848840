import { definitionOf } from '../../distributions/registry.ts';
import { writerOf } from '../../distributions/write.ts';
import { isDoubles, isFloats } from '../../stream/arrays.ts';
import { LANES_WORDS, seedLanes, seekLanes, toKey } from '../../stream/lanes.ts';
import { BLOCK_SAMPLES, MAX_WORDS, ROW_SAMPLES, type Source } from '../../stream/stream.ts';
import { fillWords } from '../../stream/words.ts';
import type { Engine } from '../engine.ts';
import { BATCH_SAMPLES, fillRows } from './rows.ts';

/** The sample stream (docs/stream.md) in pure TypeScript: the readable reference, and the fallback. */
export const typescriptEngine: Engine = {
  name: 'typescript',
  simd: 'none',
  sum({ distribution, seed, stream }, { start, samples }) {
    const { total, number } = definitionOf(distribution);
    const source: Source = { number, seed, stream };
    const key = toKey(seed);
    const lanes = used[0]!;
    let units = 0n;
    for (let done = 0; done < samples; done += BLOCK_SAMPLES) {
      seedLanes(lanes, source, key, 0, (start + done) / BLOCK_SAMPLES);
      units += total!.sum(lanes, Math.min(BLOCK_SAMPLES, samples - done));
    }
    return units;
  },
  fill(stream, start, array) {
    const definition = definitionOf(stream.distribution);
    const rule = definition.rule(stream.parameters, isFloats(array));
    const lanes = used.slice(0, rule.words);
    const source: Source = { number: definition.number, seed: stream.seed, stream: stream.stream };
    // Doubles are written where they belong; others, and parts of rows, go through a batch.
    const direct = isDoubles(array) || (rule.single === true && isFloats(array)) ? array : undefined;
    const write = writerOf(stream, array);
    for (let done = 0; done < array.length; ) {
      let number = start + done;
      const within = number % ROW_SAMPLES;
      number -= within;
      seek(lanes, source, number);
      const blockEnd = number - (number % BLOCK_SAMPLES) + BLOCK_SAMPLES;
      const end = done + Math.min(blockEnd - start - done, array.length - done);
      for (let skip = within; done < end; skip = 0) {
        const left = end - done;
        const rows = left - (left % ROW_SAMPLES);
        if (direct !== undefined && skip === 0 && rows > 0) {
          fillRows(rule, lanes, stream, number, direct, done, rows);
          done += rows;
          number += rows;
        } else {
          const samples = Math.min(
            skip + left,
            BATCH_SAMPLES,
            direct === undefined ? BATCH_SAMPLES : ROW_SAMPLES,
          );
          const room = Math.ceil(samples / ROW_SAMPLES) * ROW_SAMPLES;
          fillRows(rule, lanes, stream, number, batch, 0, room);
          write(batch.subarray(skip, samples), done, number + skip);
          done += samples - skip;
          number += room;
        }
      }
    }
  },
  seekLanes,
  readLanes(lanes, stream, start, array, from) {
    const { rule } = definitionOf(stream.distribution);
    const made = rule(stream.parameters, false);
    const words = Array.from({ length: made.words }, (_, word) =>
      lanes.subarray(word * LANES_WORDS, (word + 1) * LANES_WORDS),
    );
    fillRows(made, words, stream, start, array, from, array.length - from);
  },
  readWords: fillWords,
};

/** The lanes of each word of the block that is being computed: each is seeded and used up before the next. */
const used = Array.from({ length: MAX_WORDS }, () => new Int32Array(LANES_WORDS));

const batch = new Float64Array(BATCH_SAMPLES);

function seek(lanes: readonly Int32Array[], source: Source, start: number): void {
  for (const [word, states] of lanes.entries()) {
    seekLanes(states, source, word, start);
  }
}
