import { channel } from 'node:diagnostics_channel';
import type { Total } from '../library/jobs/total.ts';

/**
 * What happens in a server, and when. A connection is identified by its stream. All times are in milliseconds, and `at`
 * is on the clock of `performance.now()` of the server's process.
 */
export type ServerEvent = { readonly at: number } & (
  | { readonly type: 'listening'; readonly host: string; readonly port: number; readonly seed: bigint }
  /** A client connected, and gets the job of this stream. */
  | ({ readonly type: 'accepted' } & Client)
  /** Its turn came, after it had `waited` since it was accepted. */
  | ({ readonly type: 'started'; readonly waited: number } & Client)
  /** The total was sent; computing it `took` this long. */
  | ({ readonly type: 'answered'; readonly total: Total; readonly took: number } & Client)
  /** The client reset the connection before its answer was sent. */
  | ({ readonly type: 'gone' } & Client)
  /** The engine could not compute the total. */
  | ({ readonly type: 'failed'; readonly error: unknown } & Client)
  /**
   * The server dropped a client: `why` is a sentence that gives the reason. There is no stream if it was never
   * accepted.
   */
  | ({ readonly type: 'dropped'; readonly reason: DropReason; readonly why: string } & Partial<Client>)
  /** No more clients are accepted; `open` connections are left. */
  | { readonly type: 'closing'; readonly open: number }
  | { readonly type: 'closed' }
);

/**
 * Why a connection was dropped: too many connections, too many waiting for their turn, no answer within the
 * deadline, the server closed first, or the system could not accept it.
 */
export type DropReason = 'connections' | 'waiting' | 'deadline' | 'closing' | 'accept';
export const DROP_REASONS: readonly DropReason[] = [
  'connections',
  'waiting',
  'deadline',
  'closing',
  'accept',
];

/** The other end of a connection. */
export interface Client {
  readonly stream: number;
  /** The client's address and port. */
  readonly from: string;
}

/** How many connections had each outcome. An accepted connection without one is in flight. */
export interface ServerStats {
  accepted: number;
  /** The whole total was sent. */
  answered: number;
  /** Reset by the server, or never accepted. */
  dropped: number;
  /** Reset by the client before its answer was sent. */
  gone: number;
  /** The engine could not compute the total. */
  failed: number;
}

/** A server's connections at the moment. */
export interface ServerLoad {
  /** Open connections, including those that have their answer and are not closed yet. */
  readonly open: number;
  /** Connections waiting for their turn. */
  readonly waiting: number;
  /** Connections whose total is being computed. */
  readonly computing: number;
}

/**
 * Every event of every server in the process is published here as `{ server, event }`, for code that did not start the
 * server. It costs nothing without subscribers.
 */
export const serverChannel = channel('offloop:server');

/** What happens to a request, and when: milliseconds on the clock of `performance.now()` of the client's process. */
export type RequestEvent = { readonly at: number } & (
  | { readonly type: 'connecting'; readonly host: string; readonly port: number }
  | { readonly type: 'connected' }
  | { readonly type: 'waiting' }
  | { readonly type: 'answered'; readonly sum: number }
);

/** An event without its time. */
export type Untimed<Event> = Event extends unknown ? Omit<Event, 'at'> : never;

/** Adds the time and calls a listener. If that throws, it is an uncaught error, but does not disturb any connection. */
export function tell<Event extends ServerEvent | RequestEvent>(
  listener: ((event: Event) => void) | undefined,
  event: Untimed<Event>,
): void {
  try {
    // Added to the event itself: under load, copies would cost more than the events.
    listener?.(Object.assign(event, { at: performance.now() }) as unknown as Event);
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}
