import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { $ } from 'zx';
import { root } from './places.mjs';

/** The virtual environment of scripts and tests, ignored by git. */
const ENVIRONMENT = join(root, '.venv', 'bench');
const LOCK = `${ENVIRONMENT}.lock`;
const STALE = 600_000;
const [FOLDER, FILE] = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];

/**
 * Creates the virtual environment if needed, installs missing packages if possible, and returns its Python. It fails if
 * there is no python3 with its venv module.
 */
export async function installPython(
  packages: readonly string[],
  say: (line: string) => unknown,
): Promise<string> {
  const run = $({ quiet: true });
  const python = join(ENVIRONMENT, FOLDER, FILE);
  return alone(async () => {
    if (!existsSync(python)) {
      say('Making a virtual environment in .venv/bench …');
      await run`python3 -m venv ${ENVIRONMENT}`;
    }
    for (const name of packages) {
      if ((await run`${python} -m pip show --quiet ${name}`.nothrow()).exitCode !== 0) {
        say(`Installing ${name} …`);
        await run`${python} -m pip install --quiet --disable-pip-version-check ${name}`.nothrow();
      }
    }
    return python;
  });
}

/** One process at a time: tests that run side by side need the same environment. */
async function alone<T>(work: () => Promise<T>): Promise<T> {
  mkdirSync(dirname(ENVIRONMENT), { recursive: true });
  for (;;) {
    try {
      mkdirSync(LOCK);
      break;
    } catch {
      // Who holds it for so long was killed.
      if (Date.now() - (statSync(LOCK, { throwIfNoEntry: false })?.mtimeMs ?? 0) > STALE) {
        rmSync(LOCK, { recursive: true, force: true });
      }
      await delay(100);
    }
  }
  try {
    return await work();
  } finally {
    rmSync(LOCK, { recursive: true, force: true });
  }
}
