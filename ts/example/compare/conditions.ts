import { availableParallelism, cpus } from 'node:os';
import { packageVersion } from '../../library/platform/version.ts';
import { formatCount } from '../../text/format.ts';
import type { Comparison } from './comparison.ts';

/** What was done, on which machine, with which versions and when: without this a figure means nothing. */
export function conditionsOf(
  { job, serverSamples, repeats, programs }: Comparison,
  now = new Date(),
): string[] {
  const cpu = cpus()[0]?.model.trim() ?? 'unknown CPU';
  const engines = programs.map(({ serial: { result } }) => `${result.engine} (SIMD ${result.simd})`);
  const [date, time] = now.toISOString().split(/[T.]/);
  return [
    `Each way summed ${formatCount(job.samples)} uniform samples (seed ${job.seed}) while a server process summed ` +
      `${formatCount(serverSamples)} Gaussian ones. ${repeats === 1 ? 'It ran once.' : `Each ran ${repeats} times, in turns; all figures but the range are of the run shown, whose time is the middle one.`}`,
    `${cpu}, ${availableParallelism()} cores, ${process.platform}-${process.arch}; Node ${process.version}; ` +
      `offloop ${packageVersion()}, ${engines.join(', ')}; ${date} ${time} UTC.`,
  ];
}
