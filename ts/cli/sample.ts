import { once } from 'node:events';
import { Argument, Command, Option } from 'commander';
import type { EngineName } from '../engine/engine.ts';
import { DISTRIBUTIONS, type Distribution, randomSeed } from '../job.ts';
import { sampleInChunks } from '../run/samples.ts';
import { untilInterrupted } from './interrupt.ts';
import { option } from './options.ts';

interface Options {
  samples: number;
  seed?: string;
  stream: number;
  start: number;
  mean?: number;
  deviation?: number;
  low?: number;
  high?: number;
  engine?: EngineName;
  format: 'text' | 'f64le';
}

/** `offloop sample`: the samples themselves on standard output. */
export function sampleCommand(): Command {
  return new Command('sample')
    .description('the samples themselves, on standard output')
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
        'a decimal a line that parses back to the same double, or its 8 bytes, little-endian',
      )
        .choices(['text', 'f64le'])
        .default('text'),
    )
    .addHelpText(
      'after',
      '\nExample:\n  $ offloop sample gaussian --samples 1e6 --seed 42 --format f64le > samples.f64',
    )
    .action(run);
}

async function run(distribution: Distribution, options: Options): Promise<void> {
  const { engine, format, ...which } = options;
  const seed = options.seed ?? randomSeed();
  const encode = format === 'text' ? toText : toBytes;
  await untilInterrupted(async (signal) => {
    const parts = sampleInChunks({ distribution, ...which, seed }, { engine, signal });
    if (options.seed === undefined) {
      // Whoever wants the numbers again needs it.
      process.stderr.write(`seed ${seed}\n`);
    }
    for await (const part of parts) {
      for (let from = 0; from < part.length; from += LINES) {
        if (!process.stdout.write(encode(part.subarray(from, from + LINES)))) {
          await once(process.stdout, 'drain', { signal }).catch(() => signal.throwIfAborted());
        }
      }
    }
  });
}

/** Samples written at a time: text of so many takes a few milliseconds of the loop. */
const LINES = 16_384;

function toText(samples: Float64Array): string {
  return `${samples.join('\n')}\n`;
}

function toBytes(samples: Float64Array): Uint8Array {
  return new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
}
