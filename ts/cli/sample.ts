import { once } from 'node:events';
import { Command, Option } from 'commander';
import { printable } from '../library/checks/printable.ts';
import type { ParameterValue } from '../library/distributions/definition.ts';
import {
  ALIASES,
  DISTRIBUTIONS,
  type Distribution,
  definitionOf,
  type ParameterName,
  rowSize,
  toDistribution,
} from '../library/distributions/registry.ts';
import type { EngineName } from '../library/engines/engine.ts';
import { type SampleJob, toSampleJob, whyNotOf } from '../library/jobs/job.ts';
import { sampleInChunks } from '../library/jobs/samples.ts';
import { toLittleEndian } from '../library/stream/byte-order.ts';
import { randomSeed } from '../library/stream/seeds.ts';
import { loadDistributed, progressOf, type RedisOptions, redisUrlOf, warn } from './distributed.ts';
import { untilInterrupted } from './interrupt.ts';
import { distributionArgument, option, parameterOptions } from './options.ts';
import { print, write } from './output.ts';
import { progressBar } from './progress-bar.ts';
import { ARRAY_FORMATS, type ArrayFormat, arraysInPieces, isArrayFormat } from './sample-formats.ts';
import { isWordFormat, type Piece, WORD_FORMATS, type WordFormat, wordsInPieces } from './words.ts';

type Format = 'text' | ArrayFormat | WordFormat;

interface Options extends RedisOptions, Partial<Record<ParameterName, unknown>> {
  samples: number;
  seed?: string;
  stream: number;
  start: number;
  engine?: EngineName;
  format: Format;
  output?: string;
  quiet?: boolean;
}

/** `offloop sample`: the samples themselves on standard output. */
export function sampleCommand(): Command {
  const distribution = named(process.argv);
  const command = new Command('sample').addArgument(
    distributionArgument(DISTRIBUTIONS, distribution ?? 'the distribution of the samples, see below'),
  );
  command
    .description(
      distribution === undefined
        ? 'prints samples, or has workers write them to files'
        : `prints ${distribution} samples: ${definitionOf(distribution).use}`,
    )
    .addOption(option.samples('how many samples').default(10));
  for (const parameter of distribution === undefined ? [] : parameterOptions(distribution)) {
    command.addOption(parameter);
  }
  if (distribution !== undefined) {
    explainUnknown(command, distribution);
  }
  return command
    .addOption(option.seed())
    .addOption(option.stream())
    .addOption(option.start())
    .addOption(option.engine())
    .addOption(
      new Option(
        '--format <format>',
        'text: a decimal a line, which reads back as the same double; f64le: its 8 bytes, little-endian; ' +
          'f32le: 4 bytes; i32le: whole samples in 4 bytes; npy: a file for numpy.load; ' +
          'u64le, u32le: the raw words of uniform samples, all 64 bits or the upper 32',
      )
        .choices(['text', ...ARRAY_FORMATS, ...WORD_FORMATS])
        .default('text'),
    )
    .addOption(option.redis('have workers write files (see offloop worker)').conflicts('engine'))
    .addOption(option.namespace())
    .addOption(option.parts())
    .addOption(new Option('--output <folder>', "with --redis: a folder in the workers' --output"))
    .addOption(option.quiet())
    .addHelpText('after', distribution === undefined ? listed() : example(distribution))
    .action(run);
}

/** The distribution that a command line names, whose options it has. */
function named(words: readonly string[]): Distribution | undefined {
  const rest = words.slice(words.indexOf('sample') + 1);
  const found = rest.find(
    (word) => Object.hasOwn(ALIASES, word) || DISTRIBUTIONS.some((name) => name === word),
  );
  return found === undefined || !words.includes('sample') ? undefined : toDistribution(found);
}

/** An option that is another library's word for a parameter is answered by the right one. */
function explainUnknown(command: Command, distribution: Distribution): void {
  const withOptions = command as Command & { unknownOption(flag: string): void };
  const unknownOption = withOptions.unknownOption.bind(command);
  withOptions.unknownOption = (flag) => {
    const why = whyNotOf(definitionOf(distribution), flag.replace(/^--?/, '').replace(/=.*$/s, ''));
    if (why !== undefined) {
      command.error(`error: ${why}`);
    }
    unknownOption(flag);
  };
}

