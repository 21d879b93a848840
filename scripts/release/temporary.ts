import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Runs `work` with a temporary folder, which is removed whatever happens, also after Ctrl-C. */
export async function inTemporaryFolder<T>(
  name: string,
  work: (folder: string, atEnd: (clean: () => void) => void) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), name));
  const cleaners: (() => void)[] = [];
  const clean = (): void => {
    for (const cleaner of cleaners.splice(0)) {
      cleaner();
    }
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const interrupted = (): never => {
    clean();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    return await work(folder, (cleaner) => cleaners.push(cleaner));
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    clean();
  }
}
