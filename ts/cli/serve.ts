import { once } from 'node:events';
import { Command, Option } from 'commander';
import { DISTRIBUTIONS } from '../library/distributions/registry.ts';
import { ComputeWorkers } from '../operation/compute-workers.ts';
import { type Operation, type OperationOptions, startOperation } from '../operation/operation.ts';
import { watchService } from '../operation/watch-service.ts';
import type { ServerEvent } from '../service/events.ts';
import { DEFAULT_HOST, DEFAULT_PORT, hostAndPort } from '../service/protocol.ts';
import {
  DEFAULT_SERVER_DISTRIBUTION,
  DEFAULT_SERVER_SAMPLES,
  type ServeOptions,
  toServePlan,
} from '../service/serve-options.ts';
import { startServer } from '../service/server.ts';
import type { ServerMoment } from '../timeline/recorder.ts';
import { toSharedClock } from '../timeline/shared-clock.ts';
import { beforeSecondInterrupt, EXIT, onInterrupt, type Signal } from './interrupt.ts';
import { option } from './options.ts';
import { notifySystemd, systemdSocket } from './systemd.ts';

type Options = ServeOptions & OperationOptions & { workers?: number; quiet?: boolean };

/** `offloop serve`: the server of the example. */
export function serveCommand(): Command {
  return new Command('serve')
    .description('a TCP server that computes a total for every client')
    .addOption(option.host())
    .addOption(option.port(0))
    .addOption(
      new Option('--distribution <name>', 'the distribution of the samples')
        .choices([...DISTRIBUTIONS])
        .default(DEFAULT_SERVER_DISTRIBUTION),
    )
    .addOption(option.samples('how many samples to sum per client').default(DEFAULT_SERVER_SAMPLES))
    .addOption(
      option.seed(
        'the first connection gets stream 0 of this seed, the next stream 1, and so on (default: random)',
      ),
    )
    .addOption(option.engine())
    .addOption(option.mode())
    .addOption(option.allotment())
    .addOption(option.workers())
    .addOption(option.logFormat())
    .addOption(option.logLevel())
    .addOption(option.quietLog('the address'))
    .addOption(option.metricsPort())
    .addHelpText(
      'after',
      '\nOn Ctrl-C or SIGTERM it answers everyone who has connected, and exits. A second\nsignal ends the process at once.' +
        `\n\nExample:\n  $ offloop serve --seed 42 &\n  $ nc -d ${DEFAULT_HOST} ${DEFAULT_PORT}`,
    )
    .action(run);
}

async function run(
  { logFormat, logLevel, metricsPort, workers: count, quiet: _, ...options }: Options,
  command: Command,
): Promise<void> {
  if (count !== undefined && options.mode === 'blocking') {
    throw new RangeError(
      '--workers cannot be used with --mode blocking: a blocked worker would outlive its server',
    );
  }
  const fd = systemdSocket();
  const named = (['host', 'port'] as const).find((name) => command.getOptionValueSource(name) === 'cli');
  if (fd !== undefined && named !== undefined) {
    throw new RangeError(`--${named} cannot be used with a socket from systemd: its unit names the address`);
  }
  // Signals are handled before the server listens, so that none comes too early.
  const interrupted = new Promise<Signal>((resolve) => onInterrupt(resolve));
  const orphaned = once(process, 'disconnect').then(() => 'disconnect' as const);
  const operation = await startOperation({ logFormat, logLevel, metricsPort });
  let workers: ComputeWorkers | undefined;
  try {
    const watch = await watchService(operation);
    const onEvent = (event: ServerEvent): void => {
      watch.hear(event);
      tellParent(event);
    };
    const { host, port, ...job } = options;
    const place = fd === undefined ? { host, port } : { fd };
    const plan = toServePlan({ ...job, ...place, onEvent });
    workers = count === undefined ? undefined : await ComputeWorkers.start(count, plan, operation.log.write);
    const server = await startServer({ ...plan, ...workers?.overrides });
    watch.count(server, workers);
    operation.begin(() => workers?.size !== 0);
    await tellSystemd(operation, '--ready', `--status=listening on ${hostAndPort(server.host, server.port)}`);
    if (!/^(127\.|::1$)/.test(server.host)) {
      const line = `anyone who reaches ${server.host} can make this machine compute: TLS and passwords are a proxy's work`;
      operation.log.write({ level: 'warn', line, fields: { event: 'exposed', host: server.host } });
    }
    // A parent that started this process is told the port. When it ends, nobody waits for an answer any more.
    process.send?.({ port: server.port });
    orphaned.then(() => server.destroy());
    const why = await Promise.race([interrupted, orphaned]);
    if (workers !== undefined) {
      // This process computes nothing, so it hears the second signal; a worker that is stopped would outlive it.
      beforeSecondInterrupt(() => workers?.kill());
    }
    operation.end();
    tellSystemd(operation, 'STOPPING=1');
    await server.close();
    process.exitCode = why === 'SIGINT' ? EXIT.interrupted : EXIT.success;
  } finally {
    workers?.close();
    operation.close();
  }
  if (process.connected) {
    process.disconnect();
  }
}

async function tellSystemd({ log }: Operation, ...state: readonly string[]): Promise<void> {
  const line = await notifySystemd(...state);
  if (line !== undefined) {
    log.write({ level: 'warn', line, fields: { event: 'systemd' } });
  }
}

/** A parent that started this process draws its connections here on its timeline. */
function tellParent(event: ServerEvent): void {
  if (
    process.connected &&
    (event.type === 'accepted' || event.type === 'started' || event.type === 'answered')
  ) {
    const moment: ServerMoment = { type: event.type, stream: event.stream, at: toSharedClock(event.at) };
    // The parent may end at any moment; then nobody is left to tell.
    process.send?.(moment, undefined, undefined, () => {});
  }
}
