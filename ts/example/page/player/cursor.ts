import { formatDuration } from '../../../cli/format.ts';
import { unmark } from './marks.ts';
import { byId, longest, say, section, timelines } from './shown.ts';
import { lookAt } from './zoom.ts';

const playButton = byId('play');
const slider = byId<HTMLInputElement>('time');
const now = byId('now');
const speed = byId<HTMLSelectElement>('speed');

/** The cursor: one time for all timelines, in milliseconds. At the end, nothing is dimmed. */
let time = longest;
/** The next picture that was asked for, while it plays. */
let frame: number | undefined;

export function currentTime(): number {
  return time;
}

export function moveTo(next: number): void {
  time = Math.min(Math.max(next, 0), longest);
  section.classList.toggle('moving', time < longest);
  for (const { figure, duration } of timelines) {
    figure.style.setProperty('--at', String(Math.min(100, (time / duration) * 100)));
  }
  slider.value = String(Math.round((time / longest) * Number(slider.max)));
  slider.setAttribute('aria-valuetext', `${formatDuration(time)} of ${formatDuration(longest)}`);
  now.textContent = formatDuration(time);
  // At the end all is seen: there is nothing to follow.
  if (time < longest) {
    lookAt(time);
  }
}

/** Plays, or stops where it is. */
export function toggle(): void {
  if (frame === undefined) {
    start();
  } else {
    stop();
    say(`Paused at ${formatDuration(time)}.`);
  }
}

export function stop(): void {
  if (frame !== undefined) {
    cancelAnimationFrame(frame);
  }
  frame = undefined;
  playButton.textContent = 'Play';
}

function start(): void {
  // Who wants less motion sees a picture twice a second.
  const least = matchMedia('(prefers-reduced-motion: reduce)').matches ? 500 : 0;
  let last = performance.now();
  const draw = (at: number): void => {
    if (at - last >= least) {
      moveTo(time + Math.max(0, at - last) * Number(speed.value));
      last = at;
    }
    if (time < longest) {
      frame = requestAnimationFrame(draw);
    } else {
      stop();
      sayEnd();
    }
  };
  unmark();
  say('');
  playButton.textContent = 'Pause';
  if (time >= longest) {
    moveTo(0);
  }
  frame = requestAnimationFrame(draw);
}

export function toStart(): void {
  leaveFor(0);
  say('The start.');
}

export function toEnd(): void {
  leaveFor(longest);
  sayEnd();
}

/** Goes where the slider is. */
export function followSlider(): void {
  leaveFor((Number(slider.value) / Number(slider.max)) * longest);
}

function leaveFor(at: number): void {
  stop();
  unmark();
  moveTo(at);
}

function sayEnd(): void {
  say(`The end, ${formatDuration(longest)}.`);
}
