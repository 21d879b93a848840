import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { $ } from 'zx';

/** The virtual environment of scripts and tests, ignored by git. */
const ENVIRONMENT = fileURLToPath(new URL('../.venv/bench', import.meta.url));
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
}
