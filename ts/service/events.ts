import { channel } from 'node:diagnostics_channel';
import type { Total } from '../total.ts';

/**
 * What happens in a server, and when. Streams name connections. All times are in milliseconds, and `at` is on the
 * clock of `performance.now()` of the server's process.
 */
export type ServerEvent = { readonly at: number } & (
  | { readonly type: 'listening'; readonly host: string; readonly port: number; readonly seed: bigint }
  /** A client connected: the job of this stream is its own. */
  | ({ readonly type: 'accepted' } & Client)
  /** Its turn came: it had `waited` since it was accepted. */
  | ({ readonly type: 'started'; readonly waited: number } & Client)
  /** The total was sent: computing it `took` so long. */
  | ({ readonly type: 'answered'; readonly total: Total; readonly took: number } & Client)
  /** The client reset the connection before its answer was sent. */
  | ({ readonly type: 'gone' } & Client)
  /** The engine could not compute the total. */
  | ({ readonly type: 'failed'; readonly error: unknown } & Client)
  /** The server would not serve a client: `why` says so in a sentence. There is no stream if it was never accepted. */
  | ({ readonly type: 'dropped'; readonly reason: DropReason; readonly why: string } & Partial<Client>)
  /** No more clients are accepted; so many connections are still open. */
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

/** Who is at the other end of a connection. */
export interface Client {
  readonly stream: number;
  /** The client's address and port. */
  readonly from: string;
}

/** How many connections had each fate. What was accepted and has none yet is in flight. */
export interface ServerStats {
  accepted: number;
  /** The whole total was sent. */
  answered: number;
  /** Reset by the server, or never accepted. */
  dropped: number;
  /** Reset by the client before its answer was sent. */
  gone: number;
  /** The engine could not compute it. */
  failed: number;
}

/** What a server has to do now. */
export interface ServerLoad {
  /** Open connections, those that have their answer and are not closed yet included. */
  readonly open: number;
  /** Those that wait for their turn. */
  readonly waiting: number;
  /** Those whose total is computed. */
  readonly computing: number;
}

/**
 * Where every event of every server in the process is published as `{ server, event }`, for programs that embed one
 * which somebody else has started. It costs nothing while nobody subscribes.
 */
export const serverChannel = channel('offloop:server');

/** What happens to a request, and when: milliseconds on the clock of `performance.now()` of the client's process. */
export type RequestEvent = { readonly at: number } & (
  | { readonly type: 'connecting'; readonly host: string; readonly port: number }
  | { readonly type: 'connected' }
  | { readonly type: 'waiting' }
  | { readonly type: 'answered'; readonly sum: number }
);

/** An event before its time is noted. */
export type Untimed<Event> = Event extends unknown ? Omit<Event, 'at'> : never;

/** Notes the time and tells a listener. What it throws is an uncaught error of its own, and disturbs nobody's connection. */
export function tell<Event extends ServerEvent | RequestEvent>(
  listener: ((event: Event) => void) | undefined,
  event: Untimed<Event>,
): void {
  try {
    // Added to the event itself: under load copies would cost more than what they tell.
    listener?.(Object.assign(event, { at: performance.now() }) as unknown as Event);
  } catch (error) {
    process.nextTick(() => {
      throw error;
    });
  }
}