function listed(): string {
  const rows = DISTRIBUTIONS.map((name) => [name, definitionOf(name).use] as const);
  const width = Math.max(...rows.map(([name]) => name.length));
  const lines = rows.map(([name, use]) => {
    const most = 80 - width - 4;
    const text = use.length > most ? `${use.slice(0, use.lastIndexOf(' ', most - 4))} ...` : use;
    return `  ${name.padEnd(width)}  ${text}`;
  });
  return `
Distributions, each with a --help of its own (offloop sample gamma --help):
${lines.join('\n')}

Example:
  $ offloop sample normal --samples 1e6 --seed 42 --format npy > samples.npy`;
}

/** A command line with a value for each parameter. */
function example(distribution: Distribution): string {
  const { list, example: values } = definitionOf(distribution);
  const options = list.map(({ name }, i) => ` --${name} ${written(values[i]!)}`).join('');
  const words = `offloop sample ${distribution}${options} --seed 42`.split(' --');
  const lines: string[] = [];
  for (const word of words) {
    const last = lines.at(-1);
    if (last !== undefined && `${last} --${word}`.length <= 72) {
      lines[lines.length - 1] = `${last} --${word}`;
    } else {
      lines.push(last === undefined ? word : `    --${word}`);
    }
  }
  return `\nExample:\n  $ ${lines.join(' \\\n')}`;
}

/** A value as it is written on a command line. */
function written(value: ParameterValue): string {
  if (typeof value === 'number') {
    return String(value);
  }
  const items = Array.from(value as ArrayLike<ParameterValue>, written);
  return typeof value[0] === 'number' ? items.join(',') : `"${items.join(';')}"`;
}

async function run(distribution: Distribution, options: Options): Promise<void> {
  const { engine, format, redis: given, namespace, parts, output, quiet = false, ...which } = options;
  const seed = options.seed ?? randomSeed();
  const job = { distribution, ...which, seed } as SampleJob;
  const redis = redisUrlOf({ redis: given, namespace, parts, output });
  if (redis !== undefined) {
    if (format !== 'text' && format !== 'f64le' && format !== 'f32le') {
      throw new RangeError(`${format} cannot be written by workers: leave out --redis`);
    }
    await sampleOnWorkers(job, { ...options, redis, format });
    return;
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
    const how = { engine, signal };
    const pieces = isWordFormat(format)
      ? wordsInPieces(job, format, how)
      : isArrayFormat(format) && format !== 'f64le'
        ? arraysInPieces(job, format, how)
        : piecesOf(
            sampleInChunks(job, how),
            format === 'text' ? toText : toLittleEndian,
            rowSize(toSampleJob(job)),
          );
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
  encode: (samples: Float64Array, size: number) => string | Uint8Array,
  size: number,
): AsyncGenerator<Piece, void, void> {
  const numbers = Math.ceil(LINES / size) * size;
  for await (const part of parts) {
    for (let from = 0; from < part.length; from += numbers) {
      const samples = part.subarray(from, from + numbers);
      yield { output: encode(samples, size), samples: samples.length / size };
    }
  }
}

/** Samples written at a time: formatting this many takes a few milliseconds of the event loop. */
const LINES = 16_384;

/** A sample a line; the numbers of a row are separated by spaces. */
function toText(samples: Float64Array, size: number): string {
  if (size === 1) {
    return `${samples.join('\n')}\n`;
  }
  const rows = Array.from({ length: samples.length / size }, (_, row) =>
    samples.subarray(row * size, (row + 1) * size).join(' '),
  );
  return `${rows.join('\n')}\n`;
}

/** Has the available workers write the samples to a folder, one file per part. */
async function sampleOnWorkers(
  job: SampleJob,
  options: Options & { redis: string; format: 'text' | 'f64le' | 'f32le' },
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
