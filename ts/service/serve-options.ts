import { milliseconds, optionalFunction, plainObject, wholeNumber } from '../library/checks/arguments.ts';
import type { Summed } from '../library/distributions/registry.ts';
import type { EngineName } from '../library/engines/engine.ts';
import { type JobOptions, type SumJob, toJob } from '../library/jobs/job.ts';
import { type Mode, type Plan, toPlan } from '../library/jobs/options.ts';
import { sumJob } from '../library/jobs/sum.ts';
import type { Total } from '../library/jobs/total.ts';
import type { ServerEvent } from './events.ts';
import { mostConnections } from './limits.ts';
import type { Place } from './listen.ts';
import { DEFAULT_HOST, DEFAULT_PORT, MAX_PORT, toHost } from './protocol.ts';

/** What a server computes for each client, where it listens, and its limits. */
export interface ServeOptions {
  /**
   * The address to listen on.
   * @default '127.0.0.1'
   */
  host?: string | undefined;
  /**
   * The port to listen on: 0 to 65535; 0 takes any free one.
   * @default 8197
   */
  port?: number | undefined;
  /** The file descriptor of a TCP socket that is already listening, instead of host and port; systemd's is 3. */
  fd?: number | undefined;
  /**
   * The distribution of the samples.
   * @default 'normal'
   */
  distribution?: JobOptions['distribution'] | undefined;
  /**
   * How many samples each client's total has: a whole number, 0 to 2^53 - 1.
   * @default 10_000_000
   */
  samples?: number | undefined;
  /**
   * The seed of every connection's job: 0 to 2^64 - 1. The first connection gets stream 0, the next stream 1 and so on,
   * so a whole run can be reproduced.
   * @default random; `server.seed` has it
   */
  seed?: bigint | number | string | undefined;
  /**
   * The engine that computes.
   * @default the first that loads of 'native', 'wasm' and 'typescript'
   */
  engine?: EngineName | undefined;
  /**
   * How it computes. `blocking` blocks everything else until a total is done, including other clients and signals.
   * @default 'threadpool'
   */
  mode?: Mode | undefined;
  /**
   * The longest time, in milliseconds, that a chunk loop works before it hands control back; on the event loop at most
   * 50, so that the server notices clients and signals.
   * @default 10
   */
  allotment?: number | undefined;
  /**
   * The most connections open at once: 1 to half of the files this process may open. Beyond that they are shared out by
   * address. The server closes one that has its answer, or else resets the newest one of the address with the most
   * waiting; if that is the new connection's own address, it resets the new one.
   * @default half of the files this process may open; 512 if that limit cannot be read (not on Linux)
   */
  maxConnections?: number | undefined;
  /**
   * The most connections waiting for their turn to compute: 0 to 2^53 - 1. They are shared out by address, too.
   * @default 10_000
   */
  maxWaiting?: number | undefined;
  /**
   * How many milliseconds a connection may wait for its answer, from when it was accepted, before it is reset.
   * @default 300_000
   */
  deadline?: number | undefined;
  /**
   * How many milliseconds `close()` waits for connections in flight before it resets them.
   * @default 10_000
   */
  grace?: number | undefined;
  /** Called for every event, as it happens. */
  onEvent?: ((event: ServerEvent) => void) | undefined;
}

/** Computes the total of a stream, unless it is aborted. */
export type Compute = (stream: number, signal: AbortSignal) => Promise<Total>;

/** Checked options, with every default filled in. */
export interface ServePlan {
  readonly place: Place;
  /** Every client's job, without its stream. */
  readonly job: Omit<SumJob, 'stream'>;
  readonly run: Plan;
  /** Computes the total of a stream. */
  readonly compute: Compute;
  /** How many connections are served at once. */
  readonly lanes: number;
  readonly maxConnections: number;
  readonly maxWaiting: number;
  readonly deadline: number;
  readonly grace: number;
  readonly onEvent: ((event: ServerEvent) => void) | undefined;
}

/** The default of each client's total: the original example's. */
export const DEFAULT_SERVER_DISTRIBUTION: Summed = 'normal';
export const DEFAULT_SERVER_SAMPLES = 10_000_000;

/** The longest allotment on the event loop, in milliseconds. */
const MAX_ON_LOOP = 50;

const SERVE_KEYS: readonly (keyof ServeOptions)[] = [
  'host',
  'port',
  'fd',
  'distribution',
  'samples',
  'seed',
  'engine',
  'mode',
  'allotment',
  'maxConnections',
  'maxWaiting',
  'deadline',
  'grace',
  'onEvent',
];

/** Checks the options and fills in the defaults. Throws a TypeError, a RangeError or an OffloopError. */
export function toServePlan(options: ServeOptions): ServePlan {
  const given = plainObject('options', options, SERVE_KEYS);
  const { distribution = DEFAULT_SERVER_DISTRIBUTION, samples = DEFAULT_SERVER_SAMPLES, seed } = given;
  const { engine, mode, allotment, onEvent } = given;
  const most = mostConnections();
  // As in the original example, one worker computes a client's total: its chunks follow one another.
  const asked = toPlan({ engine, mode, allotment, concurrency: 1 });
  const inPool = asked.mode === 'threadpool';
  const run = inPool ? asked : { ...asked, allotment: Math.min(asked.allotment, MAX_ON_LOOP) };
  const job = toJob({ distribution, samples, seed });
  optionalFunction('onEvent', onEvent);
  return {
    place: toPlace(given),
    job,
    run,
    compute: (stream, signal) => sumJob({ ...job, stream }, { ...run, signal }),
    // The event loop is one worker, and sharing it would only make every client wait for all.
    lanes: inPool ? run.engine.slots!.limits.slots : 1,
    maxConnections: wholeNumber('maxConnections', given.maxConnections ?? most, 1, most),
    maxWaiting: wholeNumber('maxWaiting', given.maxWaiting ?? 10_000, 0, Number.MAX_SAFE_INTEGER),
    deadline: milliseconds('deadline', given.deadline ?? 300_000),
    grace: milliseconds('grace', given.grace ?? 10_000),
    onEvent,
  };
}

function toPlace({ host, port, fd }: ServeOptions): Place {
  if (fd === undefined) {
    return {
      host: toHost(host ?? DEFAULT_HOST),
      port: wholeNumber('port', port ?? DEFAULT_PORT, 0, MAX_PORT),
    };
  }
  if (host !== undefined || port !== undefined) {
    throw new RangeError('fd is already listening: host and port must be left out');
  }
  return { fd: wholeNumber('fd', fd, 0, 2 ** 31 - 1) };
}
