import { Argument, InvalidArgumentError, Option } from 'commander';
import { MAX_PARTS } from '../distributed/parts.ts';
import { MAX_MILLISECONDS } from '../library/checks/arguments.ts';
import { type Distribution, definitionOf, toDistribution } from '../library/distributions/registry.ts';
import { ENGINES } from '../library/engines/choose.ts';
import { DEFAULT_ALLOTMENT, MAX_CONCURRENCY, MODES } from '../library/jobs/options.ts';
import { toSeed } from '../library/stream/seeds.ts';
import { MAX_SAMPLES, MAX_STREAM } from '../library/stream/stream.ts';
import { MAX_WORKERS } from '../operation/compute-workers.ts';
import { LOG_FORMATS, LOG_LEVELS } from '../operation/log.ts';
import { DEFAULT_HOST, DEFAULT_PORT, MAX_PORT } from '../service/protocol.ts';
import { DEFAULT_TIMEOUT } from '../service/request-options.ts';
import { DEFAULT_SERVER_SAMPLES } from '../service/serve-options.ts';
import { outputFile } from './output-file.ts';

/** A whole number as people write it: `120000000`, `1.2e8` or `120_000_000`. */
function count(least: number, most: number, shown = String(most)): (text: string) => number {
  return (text) => {
    const value = toNumber(text);
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${shown}.`);
    }
    return value;
  };
}

function toNumber(text: string): number {
  const plain = /^-?\d+(_\d+)*(\.\d+)?(e\+?\d+)?$/i.test(text);
  return plain ? Number(text.replaceAll('_', '')) : Number.NaN;
}

function number(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (Number.isNaN(value)) {
    throw new InvalidArgumentError('It must be a number.');
  }
  return value;
}

function positiveMilliseconds(text: string): number {
  const value = toNumber(text);
  if (!(value > 0 && value <= MAX_MILLISECONDS)) {
    throw new InvalidArgumentError('It must be a number of milliseconds above 0 and below 2^31.');
  }
  return value;
}

function seed(text: string): string {
  try {
    toSeed(text);
  } catch (error) {
    throw new InvalidArgumentError(sentence(error));
  }
  return text;
}

/** A distribution's argument; people may use other words than its name. */
export function distributionArgument(
  names: readonly Distribution[],
  what = `the distribution of the samples: ${names.join(', ')}`,
): Argument {
  return new Argument('<distribution>', what).argParser((text) => {
    try {
      return toDistribution(text, names);
    } catch (error) {
      throw new InvalidArgumentError(sentence(error));
    }
  });
}

/** An option for each parameter of a distribution. */
export function parameterOptions(distribution: Distribution): Option[] {
  return definitionOf(distribution).list.map((parameter) => {
    const { name, meaning, default: standard, list } = parameter;
    const shown = list === undefined ? 'number' : list === 'numbers' ? 'number,number,…' : 'row;row;…';
    const text = standard === undefined ? meaning : `${meaning} (default: ${standard})`;
    return new Option(`--${name} <${shown}>`, text).argParser<unknown>(PARSERS[list ?? 'number']);
  });
}

/** How a parameter's value is written: a list as `1,2,3`, rows as `1,0.5;0.5,2`. */
const PARSERS = {
  number,
  numbers,
  rows: (text: string) => text.split(';').map(numbers),
};

function numbers(text: string): number[] {
  return text.split(',').map(number);
}

function sentence(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return `${message.slice(0, 1).toUpperCase()}${message.slice(1)}${message.endsWith('?') ? '' : '.'}`;
}

/** The form of Redis's URL. Anyone can read arguments in the process list, but not variables. */
const REDIS_URL = 'redis://user:password@host:port/database, rediss:// for TLS';
export const REDIS_VARIABLE = 'OFFLOOP_REDIS';

/** Options that several commands share. Each call makes a new one, since commander modifies them. */
export const option = {
  samples: (what: string) =>
    new Option('--samples <count>', what).argParser(count(0, MAX_SAMPLES, '2^53 - 1')),
  serverSamples: () =>
    new Option('--server-samples <count>', 'how many normal samples the server sums per client')
      .argParser(count(0, MAX_SAMPLES, '2^53 - 1'))
      .default(DEFAULT_SERVER_SAMPLES),
  seed: (
    what = 'a number, 0 to 2^64 - 1, or a word: the same seed gives the same numbers (default: a random one)',
  ) => new Option('--seed <seed>', what).argParser(seed),
  stream: () =>
    new Option('--stream <number>', 'an independent stream under the same seed')
      .argParser(count(0, MAX_STREAM, '2^32 - 1'))
      .default(0),
  start: (what = 'the number of the first sample in its stream') =>
    new Option('--start <number>', what).argParser(count(0, MAX_SAMPLES, '2^53 - 1')).default(0),
  engine: () =>
    new Option(
      '--engine <name>',
      'Rust (native), Rust as WebAssembly (wasm) or TypeScript computes (default: the first that loads)',
    ).choices([...ENGINES]),
  mode: () =>
    new Option(
      '--mode <mode>',
      'in one go (blocking), in turns with the event loop (cooperative) or off it (threadpool) (default: threadpool)',
    ).choices([...MODES]),
  allotment: () =>
    new Option('--allotment <ms>', 'the longest time to compute before a pause')
      .argParser(positiveMilliseconds)
      .default(DEFAULT_ALLOTMENT),
  concurrency: () =>
    new Option('--concurrency <slots>', 'the most slots at once (default: all of them)').argParser(
      count(1, MAX_CONCURRENCY),
    ),
  repeats: () =>
    new Option('--repeats <count>', 'how many times every way runs').argParser(count(1, 1000)).default(3),
  host: () => new Option('--host <address>', "the server's address").default(DEFAULT_HOST),
  port: (least: 0 | 1) =>
    new Option('--port <port>', "the server's port").argParser(count(least, MAX_PORT)).default(DEFAULT_PORT),
  timeout: () =>
    new Option('--timeout <ms>', 'how long to wait for an answer')
      .argParser(positiveMilliseconds)
      .default(DEFAULT_TIMEOUT),
  strict: () =>
    new Option(
      '--no-strict',
      "accept answers without a newline, as the original example's server sends them: a cut one looks the same",
    ),
  workerRedis: () => new Option('--redis <url>', `the URL of Redis: ${REDIS_URL}`).env(REDIS_VARIABLE),
  redis: (what: string) =>
    new Option(
      '--redis [url]',
      `${what}: ${REDIS_URL}; without a URL, the one in the environment variable ${REDIS_VARIABLE}`,
    ),
  namespace: () => new Option('--namespace <name>', 'the prefix of the keys in Redis (default: offloop)'),
  parts: () =>
    new Option(
      '--parts <count>',
      'with --redis: the most parts to cut the job into (default: by speed)',
    ).argParser(count(1, MAX_PARTS)),
  grace: () =>
    new Option('--grace <ms>', 'how long a part may continue after SIGTERM (default: 20000)').argParser(
      positiveMilliseconds,
    ),
  logFormat: () =>
    new Option(
      '--log-format <format>',
      'readable lines, or JSON (default: text on a terminal, else json)',
    ).choices([...LOG_FORMATS]),
  logLevel: () =>
    new Option('--log-level <level>', 'the lowest level that is logged; the start always is')
      .choices([...LOG_LEVELS])
      .default('info'),
  quietLog: (what: string) =>
    new Option('--quiet', `log only ${what}, warnings and errors: --log-level warn`).implies({
      logLevel: 'warn',
    }),
  metricsPort: () =>
    new Option(
      '--metrics-port <port>',
      'serve /metrics, /healthz and /readyz on this port of 127.0.0.1 (0: any free one)',
    ).argParser(count(0, MAX_PORT)),
  trace: (what: string) =>
    new Option('--trace <file>', `write ${what} as a Chrome trace, for ui.perfetto.dev`).argParser(
      outputFile,
    ),
  ascii: () => new Option('--ascii', 'draw with ASCII characters only'),
  workers: () =>
    new Option('--workers <count>', 'compute in this many processes beside the server').argParser(
      count(1, MAX_WORKERS),
    ),
  json: () => new Option('--json', 'print the result as one JSON object'),
  quiet: () => new Option('--quiet', 'show no progress'),
};
