import { formatDuration } from '../../../cli/format.ts';
import { RESOLUTION } from '../merge-neighbours.ts';
import { currentTime, moveTo, stop, toEnd, toStart } from './cursor.ts';
import { mark, unmark } from './marks.ts';
import type { PlayedSpans } from './read-data.ts';
import { byId, longest, type ShownLane, type ShownTimeline, say, timelines } from './shown.ts';
import { doing, momentWords } from './words.ts';

/** What a step leads to: a piece that begins, or something that is said in words. */
interface Stop {
  readonly at: number;
  readonly timeline: ShownTimeline;
  readonly begins?: { readonly lane: ShownLane; readonly piece: PlayedSpans };
  readonly words?: string;
}

/** Times that differ by less are the same. In milliseconds. */
const DUST = 1e-9;

const scope = byId<HTMLSelectElement>('scope');
const stopsByScope = new Map<string, readonly Stop[]>();

/** The one timeline to step through, if it is not all of them. */
function chosenTimeline(): ShownTimeline | undefined {
  return timelines[Number(scope.value)];
}

scope.addEventListener('change', () => chosenTimeline()?.figure.scrollIntoView({ block: 'nearest' }));

/** Goes to the next stop of what is chosen, or to the one before. */
export function step(direction: 1 | -1): void {
  stop();
  const stops = chosenStops();
  const time = currentTime();
  const next =
    direction > 0
      ? stops.find(({ at }) => time >= longest || at > time + DUST)
      : stops.findLast(({ at }) => at < time - DUST);
  if (next === undefined) {
    const leave = direction > 0 ? toEnd : toStart;
    leave();
    return;
  }
  const atOnce = stops.filter(({ at }) => Math.abs(at - next.at) <= DUST);
  moveTo(next.at);
  unmark();
  for (const { timeline, begins } of atOnce) {
    if (begins !== undefined) {
      mark(timeline, begins.lane, begins.piece);
    }
  }
  say(`${formatDuration(next.at)} · ${inWords(atOnce)}`);
}

function chosenStops(): readonly Stop[] {
  const known = stopsByScope.get(scope.value);
  if (known !== undefined) {
    return known;
  }
  const chosen = chosenTimeline();
  const stops = (chosen === undefined ? timelines : [chosen]).flatMap(stopsOf).sort((a, b) => a.at - b.at);
  stopsByScope.set(scope.value, stops);
  return stops;
}

function stopsOf(timeline: ShownTimeline): Stop[] {
  const { duration, lanes } = timeline;
  const end = { at: duration, timeline, words: 'the end of the run' };
  const ofLanes = lanes.flatMap((lane): Stop[] => [
    ...lane.pieces.map((piece) => ({ at: piece.start, timeline, begins: { lane, piece } })),
    ...idleTimes(lane, duration).map((at) => ({ at, timeline, words: `${lane.name} stops` })),
    ...lane.moments.map((moments) => ({
      at: moments.at,
      timeline,
      words: `${lane.name}: ${momentWords(moments)}`,
    })),
  ]);
  return [end, ...ofLanes];
}

/** When a lane has nothing to do for a time that can be seen. */
function idleTimes({ pieces }: { pieces: readonly PlayedSpans[] }, duration: number): number[] {
  return pieces
    .filter(({ end }, i) => (pieces[i + 1]?.start ?? duration) - end > duration / RESOLUTION)
    .map(({ end }) => end);
}

/** What happens in a few timelines at once. */
function inWords(stops: readonly Stop[]): string {
  const concerned = [...new Set(stops.map(({ timeline }) => timeline))];
  const said = concerned.slice(0, 2).map((timeline) =>
    timelineInWords(
      timeline,
      stops.filter((each) => each.timeline === timeline),
    ),
  );
  const more = concerned.length > 2 ? [`And ${concerned.length - 2} more.`] : [];
  return [...said, ...more].join(' ');
}

/** What happens in a timeline at the cursor, and who does what from then on. */
function timelineInWords({ title, lanes }: ShownTimeline, stops: readonly Stop[]): string {
  const time = currentTime() + DUST;
  const happens = stops.flatMap(({ words }) => words ?? []);
  const busy = lanes.flatMap(({ name, pieces }) => {
    const piece = pieces.find(({ start, end }) => start <= time && end > time);
    return piece === undefined ? [] : `${name} ${doing(piece)}`;
  });
  const whose = chosenTimeline() === undefined ? `${title}: ` : '';
  return `${whose}${[...happens, ...busy].join('; ')}.`;
}
