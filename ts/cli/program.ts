import { Command } from 'commander';
import { programJson } from '../example/programs/json.ts';
import {
  DEFAULT_PROGRAM_SAMPLES,
  type ProgramOptions,
  type ProgramResult,
} from '../example/programs/options.ts';
import { untilInterrupted } from './interrupt.ts';
import { option } from './options.ts';
import { print, printJson } from './output.ts';
import { progressBar } from './progress-bar.ts';

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
    .addOption(option.samples('how many uniform samples to sum').default(DEFAULT_PROGRAM_SAMPLES))
    .addOption(option.seed())
    .addOption(option.stream())
    .addOption(option.engine())
    .addOption(option.mode())
    .addOption(option.allotment())
    .addOption(option.timeout())
    .addOption(option.strict())
    .addOption(option.json())
    .addOption(option.quiet())
    .addHelpText('after', `\nExample:\n  $ offloop serve --seed 42 &\n  $ offloop ${name} --seed 42`)
    .action(async ({ json = false, quiet = json, ...options }: Options) => {
      const bar = progressBar(quiet);
      const show = (line: string): void => {
        bar.clear();
        print(line);
      };
      const result = await untilInterrupted((signal) =>
        program({ ...options, signal, onProgress: bar.update, ...(json ? {} : { print: show }) }),
      ).finally(bar.clear);
      if (json) {
        printJson(programJson(result));
      }
    });
}
