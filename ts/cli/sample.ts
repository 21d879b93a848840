import { once } from 'node:events';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Argument, Command, Option } from 'commander';
import { toLittleEndian } from '../byte-order.ts';
import type { FileFormat } from '../distributed/index.ts';
import type { EngineName } from '../engine/engine.ts';
import { wordsOf } from '../engine/typescript/words.ts';
import {
  DISTRIBUTIONS,
  type Distribution,
  type Job,
  randomSeed,
  type SampleJob,
  toSampleJob,
} from '../job.ts';
import { sampleInChunks } from '../run/samples.ts';
import type { UniformParameters } from '../scale.ts';
import { loadDistributed, progressOf, type RedisOptions, redisUrlOf, warn } from './distributed.ts';
import { untilInterrupted } from './interrupt.ts';
import { option } from './options.ts';
import { progressBar } from './progress-bar.ts';

interface Options extends RedisOptions {
  samples: number;
  seed?: string;
  stream: number;
  start: number;
  mean?: number;
  deviation?: number;
  low?: number;
  high?: number;
  engine?: EngineName;
  format: 'text' | 'f64le' | 'f32le' | 'u64le';
  output?: string;
  quiet?: boolean;
}

/** `offloop sample`: the samples themselves on standard output. */
export function sampleCommand(): Command {
  return new Command('sample')
    .description('samples, on standard output or, by workers, in files')
    .addArgument(
      new Argument('<distribution>', 'what the samples are drawn from').choices([...DISTRIBUTIONS]),
    )
    .addOption(option.samples('how many samples').default(10))
    .addOption(option.seed())
    .addOption(option.stream())
    .addOption(option.start())
    .addOption(option.mean())
    .addOption(option.deviation())
    .addOption(option.low())
    .addOption(option.high())
    .addOption(option.engine())
    .addOption(
      new Option(
        '--format <format>',
        'a decimal a line that parses back to the same double, or its 8 bytes, little-endian; u64le: the words behind uniform samples; f32le: with --redis',
      )
        .choices(['text', 'f64le', 'u64le', 'f32le'])
        .default('text'),
    )
    .addOption(option.redis('workers write files (see offloop worker)').conflicts('engine'))
    .addOption(option.namespace())
    .addOption(option.parts())
    .addOption(new Option('--output <folder>', "with --redis: a folder in the workers' --output"))
    .addOption(option.quiet())
    .addHelpText(
      'after',
      '\nExample:\n  $ offloop sample gaussian --samples 1e6 --seed 42 --format f64le > samples.f64',
    )
    .action(run);
}

async function run(distribution: Distribution, options: Options): Promise<void> {
  const { engine, format, redis: given, namespace, parts, output, quiet = false, ...which } = options;
  const seed = options.seed ?? randomSeed();
  const redis = redisUrlOf({ redis: given, namespace, parts, output });
  if (redis !== undefined) {
    await sampleOnWorkers({ distribution, ...which, seed }, { ...options, redis });
    return;
  }
  if (format === 'f32le') {
    throw new RangeError('f32le is written by workers: it needs --redis and --output');
  }
  const { isTTY = false } = process.stdout;
  if (format !== 'text' && isTTY) {
    throw new RangeError(`${format} is for a file or a pipe, not for a terminal`);
  }
  // On a terminal the samples themselves show how far it is.
  const bar = progressBar(quiet || isTTY);
  const began = performance.now();
  let samplesDone = 0;
  await untilInterrupted(async (signal) => {
    const job = { distribution, ...which, seed };
    const pieces =
      format === 'u64le'
        ? wordPieces(toWordsJob(job, engine), signal)
        : piecesOf(sampleInChunks(job, { engine, signal }), format);
    if (options.seed === undefined) {
      // Whoever wants the numbers again needs it.
      process.stderr.write(`seed ${seed}\n`);
    }
    for await (const { bytes, samples } of pieces) {
      if (!process.stdout.write(bytes)) {
        await once(process.stdout, 'drain', { signal }).catch(() => signal.throwIfAborted());
      }
      samplesDone += samples;
      bar.update({ samplesDone, samples: which.samples, elapsed: performance.now() - began });
    }
  }).finally(bar.clear);
}

/** Samples written at a time: text of so many takes a few milliseconds of the loop. */
const LINES = 16_384;

/** What is written, in pieces, and of how many samples each is. */
type Pieces = AsyncGenerator<{ bytes: string | Uint8Array; samples: number }>;

async function* piecesOf(chunks: AsyncIterable<Float64Array>, format: 'text' | 'f64le'): Pieces {
  const encode = format === 'text' ? toText : toLittleEndian;
  for await (const part of chunks) {
    for (let from = 0; from < part.length; from += LINES) {
      const samples = part.subarray(from, from + LINES);
      yield { bytes: encode(samples), samples: samples.length };
    }
  }
}

async function* wordPieces(job: Job, signal: AbortSignal): Pieces {
  for (const words of wordsOf(job, job)) {
    yield { bytes: toLittleEndian(words), samples: words.length / 2 };
    // Writing to a pipe gives no turn to Ctrl-C.
    await nextTurn();
    signal.throwIfAborted();
  }
}

/** Words have neither a distribution nor parameters, and the TypeScript engine alone gives them away. */
function toWordsJob(job: SampleJob, engine: EngineName | undefined): Job {
  const checked = toSampleJob(job);
  const { distribution, low, high } = job as SampleJob & UniformParameters;
  if (distribution !== 'uniform' || low !== undefined || high !== undefined) {
    throw new RangeError(
      'u64le has the words behind uniform samples: it takes uniform, without low and high',
    );
  }
  if (engine === 'native') {
    throw new RangeError('u64le comes from the TypeScript engine, whose words are those of the native one');
  }
  return checked;
}

function toText(samples: Float64Array): string {
  return `${samples.join('\n')}\n`;
}

function toFileFormat(format: Options['format']): FileFormat {
  if (format === 'u64le') {
    throw new RangeError('u64le is written to standard output only: leave out --redis');
  }
  return format === 'text' ? 'f64le' : format;
}

/** The samples in a folder, a file a part, by the workers that there are. */
async function sampleOnWorkers(job: SampleJob, options: Options & { redis: string }): Promise<void> {
  const { redis, namespace, parts, output, format, quiet = false } = options;
  if (redis === undefined || output === undefined) {
    throw new RangeError(
      '--redis and --output need each other: workers write the samples to files in that folder',
    );
  }
  const { submitSamples } = await loadDistributed();
  if (options.seed === undefined) {
    process.stderr.write(`seed ${job.seed}\n`);
  }
  const progress = progressOf(quiet, 'offloop worker --redis <url> --output <folder>');
  const manifest = await untilInterrupted((signal) =>
    submitSamples(job, {
      redis,
      namespace,
      parts,
      output,
      format: toFileFormat(format),
      signal,
      onProgress: progress.update,
      onWarning: warn,
    }),
  ).finally(progress.clear);
  console.log(
    `wrote ${manifest.parts.length} files of ${manifest.format} to ${output}: see manifest.json there`,
  );
}
