import { once } from 'node:events';
import { Command, Option } from 'commander';
import type { WorkEvent, WorkOptions } from '../distributed/index.ts';
import { formatCount, formatDuration } from '../format.ts';
import { loadDistributed, warn } from './distributed.ts';
import { EXIT } from './interrupt.ts';
import { option } from './options.ts';

type Options = WorkOptions & { quiet?: boolean };

/** `offloop worker`: computes parts of the jobs that others submit. */
export function workerCommand(): Command {
  return new Command('worker')
    .description('computes parts of jobs that others submit with --redis')
    .addOption(option.redis('where Redis is').env('OFFLOOP_REDIS').makeOptionMandatory())
    .addOption(option.namespace())
    .addOption(option.engine())
    .addOption(option.concurrency())
    .addOption(
      new Option(
        '--output <folder>',
        'where folders of samples are written (default: this worker takes no samples)',
      ),
    )
    .addOption(option.grace())
    .addOption(new Option('--quiet', 'log nothing but the start and what went wrong'))
    .addHelpText(
      'after',
      '\nCtrl-C or SIGTERM finishes the part at hand, or hands it back after --grace; a second one quits at once.' +
        '\n\nExample:\n  $ offloop worker --redis redis://127.0.0.1:6379 &\n' +
        '  $ offloop sum gaussian --samples 1e12 --seed 42 --redis redis://127.0.0.1:6379',
    )
    .action(run);
}

async function run({ quiet = false, ...options }: Options): Promise<void> {
  // Listened to before the worker is there, so that no signal comes too early.
  const stopped = Promise.race([
    once(process, 'SIGINT').then(() => EXIT.interrupted),
    once(process, 'SIGTERM').then(() => EXIT.success),
  ]);
  const { work } = await loadDistributed();
  const worker = await work({ ...options, onEvent: (event) => log(event, quiet) });
  const exitCode = await stopped;
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => process.exit(EXIT.interrupted));
  }
  await worker.close();
  process.exitCode = exitCode;
}

const LOUD: readonly WorkEvent['type'][] = ['ready', 'warning', 'failed', 'stalled', 'disconnected'];

/** Logs an event in one line on standard error. */
function log(event: WorkEvent, quiet: boolean): void {
  if (event.type === 'warning') {
    warn(event.why);
  } else if (!quiet || LOUD.includes(event.type)) {
    const line = toLine(event);
    if (line !== undefined) {
      console.error(line);
    }
  }
}

function toLine(event: WorkEvent): string | undefined {
  switch (event.type) {
    case 'ready': {
      const { engine, simd, concurrency } = event;
      const slots = concurrency === 1 ? '1 slot' : `${concurrency} slots`;
      return `worker ${event.id} takes parts from Redis at ${event.redis} (${engine}, SIMD ${simd}, ${slots})`;
    }
    case 'done':
      return `${partName(event)}: done in ${formatDuration(event.took)}`;
    case 'returned':
      return `${partName(event)}: handed back`;
    case 'failed':
      return `${event.part}: failed: ${printable(event.why)}`;
    case 'stalled':
      return `${event.part}: its worker was not heard of; it is computed once more`;
    case 'merged':
      return `${event.job}: merged ${event.parts === 1 ? '1 part' : `${event.parts} parts`}`;
    case 'disconnected':
      return `Redis is lost (${event.why}): waiting for it`;
    case 'closing':
    case 'closed':
      return event.type;
    default:
      return undefined;
  }
}

function partName({
  distribution,
  samples,
  start,
}: Extract<WorkEvent, { type: 'done' | 'returned' }>): string {
  return `${formatCount(samples)} ${distribution} samples from ${start} on`;
}

/** What came from a queue may have anything in it, control characters of a terminal, too. */
function printable(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029]/gu, '?').slice(0, 500);
}
