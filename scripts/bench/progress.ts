import { formatDuration } from '../../ts/format.ts';

/** How far a benchmark is, on standard error. */
export interface Progress {
  /** Starts a part of so many steps. */
  part(title: string, steps: number): void;
  advance(): void;
  end(): void;
}

/** Milliseconds between two lines where standard error is no terminal. */
const PLAIN_EVERY = 10_000;

/**
 * A line that is written over on a terminal, and one every ten seconds elsewhere. The time left is that of the
 * part under way, from its own pace: parts differ too much to foretell one from another.
 */
export function newProgress(
  quiet: boolean,
  parts: number,
  out: NodeJS.WriteStream = process.stderr,
): Progress {
  let number = 0;
  let title = '';
  let total = 0;
  let done = 0;
  let began = 0;
  let shown = 0;

  const show = (text: string): void => {
    out.write(out.isTTY ? `\r${text}\x1b[K` : `${text}\n`);
    shown = performance.now();
  };

  return {
    part(name, steps) {
      number++;
      [title, total, done, began] = [name, steps, 0, performance.now()];
      if (!quiet) {
        show(`[${number}/${parts}] ${title} …`);
      }
    },
    advance() {
      done++;
      const now = performance.now();
      if (quiet || (!out.isTTY && now - shown < PLAIN_EVERY)) {
        return;
      }
      const left = ((now - began) / done) * Math.max(0, total - done);
      show(`[${number}/${parts}] ${title}: ${done} of ${total}, about ${formatDuration(left)} left`);
    },
    end() {
      if (!quiet && out.isTTY) {
        out.write('\r\x1b[K');
      }
    },
  };
}
