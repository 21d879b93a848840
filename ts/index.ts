/** The public API of `offloop`: the library, and nothing else. */
export type { EngineName } from './engine/engine.ts';
export { OffloopError, type OffloopErrorCode } from './errors.ts';
export type { Distribution, JobOptions } from './job.ts';
export type { ChunkEvent, PauseEvent, Progress } from './run/chunks.ts';
export type { Mode, RunOptions } from './run/options.ts';
export { type Durations, type PoolStats, poolStats } from './run/pool.ts';
export { fillSync, sample, sampleInChunks, sampleSync } from './run/sample.ts';
export {
  gaussianSum,
  gaussianSumSync,
  type SumOptions,
  type SumProgress,
  type SumSyncOptions,
  sum,
  sumInChunks,
  sumSync,
  uniformSum,
  uniformSumSync,
} from './run/sum.ts';
export type { Total } from './total.ts';
