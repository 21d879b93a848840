// The parts of a rehearsal or a proof, how they went, and the table of them.

interface Step {
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
    say(`  ${state}: ${what}: ${result}`);
  };
  try {
    note('passed', await work());
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    note(error instanceof Skipped ? 'SKIPPED' : 'failed', text.trim());
  }
}

/** Prints the table, or everything as JSON, and sets the exit code if anything failed. */
export function report(title: string, { json = false } = {}): void {
  const count = (wanted: Step['state']): number => steps.filter(({ state }) => state === wanted).length;
  process.exitCode = count('failed') === 0 ? 0 : 1;
  if (json) {
    console.log(JSON.stringify({ title, steps }, null, 1));
    return;
  }
  const width = Math.max(...steps.map(({ what }) => what.length));
  console.log(title);
  for (const { what, result, seconds, state } of steps) {
    const [line] = result.split('\n', 1);
    console.log(`  ${state.padEnd(7)}  ${what.padEnd(width)}  ${seconds.toFixed(1).padStart(5)} s  ${line}`);
  }
  console.log(`${count('passed')} passed, ${count('failed')} failed, ${count('SKIPPED')} skipped`);
}

export function say(line: string): void {
  console.error(line);
}
