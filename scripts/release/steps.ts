// The parts of a rehearsal, how they went, and the table of them.

interface Step {
  readonly what: string;
  readonly result: string;
  readonly seconds: number;
  readonly state: 'ok' | 'failed' | 'SKIPPED';
}

/** Thrown by what cannot be tried here. */
export class Skipped extends Error {}

const steps: Step[] = [];

/** Runs a part of the rehearsal and notes how it went; a failure does not stop the parts that do not need it. */
export async function step(what: string, work: () => Promise<string>): Promise<void> {
  const began = performance.now();
  const note = (state: Step['state'], result: string): void => {
    steps.push({ what, result, seconds: (performance.now() - began) / 1000, state });
    say(`  ${state}: ${what}: ${result}`);
  };
  try {
    note('ok', await work());
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    note(error instanceof Skipped ? 'SKIPPED' : 'failed', text.trim());
  }
}

/** Prints the table, and says by the exit code whether anything failed. */
export function report(): void {
  const width = Math.max(...steps.map(({ what }) => what.length));
  console.log('Rehearsal of a release');
  for (const { what, result, seconds, state } of steps) {
    const [line] = result.split('\n', 1);
    console.log(`  ${state.padEnd(7)}  ${what.padEnd(width)}  ${seconds.toFixed(1).padStart(5)} s  ${line}`);
  }
  const count = (wanted: Step['state']): number => steps.filter(({ state }) => state === wanted).length;
  console.log(`${count('ok')} worked, ${count('failed')} failed, ${count('SKIPPED')} skipped`);
  process.exitCode = count('failed') === 0 ? 0 : 1;
}

export function say(line: string): void {
  console.error(line);
}
