import { Command } from 'commander';
import type { ProgramOptions, ProgramResult } from '../example/programs/options.ts';
import { untilInterrupted } from './interrupt.ts';
import { option } from './options.ts';
import { progressBar } from './progress.ts';

type Options = ProgramOptions & { json?: boolean; quiet?: boolean };

/** What `offloop serial` and `offloop async` share: everything but the program they run. */
export function programCommand(
  name: string,
  description: string,
  program: (options: ProgramOptions) => Promise<ProgramResult>,
): Command {
  return new Command(name)
    .description(description)
    .addOption(option.host())
    .addOption(option.port(1))
    .addOption(option.samples('how many uniform samples to sum').default(120_000_000))
    .addOption(option.seed())
    .addOption(option.stream())
    .addOption(option.engine())
    .addOption(option.mode())
    .addOption(option.allotment())
    .addOption(option.timeout())
    .addOption(option.json())
    .addOption(option.quiet())
    .action(async ({ json = false, quiet = json, ...options }: Options) => {
      const bar = progressBar(quiet);
      const print = (line: string): void => {
        bar.clear();
        console.log(line);
      };
      const result = await untilInterrupted((signal) =>
        program({ ...options, signal, onProgress: bar.update, ...(json ? {} : { print }) }),
      ).finally(bar.clear);
      if (json) {
        console.log(JSON.stringify(toJson(result)));
      }
    });
}

/** A program's result without bigints, which JSON has not. Times are in milliseconds. */
export function toJson({ compute, ...result }: ProgramResult) {
  const { total, ...times } = compute;
  return {
    ...result,
    compute: {
      sum: total.sum,
      units: String(total.units),
      samples: total.samples,
      seed: String(total.seed),
      ...times,
    },
  };
}
