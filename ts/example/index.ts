/** What the benches use from the example. It is not an entry point of the package. */
export { columns, formatCount, formatDuration } from '../cli/format.ts';
export { compare } from './compare/compare.ts';
export type { ComparedWay } from './compare/comparison.ts';
export { type LoopDelay, startLoopDelay } from './compare/loop-delay.ts';
export { readInTurns } from './compare/measure.ts';
export { median, quantile, shuffled } from './compare/statistics.ts';
export { Recorder } from './timeline/recorder.ts';
