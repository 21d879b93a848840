import { type Keys, press } from './keys.ts';
import { mark, showTip, unmark } from './marks.ts';
import { type ShownTimeline, say } from './shown.ts';
import { describe } from './words.ts';

/** Lets the keyboard go through a timeline in focus: up and down from lane to lane, left and right from span to span. */
export function goThroughByKey(timeline: ShownTimeline): void {
  const { title, duration, figure, rows } = timeline;
  const chosen = { row: 0, piece: 0 };

  const choose = (row: number, piece: number): void => {
    const lane = rows[row]!;
    chosen.row = row;
    chosen.piece = Math.min(Math.max(piece, 0), Math.max(0, lane.pieces.length - 1));
    const it = lane.pieces[chosen.piece];
    unmark();
    if (it === undefined) {
      return;
    }
    mark(timeline, lane, it);
    const lines = describe(lane, it);
    const { left, width, bottom } = lane.track.getBoundingClientRect();
    showTip(lines, left + (it.start / duration) * width, bottom - 12);
    say(lines.join(', '));
  };

  /** The piece of another row at about the same time. */
  const beside = (row: number): void => {
    const next = Math.min(Math.max(row, 0), rows.length - 1);
    const at = rows[chosen.row]!.pieces[chosen.piece]?.start ?? 0;
    const piece = rows[next]!.pieces.findIndex(({ end }) => end > at);
    choose(next, piece < 0 ? rows[next]!.pieces.length : piece);
  };

  const keys: Keys = {
    ArrowLeft: () => choose(chosen.row, chosen.piece - 1),
    ArrowRight: () => choose(chosen.row, chosen.piece + 1),
    ArrowUp: () => beside(chosen.row - 1),
    ArrowDown: () => beside(chosen.row + 1),
    Home: () => choose(chosen.row, 0),
    End: () => choose(chosen.row, rows[chosen.row]!.pieces.length),
  };

  const box = figure.querySelector<HTMLElement>('.rows')!;
  box.tabIndex = 0;
  box.setAttribute('role', 'application');
  box.setAttribute('aria-roledescription', 'timeline');
  box.setAttribute('aria-label', `${title}. Arrow keys go through lanes and spans.`);
  box.addEventListener('keydown', (event) => press(keys, event));
  box.addEventListener('focus', () => {
    if (box.matches(':focus-visible')) {
      choose(chosen.row, chosen.piece);
    }
  });
  box.addEventListener('blur', () => unmark());
}
