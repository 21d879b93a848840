import { Command, CommanderError } from 'commander';
import { OffloopError } from '../library/checks/errors.ts';
import { printable } from '../library/checks/printable.ts';
import { packageVersion } from '../library/platform/version.ts';
import { toAscii } from '../text/format.ts';
import { asyncCommand } from './async.ts';
import { compareCommand } from './compare.ts';
import { infoCommand } from './info.ts';
import { EXIT, Interrupted } from './interrupt.ts';
import { watchOutput } from './output.ts';
import { requestCommand } from './request.ts';
import { sampleCommand } from './sample.ts';
import { serialCommand } from './serial.ts';
import { serveCommand } from './serve.ts';
import { sumCommand } from './sum.ts';
import { workerCommand } from './worker.ts';

/** The longest message, in characters. */
const MAX_MESSAGE = 200;

const offloop = new Command('offloop')
  .description('Seeded random numbers, computed off the event loop: one seed, one answer.')
  .version(packageVersion())
  .exitOverride()
  .configureHelp({ showGlobalOptions: true })
  .showSuggestionAfterError()
  .addHelpText(
    'after',
    `
Examples:
  $ offloop sample normal --samples 5 --seed 42     five normal numbers
  $ offloop sum uniform --samples 1e9 --seed 42       an exact sum
  $ offloop compare                                   the example, measured

Each command has its own --help, with an example.`,
  );

const commands = [
  sampleCommand(),
  sumCommand(),
  workerCommand(),
  serveCommand(),
  requestCommand(),
  compareCommand(),
  serialCommand(),
  asyncCommand(),
  infoCommand(),
];
for (const command of commands) {
  offloop.addCommand(command.exitOverride());
}
for (const command of [offloop, ...commands]) {
  command.configureOutput({ outputError: (text, write) => write(complaint(text)) });
}

watchOutput();

try {
  await offloop.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

/** Prints an error in one line, without a stack, and returns its exit code. */
function report(error: unknown): number {
  if (error instanceof CommanderError) {
    // Commander has already printed it; help and version are not errors.
    return error.exitCode === 0 ? EXIT.success : EXIT.usage;
  }
  if (error instanceof Interrupted) {
    // Output that waits for a reader would keep the process alive.
    process.exit(EXIT.interrupted);
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${short(`error: ${message.trimEnd()}`)}\n`);
  const usage =
    !(error instanceof OffloopError) && (error instanceof TypeError || error instanceof RangeError);
  return usage ? EXIT.usage : EXIT.failure;
}

/** What commander says of a bad argument: a line, and often a second one with what may have been meant. */
function complaint(text: string): string {
  const [, message, hint = ''] = /^(.*?)(\n\(Did you mean [^\n]+\?\))?$/s.exec(text.trimEnd())!;
  return `${short(message!)}${hint}\n`;
}

/** Cuts a long message in the middle, where the given value is; what is allowed comes last. */
function short(message: string): string {
  const text = printable(message);
  const half = Math.floor((MAX_MESSAGE - 1) / 2);
  const cut = text.length > MAX_MESSAGE ? `${text.slice(0, half)}…${text.slice(-half)}` : text;
  return process.argv.includes('--ascii') ? toAscii(cut) : cut;
}
