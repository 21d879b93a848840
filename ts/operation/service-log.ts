import type { ServerEvent } from '../service/events.ts';
import { hostAndPort } from '../service/protocol.ts';
import { formatDuration, formatSum } from '../text/format.ts';
import type { Entry } from './log.ts';

/** A server's event as it is logged. Times in fields are in seconds, like the metrics'. */
export function serverEntry(event: ServerEvent): Entry {
  switch (event.type) {
    case 'listening': {
      const { type, host, port, seed } = event;
      const line = `listening on ${hostAndPort(host, port)}, seed ${seed}`;
      return { level: 'info', always: true, line, fields: { event: type, host, port, seed: String(seed) } };
    }
    case 'accepted':
      return { level: 'debug', ...ofClient(event, `accepted ${event.from}`) };
    case 'started':
      return {
        level: 'debug',
        ...ofClient(event, `computes, after a wait of ${formatDuration(event.waited)}`, {
          waited: event.waited / 1000,
        }),
      };
    case 'answered': {
      const { total, from, took } = event;
      const what = `answered ${formatSum(total.sum)} to ${from} in ${formatDuration(took)}`;
      return { level: 'info', ...ofClient(event, what, { sum: total.sum, took: took / 1000 }) };
    }
    case 'gone':
      return { level: 'info', ...ofClient(event, `${event.from} has gone before its answer`) };
    case 'failed': {
      const { error } = event;
      const message = error instanceof Error ? error.message : String(error);
      return { level: 'error', ...ofClient(event, `failed: ${message}`, { err: error }) };
    }
    case 'dropped': {
      const { type, reason, why, stream, from } = event;
      const client = stream === undefined ? {} : { stream, from };
      const line = `dropped a connection: ${why}`;
      return { level: 'warn', line, fields: { event: type, reason, ...client } };
    }
    case 'closing': {
      const { type, open } = event;
      return { level: 'info', line: `closing: ${open} connections in flight`, fields: { event: type, open } };
    }
    case 'closed':
      return { level: 'info', line: 'closed', fields: { event: event.type } };
  }
}

function ofClient(
  { type, stream, from }: { type: string; stream: number; from: string },
  what: string,
  more: object = {},
): Pick<Entry, 'line' | 'fields'> {
  return { line: `stream ${stream}: ${what}`, fields: { event: type, stream, from, ...more } };
}
