import { formatCount, formatDuration } from '../format.ts';
import type { Progress } from '../run/events.ts';

/** Milliseconds before progress shows, and between two updates on a terminal and elsewhere. */
const FIRST = 1000;
const TERMINAL_EVERY = 100;
const PLAIN_EVERY = 5000;

/** The longest bar, in columns. */
const BAR = 24;

/** The part of the progress that is shown. */
type Shown = Pick<Progress, 'samplesDone' | 'samples' | 'elapsed'>;

/** Shows the progress of consecutive jobs on standard error, for each that takes longer than a second. */
export interface ProgressBar {
  update(progress: Shown): void;
  /** Removes the bar, so that what is printed next stands alone. */
  clear(): void;
}

/** A bar on a terminal, a line every few seconds elsewhere, nothing when `quiet`. */
export function progressBar(quiet: boolean, out: NodeJS.WriteStream = process.stderr): ProgressBar {
  let nextAt = FIRST;
  let last = 0;
  let shown = false;
  return {
    update(progress) {
      if (progress.elapsed < last) {
        // Another job has begun.
        nextAt = FIRST;
      }
      last = progress.elapsed;
      if (quiet || progress.elapsed < nextAt || progress.samplesDone === progress.samples) {
        return;
      }
      nextAt = progress.elapsed + (out.isTTY ? TERMINAL_EVERY : PLAIN_EVERY);
      out.write(out.isTTY ? `\r${barLine(progress, out.columns)}\x1b[K` : `${figures(progress)}\n`);
      shown = true;
    },
    clear() {
      if (shown && out.isTTY) {
        out.write('\r\x1b[K');
      }
    },
  };
}

/** One line of a terminal: longer text would wrap to the next line, and stay there. */
function barLine(progress: Shown, columns = 80): string {
  const text = figures(progress).slice(0, columns - 1);
  const room = Math.min(BAR, columns - 2 - text.length);
  const full = Math.round((progress.samplesDone / progress.samples) * room);
  return room > 3 ? `${'█'.repeat(full)}${'░'.repeat(room - full)} ${text}` : text;
}

function figures({ samplesDone, samples, elapsed }: Shown): string {
  const percent = Math.floor((samplesDone / samples) * 100);
  const perSecond = (samplesDone / elapsed) * 1000;
  const left = ((samples - samplesDone) / samplesDone) * elapsed;
  const rate = `${formatCount(Math.round(perSecond / 1e6))} million samples/s`;
  return `${percent} % of ${formatCount(samples)} samples, ${rate}, ${formatDuration(left)} left`;
}
