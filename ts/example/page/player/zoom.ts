import { ticksSvg } from '../axis.ts';
import { byId, longest, section, timelines } from './shown.ts';

/** Each press doubles or halves what is seen, down to a 64th of each axis. */
const MOST = 64;

let zoom = 1;
/** The moment in the middle of what is seen, as near as the ends of an axis allow. In milliseconds. */
let centre = 0;

const closer = byId<HTMLButtonElement>('closer');
const farther = byId<HTMLButtonElement>('farther');
const shown = byId('zoom');

/** Shows more or less of every axis, around a moment or where it was. */
export function zoomBy(factor: number, at = centre): void {
  zoom = Math.min(MOST, Math.max(1, zoom * factor));
  lookAt(at);
}

/** Moves what is seen so that a moment is in its middle. */
export function lookAt(at: number): void {
  centre = Math.min(Math.max(at, 0), longest);
  draw();
}

/** Draws every axis, and places every timeline below it. */
export function draw(): void {
  section.classList.toggle('zoomed', zoom > 1);
  section.style.setProperty('--zoom', String(zoom));
  shown.textContent = `${zoom}×`;
  closer.disabled = zoom === MOST;
  farther.disabled = zoom === 1;
  for (const { figure } of timelines) {
    for (const axis of figure.querySelectorAll<SVGGElement>('.axis g')) {
      const extent = Number(axis.dataset.extent);
      const seen = extent / zoom;
      const from = Math.min(Math.max(centre - seen / 2, 0), extent - seen);
      axis.innerHTML = ticksSvg(from, seen);
      // Of the scales, only the chosen one is drawn.
      if (getComputedStyle(axis).display !== 'none') {
        figure.style.setProperty('--from', String(from / extent));
      }
    }
  }
}

/** Ctrl and the wheel zoom around what is pointed at, as in maps. */
export function zoomByWheel(event: WheelEvent): void {
  const track = (event.target as Element).closest('.track');
  const timeline = timelines.find(({ figure }) => figure.contains(track));
  if (!event.ctrlKey || track === null || timeline === undefined) {
    return;
  }
  event.preventDefault();
  const { left, width } = track.getBoundingClientRect();
  zoomBy(event.deltaY < 0 ? 2 : 0.5, ((event.clientX - left) / width) * timeline.duration);
}
