import type { PartName, WorkEvent } from '../distributed/events.ts';
import { formatCount, formatDuration } from '../text/format.ts';
import type { Entry } from './log.ts';

/** A worker's event as it is logged. Times in fields are in seconds, like the metrics'. */
export function workerEntry(event: WorkEvent): Entry {
  switch (event.type) {
    case 'ready': {
      const { type, id, redis, engine, simd, concurrency } = event;
      const slots = concurrency === 1 ? '1 slot' : `${concurrency} slots`;
      const line = `worker ${id} takes parts from Redis at ${redis} (${engine}, SIMD ${simd}, ${slots})`;
      return {
        level: 'info',
        always: true,
        line,
        fields: { event: type, worker: id, redis, engine, simd, concurrency },
      };
    }
    case 'warning':
      return { level: 'warn', line: `warning: ${event.why}`, fields: { event: event.type } };
    case 'started':
      return { level: 'debug', ...ofPart(event, 'begun') };
    case 'done':
      return {
        level: 'info',
        ...ofPart(event, `done in ${formatDuration(event.took)}`, { took: event.took / 1000 }),
      };
    case 'returned':
      return { level: 'info', ...ofPart(event, 'handed back') };
    case 'failed': {
      const { type, part, why } = event;
      return {
        level: 'error',
        line: `${part}: failed: ${why}`,
        fields: { event: type, part, why },
      };
    }
    case 'stalled': {
      const { type, part } = event;
      const line = `${part}: its worker was not heard of; it is computed once more`;
      return { level: 'warn', line, fields: { event: type, part } };
    }
    case 'merged': {
      const { type, job, parts } = event;
      const line = `${job}: merged ${parts === 1 ? '1 part' : `${parts} parts`}`;
      return { level: 'info', line, fields: { event: type, job, parts } };
    }
    case 'disconnected': {
      const { type, why } = event;
      return { level: 'warn', line: `Redis is lost (${why}): waiting for it`, fields: { event: type, why } };
    }
    case 'reconnected':
      return { level: 'warn', line: 'Redis is back', fields: { event: event.type } };
    case 'closing':
      return { level: 'info', line: 'closing: takes no more parts', fields: { event: event.type } };
    case 'closed':
      return { level: 'info', line: 'closed', fields: { event: event.type } };
  }
}

function ofPart(
  { type, part, distribution, start, samples }: { type: string } & PartName,
  what: string,
  more: object = {},
): Pick<Entry, 'line' | 'fields'> {
  return {
    line: `${formatCount(samples)} ${distribution} samples from ${start} on: ${what}`,
    fields: { event: type, part, distribution, start, samples, ...more },
  };
}
