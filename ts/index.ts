/** The public API of `offloop`: the library, and nothing else. */
export type { Durations, EngineName, PoolStats } from './engine/engine.ts';
export type { SampleArray } from './engine/sample-array.ts';
export { OffloopError, type OffloopErrorCode } from './errors.ts';
export {
  Generator,
  type GeneratorOptions,
  type GeneratorPosition,
  type GeneratorState,
  type List,
} from './generator/generator.ts';
export {
  type Distribution,
  type FillJob,
  type JobOptions,
  type Parametrised,
  randomSeed,
  type SampleJob,
} from './job.ts';
export type { ChunkEvent, PauseEvent, Progress } from './run/events.ts';
export type { Mode, RunOptions } from './run/options.ts';
export { poolStats } from './run/pool-stats.ts';
export {
  fill,
  fillSync,
  type SampleChunkOptions,
  sample,
  sampleInChunks,
  sampleSync,
} from './run/samples.ts';
export {
  gaussianSum,
  gaussianSumSync,
  type SumOptions,
  type SumProgress,
  type SumSyncOptions,
  type SyncOptions,
  sum,
  sumInChunks,
  sumSync,
  uniformSum,
  uniformSumSync,
} from './run/sum.ts';
export type { GaussianParameters, UniformParameters } from './scale.ts';
export { mergeTotals, type Total, type TotalJSON } from './total.ts';
