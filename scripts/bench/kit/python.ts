import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { $ } from 'zx';
import type { Distribution } from './library.ts';
import { PEERS, ROOT } from './places.ts';

/** A Python process that measures one job at a time, so that it can take turns with this one. */
interface Python {
  readonly offered: readonly { id: string; name: string; distribution: Distribution }[];
  /** What it cannot measure, and why. */
  readonly leftOut: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
  /** Nanoseconds a sample. */
  measure(id: string, samples: number): Promise<number>;
  stop(): void;
}

/** The virtual environment of scripts and tests, ignored by git. */
const ENVIRONMENT = join(ROOT, '.venv', 'bench');
const [FOLDER, FILE] = process.platform === 'win32' ? ['Scripts', 'python.exe'] : ['bin', 'python'];
const PYTHON = join(ENVIRONMENT, FOLDER, FILE);

/** Makes the virtual environment where it is missing, installs what is missing in it where that works, and gives its Python. */
export async function installPython(packages: readonly string[], quiet: boolean): Promise<string> {
  const run = $({ quiet: true });
  const say = (line: string): unknown => quiet || process.stderr.write(`${line}\n`);
  if (!existsSync(PYTHON)) {
    say('Making a virtual environment in .venv/bench …');
    await run`python3 -m venv ${ENVIRONMENT}`;
  }
  for (const name of packages) {
    if ((await run`${PYTHON} -m pip show --quiet ${name}`.nothrow()).exitCode !== 0) {
      say(`Installing ${name} …`);
      await run`${PYTHON} -m pip install --quiet --disable-pip-version-check ${name}`.nothrow();
    }
  }
  return PYTHON;
}

/** Starts the process with the packages that can be installed. It offers nothing where there is no Python. */
export async function startPython(packages: readonly string[], quiet: boolean): Promise<Python> {
  try {
    await installPython(packages, quiet);
  } catch {
    const leftOut = [`${packages.join(' and ')}: python3 with its venv module could not be run`];
    return { offered: [], leftOut, versions: {}, measure: async () => Number.NaN, stop() {} };
  }
  const child = spawn(PYTHON, [join(PEERS, 'generators.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => {
    const { value, done } = await answers.next();
    if (done) {
      throw new Error('the Python process ended early');
    }
    return JSON.parse(value);
  };
  return {
    ...(await next()),
    async measure(id, samples) {
      child.stdin.write(`${JSON.stringify({ id, samples })}\n`);
      return (await next()).ns;
    },
    stop: () => child.stdin.end(),
  };
}
