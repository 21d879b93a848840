import { type ParseArgsConfig, parseArgs } from 'node:util';
import { say } from '../kit/steps.ts';

/** Options of a proof as `read` makes them of what was given: wrong ones are one sentence, and `--help` is answered. */
export function readOptions<T extends NonNullable<ParseArgsConfig['options']>, Options>(
  usage: string,
  options: T,
  read: (values: ReturnType<typeof parseArgs<{ options: T }>>['values']) => Options,
): Options {
  if (process.argv.slice(2).some((given) => given === '--help' || given === '-h')) {
    console.log(usage);
    process.exit(0);
  }
  try {
    return read(parseArgs({ options }).values);
  } catch (error) {
    say(`error: ${(error as Error).message}`);
    process.exit(2);
  }
}

/** The parts of a proof that `--only` names: all of them without it. */
export function chosen<T extends string>(
  names: readonly T[],
  only: string | undefined,
  what: string,
): readonly T[] {
  return (
    only?.split(',').map((asked) => {
      const found = names.find((name) => name === asked);
      if (found === undefined) {
        throw new Error(`there is no ${what}'${asked}': they are ${names.join(', ')}`);
      }
      return found;
    }) ?? names
  );
}

/** An option that is a whole number above 0. */
export function toCount(name: string, text: string): number {
  const number = Number(text);
  if (!(Number.isSafeInteger(number) && number > 0)) {
    throw new Error(`--${name} must be a whole number above 0, not '${text}'`);
  }
  return number;
}
