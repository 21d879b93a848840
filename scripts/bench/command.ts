import { type Command, InvalidArgumentError } from 'commander';

/**
 * Runs a script's command: a bad option is one sentence and exit code 2, a failure one sentence and 1.
 * Commander's own code for a bad option is 1.
 */
export async function runCommand(command: Command): Promise<void> {
  command.exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
  command.allowExcessArguments(false);
  // A reader that has had enough (`npm run bench | head`) is no error.
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
  try {
    await command.parseAsync();
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  }
}

/** A parser of whole numbers, also written as 1e9. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+(\.\d+)?(e\+?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}
