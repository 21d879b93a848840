import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { $ } from 'zx';
import type { Distribution } from '../../ts/job.ts';
import { ROOT } from './built.ts';

/** What the Python process can measure, and what it cannot. */
interface Offer {
  readonly offered: readonly { readonly name: string; readonly distribution: Distribution }[];
  readonly leftOut: readonly string[];
  readonly versions: Readonly<Record<string, string>>;
}

/** A Python process that measures one job at a time, so that it can take turns with this one. */
export interface PythonWorker extends Offer {
  /** Nanoseconds a sample. */
  measure(name: string, distribution: Distribution, samples: number): Promise<number>;
  stop(): void;
}

/** The scripts' own virtual environment, ignored by git. */
const ENVIRONMENT = join(ROOT, '.venv', 'bench');

/** Makes the virtual environment where it is missing and installs what can be installed. Says what it cannot. */
export async function preparePython(
  packages: readonly string[],
  say: (line: string) => void,
): Promise<string[]> {
  const quiet = $({ quiet: true });
  const python = pythonOf(ENVIRONMENT);
  if (!existsSync(python)) {
    say('Making a virtual environment in .venv/bench …');
    await quiet`python3 -m venv ${ENVIRONMENT}`;
  }
  const leftOut: string[] = [];
  for (const name of packages) {
    const present = await quiet`${python} -m pip show --quiet ${name}`.nothrow();
    if (present.exitCode !== 0) {
      say(`Installing ${name} …`);
      const installed =
        await quiet`${python} -m pip install --quiet --disable-pip-version-check ${name}`.nothrow();
      if (installed.exitCode !== 0) {
        leftOut.push(`${name}: pip could not install it`);
      }
    }
  }
  return leftOut;
}

/** Starts the Python process. */
export async function startPython(): Promise<PythonWorker> {
  const child = spawn(pythonOf(ENVIRONMENT), [join(import.meta.dirname, 'peers.py')], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async <T>(): Promise<T> => {
    const { value, done } = await answers.next();
    if (done) {
      throw new Error('the Python process ended early');
    }
    return JSON.parse(value);
  };
  const offer = await next<Offer>();
  return {
    ...offer,
    async measure(name, distribution, samples) {
      child.stdin.write(`${JSON.stringify({ name, distribution, samples })}\n`);
      const answer = await next<{ seconds: number; samples: number }>();
      return (answer.seconds * 1e9) / answer.samples;
    },
    stop: () => child.stdin.end(),
  };
}

function pythonOf(environment: string): string {
  return process.platform === 'win32'
    ? join(environment, 'Scripts', 'python.exe')
    : join(environment, 'bin', 'python');
}
