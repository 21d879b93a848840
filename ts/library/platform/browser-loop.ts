/** The same as loop.ts, for browsers, their workers and edge runtimes. The build replaces loop.ts with it. */
import { throughChannel } from './channel.ts';

interface Globals {
  readonly navigator?: { readonly userAgent?: string };
  readonly EdgeRuntime?: unknown;
}

const { performance, setTimeout, navigator, EdgeRuntime } = globalThis as typeof globalThis & Globals;

/** Cloudflare's workers and Vercel's edge, where what one request has started is lost when its client goes. */
const isEdge = navigator?.userAgent === 'Cloudflare-Workers' || EdgeRuntime !== undefined;

/** The milliseconds of a clock. It may stand still while code runs, as Cloudflare's does. */
export function now(): number {
  return performance.now();
}

/** Calls back in the next turn of the event loop. On the edge only timers belong to their request; jsdom has no channels. */
export function nextTurn(act: () => void): void {
  if (isEdge || typeof MessageChannel === 'undefined') {
    setTimeout(act);
  } else {
    throughChannel(act);
  }
}

/** Whether all jobs share the time of a turn. On the edge no request may wait for another's. */
export const SHARES_TURNS: boolean = !isEdge;
