/** What is under way, on standard error. */
export interface Progress {
  /** Says what begins; what comes of it meanwhile is shown on a terminal only, where it is written over. */
  show(title: string, meanwhile?: string): void;
  end(): void;
}

export function newProgress(quiet: boolean): Progress {
  const { isTTY } = process.stderr;
  const write = (text: string): boolean => quiet || process.stderr.write(text);
  return {
    show(title, meanwhile) {
      if (isTTY) {
        write(`\r${title}${meanwhile === undefined ? ' …' : `, ${meanwhile}`}\x1b[K`);
      } else if (meanwhile === undefined) {
        write(`${title} …\n`);
      }
    },
    end: () => isTTY && write('\r\x1b[K'),
  };
}
