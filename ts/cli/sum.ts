import { Command, Option } from 'commander';
import type { PartRecord } from '../distributed/events.ts';
import { SUMMED, type Summed } from '../library/distributions/registry.ts';
import type { EngineName } from '../library/engines/engine.ts';
import { type SumJob, toJob } from '../library/jobs/job.ts';
import { type Mode, toPlan } from '../library/jobs/options.ts';
import { sumJob } from '../library/jobs/sum.ts';
import type { Total } from '../library/jobs/total.ts';
import { formatCount, formatDuration, toAscii } from '../text/format.ts';
import { renderText } from '../timeline/text.ts';
import type { Timeline } from '../timeline/timeline.ts';
import { renderTrace } from '../timeline/trace.ts';
import { loadDistributed, progressOf, type RedisOptions, redisUrlOf, warn } from './distributed.ts';
import { untilInterrupted } from './interrupt.ts';
import { distributionArgument, option } from './options.ts';
import { print, printJson } from './output.ts';
import type { OutputFile } from './output-file.ts';
import { partsTimeline } from './parts-timeline.ts';
import { progressBar } from './progress-bar.ts';
import { drawnOn } from './terminal.ts';

interface Options extends RedisOptions {
  samples: number;
  seed?: string;
  stream: number;
  start: number;
  engine?: EngineName;
  mode?: Mode;
  concurrency?: number;
  allotment: number;
  timeline?: boolean;
  trace?: OutputFile;
  ascii?: boolean;
  json?: boolean;
  quiet?: boolean;
}

/** As many as the example sums. */
const DEFAULT_SAMPLES = 120_000_000;

/** `offloop sum`: one job's exact total. */
export function sumCommand(): Command {
  return new Command('sum')
    .description('the exact sum of many samples')
    .addArgument(distributionArgument(SUMMED))
    .addOption(option.samples('how many samples').default(DEFAULT_SAMPLES))
    .addOption(option.seed())
    .addOption(option.stream())
    .addOption(option.start('the number of the first sample in its stream, a multiple of 65536'))
    .addOption(option.engine())
    .addOption(option.mode())
    .addOption(option.concurrency())
    .addOption(option.allotment())
    .addOption(
      option
        .redis('have workers compute it (see offloop worker)')
        .conflicts(['engine', 'mode', 'concurrency', 'allotment']),
    )
    .addOption(option.namespace())
    .addOption(option.parts())
    .addOption(
      new Option('--timeline', 'with --redis: draw which worker computed which part, and when').conflicts(
        'json',
      ),
    )
    .addOption(option.trace('the same'))
    .addOption(option.ascii())
    .addOption(option.json())
    .addOption(option.quiet())
    .addHelpText(
      'after',
      '\nExample:\n  $ offloop sum normal --samples 1e9 --seed 42\n\nThe answer depends only on distribution, seed, stream, start and samples.\nTotals of neighbouring parts merge exactly: see mergeTotals in the library.',
    )
    .action(run);
}

async function run(distribution: Summed, options: Options): Promise<void> {
  const { samples, seed, stream, start, engine, mode } = options;
  const { concurrency, allotment, json = false, quiet = json } = options;
  const job = toJob({ distribution, samples, seed, stream, start });
  const { namespace, parts, timeline, trace, ascii } = options;
  const redis = redisUrlOf({ redis: options.redis, namespace, parts, timeline, trace });
  if (redis !== undefined) {
    await sumOnWorkers(job, options, redis);
    return;
  }
  const bar = progressBar(quiet, { ascii });
  const plan = toPlan({ engine, mode, concurrency, allotment, onProgress: bar.update });

  const compute = async (signal: AbortSignal | undefined) => {
    const began = performance.now();
    const total = await sumJob(job, { ...plan, signal });
    return { total, elapsed: performance.now() - began };
  };
  // A blocked loop cannot hear Ctrl-C: the system then ends the process, which is 130, too.
  const computed = plan.mode === 'blocking' ? compute(undefined) : untilInterrupted(compute);
  const { total, elapsed } = await computed.finally(bar.clear);
  const nsPerSample = samples === 0 ? 0 : (elapsed * 1e6) / samples;

  if (json) {
    const answer = {
      total,
      engine: plan.engine.name,
      simd: plan.engine.simd,
      mode: plan.mode,
      concurrency: plan.concurrency,
      seconds: elapsed / 1000,
      nsPerSample,
    };
    printJson(answer);
    return;
  }
  const slots = plan.concurrency === 1 ? '1 slot' : `${plan.concurrency} slots`;
  printTotal(total);
  const how = `${plan.engine.name}, SIMD ${plan.engine.simd}, ${plan.mode}, ${slots}`;
  printTime(elapsed, `${nsPerSample.toPrecision(3)} ns per sample (${how})`, ascii);
}

/** The same, by the available workers. */
async function sumOnWorkers(job: SumJob, options: Options, redis: string): Promise<void> {
  const { namespace, parts, timeline, trace, ascii, json = false, quiet = json } = options;
  const { submitJob } = await loadDistributed(() => import('../distributed/submit.ts'));
  if (options.seed === undefined && !json) {
    // Needed to continue after an interrupt.
    process.stderr.write(`seed ${job.seed}\n`);
  }
  const progress = progressOf(quiet, ascii);
  let records: readonly PartRecord[] = [];
  const began = performance.now();
  const total = await untilInterrupted((signal) =>
    submitJob(job, {
      redis,
      namespace,
      parts,
      signal,
      onProgress: progress.update,
      onParts: (found) => {
        records = found;
      },
      onWarning: warn,
    }),
  ).finally(progress.clear);
  const elapsed = performance.now() - began;
  const drawn = (): Timeline =>
    partsTimeline(`${formatCount(job.samples)} ${job.distribution} samples`, records);
  trace?.write(renderTrace([drawn()]));
  if (json) {
    printJson({ total, seconds: elapsed / 1000 });
    return;
  }
  printTotal(total);
  printTime(elapsed, 'by workers', ascii);
  if (timeline) {
    print(records.length === 0 ? NO_RECORDS : renderText([drawn()], drawnOn(process.stdout, ascii)));
  }
}

const NO_RECORDS = 'who computed which part is stored only for jobs of up to 2,000 parts';

function printTotal({ sum, units, seed, stream, start }: Total): void {
  print(`sum    ${sum}`);
  print(`units  ${units} (the exact sum, in 2^-64)`);
  print(`seed   ${seed}, stream ${stream}${start > 0 ? `, from sample ${start} on` : ''}`);
}

function printTime(elapsed: number, how: string, ascii = false): void {
  const line = `time   ${formatDuration(elapsed)}, ${how}`;
  print(ascii ? toAscii(line) : line);
}
