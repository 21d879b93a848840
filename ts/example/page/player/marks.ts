import type { PlayedPiece } from './read-data.ts';
import { type ShownLane, type ShownTimeline, section } from './shown.ts';

const tip = section.querySelector<HTMLElement>('.tip')!;

/** Frames a piece: what is chosen, or what is `pointed` at, for as long as it is. */
export function mark(
  { duration }: ShownTimeline,
  { track }: ShownLane,
  piece: PlayedPiece,
  name = 'mark',
): void {
  const box = document.createElement('div');
  const start = Math.max(0, piece.start);
  box.className = name;
  box.style.left = `${(start / duration) * 100}%`;
  box.style.width = `${((piece.end - start) / duration) * 100}%`;
  track.append(box);
}

/** Takes marks and the tip away. */
export function unmark(marks = '.mark'): void {
  for (const box of section.querySelectorAll(marks)) {
    box.remove();
  }
  tip.hidden = true;
}

/** Shows lines beside a point of the window, where there is room. */
export function showTip(lines: readonly string[], x: number, y: number): void {
  tip.textContent = lines.join('\n');
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = `${Math.max(8, Math.min(x + 12, innerWidth - width - 8))}px`;
  tip.style.top = `${y + 16 + height > innerHeight ? y - height - 12 : y + 16}px`;
}
