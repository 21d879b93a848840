import type { PlayerData } from '../player-data.ts';
import {
  type PlayedLane,
  type PlayedPiece,
  type PlayedSpans,
  type PlayedTimeline,
  readPlayerData,
} from './read-data.ts';

/** A lane, and the part of the page that is as wide as its timeline is long. */
export interface ShownLane<Piece extends PlayedPiece = PlayedPiece> extends PlayedLane<Piece> {
  readonly track: HTMLElement;
}

/** A timeline, and where the page has it. */
export interface ShownTimeline {
  readonly title: string;
  readonly duration: number;
  readonly figure: HTMLElement;
  readonly lanes: readonly ShownLane<PlayedSpans>[];
  /** The lanes, and the event loop below them. */
  readonly rows: readonly ShownLane[];
}

export function byId<Kind extends HTMLElement>(id: string): Kind {
  return document.getElementById(id) as Kind;
}

/** The part of the page that is played. */
export const section = document.querySelector<HTMLElement>('.timelines')!;

const data = JSON.parse(byId('data').textContent!) as PlayerData;

export const timelines: readonly ShownTimeline[] = readPlayerData(data).map(show);

/** The end of the longest timeline. */
export const longest = Math.max(...timelines.map(({ duration }) => duration));

function show({ title, duration, lanes: played, loop }: PlayedTimeline, index: number): ShownTimeline {
  const figure = byId(`run-${index}`);
  const tracks = figure.querySelectorAll<HTMLElement>('.track');
  const lanes = played.map((lane, i) => ({ ...lane, track: tracks[i]! }));
  const rows = [...lanes, { ...loop, track: tracks[lanes.length]! }];
  return { title, duration, figure, lanes, rows };
}

const status = byId('status');

/** Says what happens, to those, too, who cannot see it. */
export function say(words: string): void {
  status.textContent = words;
}
