import type { Scale } from '../../scale.ts';
import { isSingle, type SampleArray } from '../sample-array.ts';

/** Scales `samples` samples from `array[from]` on: two roundings each, and one more in single precision. */
export function scaleSamples(array: SampleArray, from: number, samples: number, scale: Scale): void {
  const { offset, factor } = scale;
  const most = isSingle(array) ? scale.mostSingle : scale.most;
  for (let i = from; i < from + samples; i++) {
    const y = offset + factor * array[i]!;
    array[i] = Math.min(y, most);
  }
}
