import type { PartRecord } from '../distributed/events.ts';
import { formatCount } from '../text/format.ts';
import type { Timeline } from '../timeline/timeline.ts';

/** Who computed which part when, as a timeline: one lane per worker, in the order in which they started. */
export function partsTimeline(title: string, parts: readonly PartRecord[]): Timeline {
  const byTime = [...parts].sort((a, b) => a.began - b.began);
  const origin = byTime[0]?.began ?? 0;
  const engines = new Map(byTime.map(({ worker, engine }) => [worker, engine]));
  return {
    id: 'parts',
    group: '',
    title,
    duration: byTime.reduce((end, { began, took }) => Math.max(end, began + took - origin), 0),
    lanes: [...engines].map(([id, engine], i) => ({
      id,
      name: `worker ${i + 1} (${engine})`,
      process: 'client',
    })),
    spans: byTime.map(({ worker, start, samples, began, took }) => ({
      lane: worker,
      kind: 'computing',
      name: `${formatCount(samples)} samples from ${formatCount(start)} on`,
      start: began - origin,
      end: began - origin + took,
    })),
    instants: [],
    loopDelay: [],
  };
}
