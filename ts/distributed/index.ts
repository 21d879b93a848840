/** The public API of `offloop/distributed`: one job on many machines. It requires the packages bullmq and ioredis. */
export type { DistributedErrorCode } from './errors.ts';
export type { PartName, PartRecord, WorkEvent, WorkStats } from './events.ts';
export type { FilePart, Manifest } from './manifest.ts';
export { type SubmitSamplesOptions, submit, submitSamples } from './submit.ts';
export type { SubmitOptions, SubmitProgress } from './submit-options.ts';
export type { FileFormat } from './task.ts';
export { type Worker, work } from './work.ts';
export type { WorkOptions } from './work-options.ts';
