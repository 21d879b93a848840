import { Command, InvalidArgumentError, Option } from 'commander';

/** The command of an npm script. A bad option is one sentence and exit code 2: Commander's own is 1. */
export function newCommand(script: string, description: string): Command {
  return new Command(`npm run ${script} --`)
    .description(description)
    .allowExcessArguments(false)
    .exitOverride(({ exitCode }) => process.exit(exitCode === 0 ? 0 : 2));
}

/** A parser of whole numbers, also written as 1e9. */
export function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d+(\.\d+)?(e\+?\d+)?$/i.test(text) ? Number(text) : Number.NaN;
    if (!Number.isInteger(value) || value < least || value > most) {
      throw new InvalidArgumentError(`It must be a whole number from ${least} to ${most}.`);
    }
    return value;
  };
}

/** An option that takes some names, with commas in between: all of them, if nothing else is said. */
export function someOf<T extends string>(flags: string, names: readonly T[], usual = names): Option {
  return new Option(flags, `only these of ${names.join(', ')}`)
    .default(usual, usual === names ? 'all' : usual.join())
    .argParser((text) => {
      const unknown = text.split(',').find((asked) => !names.some((name) => name === asked));
      if (unknown !== undefined) {
        throw new InvalidArgumentError(`There is no '${unknown}': they are ${names.join(', ')}.`);
      }
      return text.split(',');
    });
}
