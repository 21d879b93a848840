/** The public API of `offloop`: the library, and nothing else. */
export type { ExponentialParameters } from './distributions/exponential.ts';
export type { IntegerParameters } from './distributions/integer.ts';
export type { NormalParameters } from './distributions/normal.ts';
export type {
  Distribution,
  DistributionName,
  ParametersOf,
  Parametrised,
  Summed,
} from './distributions/registry.ts';
export type { UniformParameters } from './distributions/uniform.ts';
export type { Durations, EngineName, PoolStats } from './engine/engine.ts';
export { OffloopError, type OffloopErrorCode } from './errors.ts';
export {
  type ChildKey,
  Generator,
  type GeneratorOptions,
  type GeneratorPositions,
  type GeneratorState,
  type List,
  type PositionName,
} from './generator/generator.ts';
export type { FillJob, JobOptions, SampleJob } from './job.ts';
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
  type SumProgress,
  type SyncOptions,
  sum,
  sumInChunks,
  sumSync,
} from './run/sum.ts';
export type { SampleArray } from './stream/arrays.ts';
export { randomSeed, type Seed } from './stream/seeds.ts';
export { mergeTotals, type Total, type TotalJSON } from './total.ts';
