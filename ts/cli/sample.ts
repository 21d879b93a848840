import { once } from 'node:events';
import { Command, Option } from 'commander';
import { printable } from '../library/checks/printable.ts';
import { DISTRIBUTIONS, type Distribution, type ParameterName } from '../library/distributions/registry.ts';
import type { EngineName } from '../library/engines/engine.ts';
import type { SampleJob } from '../library/jobs/job.ts';
import { sampleInChunks } from '../library/jobs/samples.ts';
import { toLittleEndian } from '../library/stream/byte-order.ts';
import { randomSeed } from '../library/stream/seeds.ts';
import { loadDistributed, progressOf, type RedisOptions, redisUrlOf, warn } from './distributed.ts';
import { untilInterrupted } from './interrupt.ts';
import { distributionArgument, option, parameterOptions } from './options.ts';
import { print, write } from './output.ts';
import { progressBar } from './progress-bar.ts';
import { isWordFormat, type Piece, WORD_FORMATS, type WordFormat, wordsInPieces } from './words.ts';

interface Options extends RedisOptions, Partial<Record<ParameterName, number>> {
  samples: number;
  seed?: string;
  stream: number;
  start: number;
  engine?: EngineName;
  format: 'text' | 'f64le' | 'f32le' | WordFormat;
  output?: string;
  quiet?: boolean;
}

/** `offloop sample`: the samples themselves on standard output. */
export function sampleCommand(): Command {
  const command = new Command('sample')
    .description('prints samples, or has workers write them to files')
    .addArgument(distributionArgument(DISTRIBUTIONS))
    .addOption(option.samples('how many samples').default(10))
    .addOption(option.seed())
    .addOption(option.stream())
    .addOption(option.start());
  for (const parameter of parameterOptions()) {
    command.addOption(parameter);
  }
  return command
    .addOption(option.engine())
    .addOption(
      new Option(
        '--format <format>',
        'text: a decimal a line, which reads back as the same double; f64le: its 8 bytes, little-endian; ' +
          'f32le: 4 bytes, only with --redis; u64le, u32le: the raw words of uniform samples, all 64 bits or the upper 32',
      )
        .choices(['text', 'f64le', 'f32le', ...WORD_FORMATS])
        .default('text'),
    )
    .addOption(option.redis('have workers write files (see offloop worker)').conflicts('engine'))
    .addOption(option.namespace())
    .addOption(option.parts())
    .addOption(new Option('--output <folder>', "with --redis: a folder in the workers' --output"))
    .addOption(option.quiet())
    .addHelpText(
      'after',
      '\nExample:\n  $ offloop sample normal --samples 1e6 --seed 42 --format f64le > samples.f64',
    )
    .action(run);
}

async function run(distribution: Distribution, options: Options): Promise<void> {
  const { engine, format, redis: given, namespace, parts, output, quiet = false, ...which } = options;
  const seed = options.seed ?? randomSeed();
  const redis = redisUrlOf({ redis: given, namespace, parts, output });
  if (redis !== undefined) {
    if (isWordFormat(format)) {
      throw new RangeError(`${format} cannot be written by workers: leave out --redis`);
    }
    await sampleOnWorkers({ distribution, ...which, seed } as SampleJob, { ...options, redis, format });
    return;
  }
  if (format === 'f32le') {
    throw new RangeError('only workers write f32le: it needs --redis and --output');
  }
  const { isTTY = false } = process.stdout;
  if (format !== 'text' && isTTY) {
    throw new RangeError(`${format} is for a file or a pipe, not for a terminal`);
  }
  // On a terminal the samples themselves show the progress.
  const bar = progressBar(quiet || isTTY);
  const began = performance.now();
  let samplesDone = 0;
  await untilInterrupted(async (signal) => {
    const job = { distribution, ...which, seed } as SampleJob;
    const pieces = isWordFormat(format)
      ? wordsInPieces(job, format, { engine, signal })
      : piecesOf(sampleInChunks(job, { engine, signal }), format === 'text' ? toText : toLittleEndian);
    if (options.seed === undefined) {
      // Needed to get the same numbers again.
      process.stderr.write(`seed ${seed}\n`);
    }
    for await (const { output, samples } of pieces) {
      if (!write(output)) {
        await once(process.stdout, 'drain', { signal }).catch(() => signal.throwIfAborted());
      }
      samplesDone += samples;
      bar.update({ samplesDone, samples: which.samples, elapsed: performance.now() - began });
    }
  }).finally(bar.clear);
}

async function* piecesOf(
  parts: AsyncIterable<Float64Array>,
  encode: (samples: Float64Array) => string | Uint8Array,
): AsyncGenerator<Piece, void, void> {
  for await (const part of parts) {
    for (let from = 0; from < part.length; from += LINES) {
      const samples = part.subarray(from, from + LINES);
      yield { output: encode(samples), samples: samples.length };
    }
  }
}

/** Samples written at a time: formatting this many takes a few milliseconds of the event loop. */
const LINES = 16_384;

function toText(samples: Float64Array): string {
  return `${samples.join('\n')}\n`;
}

/** Has the available workers write the samples to a folder, one file per part. */
async function sampleOnWorkers(
  job: SampleJob,
  options: Options & { redis: string; format: Exclude<Options['format'], WordFormat> },
): Promise<void> {
  const { redis, namespace, parts, output, format, quiet = false } = options;
  if (redis === undefined || output === undefined) {
    throw new RangeError(
      '--redis and --output need each other: workers write the samples to files in that folder',
    );
  }
  const { submitSamples } = await loadDistributed(() => import('../distributed/submit.ts'));
  if (options.seed === undefined) {
    process.stderr.write(`seed ${job.seed}\n`);
  }
  const progress = progressOf(quiet);
  const manifest = await untilInterrupted((signal) =>
    submitSamples(job, {
      redis,
      namespace,
      parts,
      output,
      format: format === 'text' ? 'f64le' : format,
      signal,
      onProgress: progress.update,
      onWarning: warn,
    }),
  ).finally(progress.clear);
  print(
    `wrote ${manifest.parts.length} files of ${manifest.format} to ${printable(output)}: see manifest.json there`,
  );
}
