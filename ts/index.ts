/** The public API of `offloop`: the library, and nothing else. */

export { OffloopError, type OffloopErrorCode } from './library/checks/errors.ts';
export type {
  Distribution,
  DistributionName,
  ParametersOf,
  Parametrised,
  Summed,
} from './library/distributions/registry.ts';
export type { ChunkEvent, Durations, EngineName, PoolStats } from './library/engines/engine.ts';
export { type EngineInfo, info, ready } from './library/engines/info.ts';
export {
  type AnyList,
  type ChildKey,
  Generator,
  type GeneratorOptions,
  type GeneratorPositions,
  type GeneratorState,
  type ItemOf,
  type Items,
  type List,
  type PositionName,
  type Weighting,
  type Weights,
  weights,
} from './library/generator/generator.ts';
export type { PauseEvent, Progress } from './library/jobs/events.ts';
export type { FillJob, JobOptions, SampleJob } from './library/jobs/job.ts';
export type { Mode, RunOptions, SyncOptions } from './library/jobs/options.ts';
export { poolStats } from './library/jobs/pool-stats.ts';
export {
  fill,
  fillSync,
  type SampleChunkOptions,
  sample,
  sampleInChunks,
  sampleSync,
} from './library/jobs/samples.ts';
export {
  type SumProgress,
  sum,
  sumInChunks,
  sumSync,
} from './library/jobs/sum.ts';
export { mergeTotals, type Total, type TotalJSON } from './library/jobs/total.ts';
export type { SampleArray } from './library/stream/arrays.ts';
export { randomSeed, type Seed } from './library/stream/seeds.ts';
