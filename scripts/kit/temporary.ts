import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { $ } from 'zx';

// In this process's group, so that Ctrl-C also ends running commands.
$.detached = false;

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
  };
  const interrupted = (): never => {
    clean();
    removeAfterwards(folder);
    process.exit(130);
  };
  // Not `once`: tsx passes on a signal that has already come, and the second one would end this process at once.
  process.on('SIGINT', interrupted).on('SIGTERM', interrupted);
  try {
    return await work(folder, (cleaner) => cleaners.push(cleaner));
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    clean();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/**
 * Removes a folder in a separate process: interrupted commands may still write to it for a moment, and tsx kills a
 * process that does not end soon after a signal.
 */
function removeAfterwards(folder: string): void {
  const remove = `setTimeout(() => fs.rmSync(process.argv[1], { recursive: true, force: true, maxRetries: 5 }), 500)`;
  spawn(process.execPath, ['--eval', remove, folder], { detached: true, stdio: 'ignore' }).unref();
}
