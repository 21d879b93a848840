import { once } from 'node:events';
import { Command, Option } from 'commander';
import type { WorkOptions } from '../distributed/work-options.ts';
import { type OperationOptions, startOperation } from '../operation/operation.ts';
import { watchWorker } from '../operation/watch-worker.ts';
import { loadDistributed, requireRedisUrl } from './distributed.ts';
import { EXIT } from './interrupt.ts';
import { option } from './options.ts';

type Options = Partial<WorkOptions> & OperationOptions & { quiet?: boolean };

/** `offloop worker`: computes parts of the jobs that others submit. */
export function workerCommand(): Command {
  return new Command('worker')
    .description('computes parts of jobs that others submit with --redis')
    .addOption(option.workerRedis())
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
    .addOption(option.logFormat())
    .addOption(option.logLevel())
    .addOption(option.quietLog('the start'))
    .addOption(option.metricsPort())
    .addHelpText(
      'after',
      '\nOn Ctrl-C or SIGTERM it finishes its current part, or hands it back after\n--grace. A second signal ends the process at once.' +
        '\n\nExample:\n  $ offloop worker --redis redis://127.0.0.1:6379 &\n' +
        '  $ offloop sum normal --samples 1e12 --seed 42 --redis redis://127.0.0.1:6379',
    )
    .action(run);
}

async function run({ logFormat, logLevel, metricsPort, quiet: _, ...options }: Options): Promise<void> {
  const redis = requireRedisUrl(options.redis);
  // Signals are handled before the worker starts, so that none comes too early.
  const stopped = Promise.race([
    once(process, 'SIGINT').then(() => EXIT.interrupted),
    once(process, 'SIGTERM').then(() => EXIT.success),
  ]);
  const { work } = await loadDistributed(() => import('../distributed/work.ts'));
  const operation = await startOperation({ logFormat, logLevel, metricsPort });
  try {
    const worker = await work({ ...options, redis, onEvent: await watchWorker(operation) });
    operation.begin();
    const exitCode = await stopped;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => process.exit(EXIT.interrupted));
    }
    operation.end();
    await worker.close();
    process.exitCode = exitCode;
  } finally {
    operation.close();
  }
}
