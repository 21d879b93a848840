import { formatDuration } from '../../cli/format.ts';
import { fullTitleOf } from '../../timeline/timeline.ts';
import type { DrawnGroup, DrawnTimeline } from './drawn-timeline.ts';
import { escapeText } from './escape-html.ts';
import { COMPARABLE } from './scale-choice.ts';

/** How fast to play and what to step through. Hidden until the player runs. */
export function playerChoices(groups: readonly DrawnGroup[], timelines: readonly DrawnTimeline[]): string {
  const longest = timelines[0]!.extent.all;
  const speed = (name: string, extent: number, seconds: number): string =>
    `<option value="${extent / (seconds * 1000)}">${escapeText(name)} in ${seconds} s</option>`;
  const shorter = groups.filter(({ timelines: own }) => own[0]!.extent.group < longest / COMPARABLE);
  const speeds = [
    speed('everything', longest, 8),
    ...shorter.map(({ name, timelines: own }) => speed(name, own[0]!.extent.group, 8)),
    speed('everything', longest, 30),
  ];
  const scopes = timelines.map(
    ({ index, timeline }) => `<option value="${index}">${escapeText(fullTitleOf(timeline))}</option>`,
  );
  return [
    '<div class="settings" hidden>',
    `<label><span>Play</span> <select id="speed">${speeds.join('')}</select></label>`,
    `<label><span>Step through</span> <select id="scope"><option value="all">all runs</option>${scopes.join('')}</select></label>`,
    '</div>',
  ].join('\n');
}

/** Buttons, the time and what happens at it. Hidden until the player runs. */
export function playerBar(timelines: readonly DrawnTimeline[]): string {
  return [
    '<div class="player" role="group" aria-label="Player" hidden>',
    '<div class="controls">',
    '<button type="button" id="previous">‹<span> Previous</span></button>',
    '<button type="button" id="play">Play</button>',
    '<button type="button" id="next"><span>Next </span>›</button>',
    '<input type="range" id="time" min="0" max="1000" value="1000" aria-label="Time">',
    `<span id="now">${formatDuration(timelines[0]!.extent.all)}</span>`,
    '<span class="zoom" role="group" aria-label="Zoom">',
    '<button type="button" id="farther" aria-label="Zoom out">−</button>',
    '<span id="zoom">1×</span>',
    '<button type="button" id="closer" aria-label="Zoom in">+</button>',
    '</span>',
    '</div>',
    '<p id="status" role="status">Space plays, ← and → step, Home and End jump, + and − zoom.</p>',
    '</div>',
  ].join('\n');
}
