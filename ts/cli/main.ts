import { writeSync } from 'node:fs';
import { Command, CommanderError } from 'commander';
import { OffloopError } from '../errors.ts';
import { printable, toAscii } from '../format.ts';
import { packageVersion } from '../package.ts';
import { reasonOf } from '../service/system-error.ts';
import { asyncCommand } from './async.ts';
import { compareCommand } from './compare.ts';
import { infoCommand } from './info.ts';
import { EXIT, Interrupted } from './interrupt.ts';
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
  offloop.addCommand(
    command
      .exitOverride()
      .configureOutput({ outputError: (text, write) => write(`${short(text.trimEnd())}\n`) }),
  );
}

// A reader that stops early (`offloop sample … | head`) is not an error.
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code === 'EPIPE') {
    process.exit(EXIT.success);
  }
  writeSync(2, `error: standard output could not be written: ${reasonOf(error)}\n`);
  process.exit(EXIT.failure);
});
// Nor is a log on a full disk: a server continues without it.
process.stderr.on('error', () => {});

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
    return EXIT.interrupted;
  }
  const message = error instanceof Error ? error.message : String(error);
  process.stderr.write(`${short(`error: ${printable(message.trimEnd())}`)}\n`);
  const usage =
    !(error instanceof OffloopError) && (error instanceof TypeError || error instanceof RangeError);
  return usage ? EXIT.usage : EXIT.failure;
}

/** Cuts a long message in the middle, where the given value is; what is allowed comes last. */
function short(message: string): string {
  const half = Math.floor((MAX_MESSAGE - 1) / 2);
  const text = message.length > MAX_MESSAGE ? `${message.slice(0, half)}…${message.slice(-half)}` : message;
  return process.argv.includes('--ascii') ? toAscii(text) : text;
}
