import type { Registry } from 'prom-client';
import { optionalPackages } from '../library/platform/optional-packages.ts';
import { type Log, type LogFormat, type LogLevel, openLog, usualFormat } from './log.ts';

/** How a long-running command can be watched. */
export interface OperationOptions {
  /**
   * @default text if standard error is a terminal, else json
   */
  logFormat?: LogFormat | undefined;
  /** @default 'info' */
  logLevel?: LogLevel | undefined;
  /** Without it there is no port, nothing is measured, and the metrics code is not loaded. */
  metricsPort?: number | undefined;
}

/** A long-running command, as its operator sees it. */
export interface Operation {
  readonly log: Log;
  /** The metrics; undefined without a metrics port. */
  readonly registry: Registry | undefined;
  /** Ready for work: `/readyz` says so from now on, while it is `able`. */
  begin(able?: () => boolean): void;
  /** No longer ready: current work is being finished. */
  end(): void;
  close(): void;
}

/**
 * Opens the log, and the metrics port if one is asked for. Rejects with an `OffloopError` of code
 * `OFFLOOP_PACKAGES_MISSING`, `OFFLOOP_ADDRESS_IN_USE` or `OFFLOOP_LISTEN_FAILED`.
 */
export async function startOperation({
  logFormat = usualFormat(),
  logLevel = 'info',
  metricsPort,
}: OperationOptions): Promise<Operation> {
  const log = openLog(logFormat, logLevel);
  if (metricsPort === undefined) {
    return { log, registry: undefined, begin() {}, end() {}, close() {} };
  }
  const { Registry } = await optionalPackages('--metrics-port', ['prom-client'], () => import('prom-client'));
  const [{ processMetrics }, { openMetricsPort }] = await Promise.all([
    import('./process-metrics.ts'),
    import('./metrics-port.ts'),
  ]);
  const registry = new Registry();
  let ready = (): boolean => false;
  const port = await openMetricsPort(metricsPort, registry, () => ready());
  const stopMeasuring = processMetrics(registry, log);
  return {
    log,
    registry,
    begin(able = () => true) {
      ready = able;
      const url = `${port.url}/metrics`;
      log.write({
        level: 'info',
        always: true,
        line: `metrics on ${url}`,
        fields: { event: 'metrics', url },
      });
    },
    end() {
      ready = () => false;
    },
    close() {
      stopMeasuring();
      port.close();
    },
  };
}
