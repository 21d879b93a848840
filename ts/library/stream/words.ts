/** Raw words: the outputs of a block's lanes as they are. */
import { BATCH_STEPS, LANES } from './lanes.ts';
import { nextOutputs } from './xoshiro.ts';

const outputs = new Int32Array(BATCH_STEPS);

/** Fills the array with the words of a block's next steps, each as its lower and its upper half: an even number of steps. */
export function fillWords(states: Int32Array, out: Uint32Array): void {
  for (let done = 0; done < out.length; done += BATCH_STEPS * LANES) {
    const steps = Math.min(BATCH_STEPS, (out.length - done) / LANES);
    for (let lane = 0; lane < LANES; lane++) {
      nextOutputs(states, lane, outputs, steps);
      for (let t = 0, i = done + lane; t < steps; t++, i += LANES) {
        out[i] = outputs[t]!;
      }
    }
  }
}
