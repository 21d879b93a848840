// The parts of a rehearsal or a proof, how they went, and the table of them.
import { wrapped } from './words.ts';

export interface Step {
  readonly what: string;
  readonly result: string;
  readonly seconds: number;
  readonly state: 'passed' | 'failed' | 'SKIPPED';
}

/** Thrown by a part that cannot run here. */
export class Skipped extends Error {}

const steps: Step[] = [];

/** Runs a part and records its result; a failure does not stop parts that do not depend on it. */
export async function step(what: string, work: () => Promise<string>): Promise<void> {
  const began = performance.now();
  const note = (state: Step['state'], result: string): void => {
    steps.push({ what, result, seconds: (performance.now() - began) / 1000, state });
    const [first, ...more] = `  ${state}: ${what}: ${result}`.split('\n');
    say([wrapped(first!, '    '), ...more.map((line) => `    ${line}`)].join('\n'));
  };
  try {
    note('passed', await work());
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    note(error instanceof Skipped ? 'SKIPPED' : 'failed', text.trim());
  }
}

/**
 * Prints the table, or everything as JSON, and sets the exit code if anything failed; with `strict`, if anything was
 * skipped, too.
 */
export function report(title: string, { json = false, strict = false } = {}): void {
  const bad = (state: Step['state']): boolean => state === 'failed' || (strict && state === 'SKIPPED');
  process.exitCode = steps.some(({ state }) => bad(state)) ? 1 : 0;
  console.log(json ? JSON.stringify({ title, steps }, null, 1) : reportText(title, steps));
}

/** The table of parts, for a terminal: the first line of each result, wrapped where it is long. */
export function reportText(title: string, steps: readonly Step[]): string {
  const count = (wanted: Step['state']): number => steps.filter(({ state }) => state === wanted).length;
  const lines = steps.map(({ what, result, seconds, state }) => {
    const [line] = result.split('\n', 1);
    return wrapped(
      `  ${state.padEnd(7)}  ${seconds.toFixed(1).padStart(6)} s  ${what}: ${line}`,
      ' '.repeat(21),
    );
  });
  const counts = `${count('passed')} passed, ${count('failed')} failed, ${count('SKIPPED')} skipped`;
  return [title, ...lines, counts].join('\n');
}

export function say(line: string): void {
  console.error(line);
}
