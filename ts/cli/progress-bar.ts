import type { Progress } from '../library/jobs/events.ts';
import { formatCount, formatDuration, toAscii } from '../text/format.ts';
import { canRedraw, widthOf } from './terminal.ts';

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

/** Where the bar is shown, and with which characters. */
interface BarOptions {
  readonly ascii?: boolean | undefined;
  readonly out?: NodeJS.WriteStream;
  readonly env?: NodeJS.ProcessEnv;
}

/** A bar where it can be drawn anew, a line every few seconds elsewhere, nothing when `quiet`. */
export function progressBar(
  quiet: boolean,
  { ascii = false, out = process.stderr, env }: BarOptions = {},
): ProgressBar {
  const redraws = canRedraw(out, env);
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
      nextAt = progress.elapsed + (redraws ? TERMINAL_EVERY : PLAIN_EVERY);
      const line = redraws ? `\r${barLine(progress, ascii, widthOf(out))}\x1b[K` : `${figures(progress)}\n`;
      out.write(ascii ? toAscii(line) : line);
      shown = true;
    },
    clear() {
      if (shown && redraws) {
        out.write('\r\x1b[K');
      }
    },
  };
}

/** One line of a terminal: longer text would wrap to the next line, and stay there. */
function barLine(progress: Shown, ascii: boolean, columns: number): string {
  const text = figures(progress).slice(0, columns - 1);
  const room = Math.min(BAR, columns - 2 - text.length);
  const full = Math.round((progress.samplesDone / progress.samples) * room);
  const [done, left] = ascii ? ['#', '.'] : ['█', '░'];
  return room > 3 ? `${done.repeat(full)}${left.repeat(room - full)} ${text}` : text;
}

function figures({ samplesDone, samples, elapsed }: Shown): string {
  const percent = Math.floor((samplesDone / samples) * 100);
  const perSecond = (samplesDone / elapsed) * 1000;
  const left = ((samples - samplesDone) / samplesDone) * elapsed;
  const rate = `${formatCount(Math.round(perSecond / 1e6))} million samples/s`;
  return `${percent} % of ${formatCount(samples)} samples, ${rate}, ${formatDuration(left)} left`;
}
