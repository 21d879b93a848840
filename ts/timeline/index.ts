/** What the benches measure with. It is not an entry point of the package. */
export { type LoopDelay, startLoopDelay } from './loop-delay.ts';
export { Recorder } from './recorder.ts';
export { median, quantile, shuffled } from './statistics.ts';
