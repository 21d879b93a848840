// The benches' commands: `npm run bench`, `npm run bench -- distributions`, `npm run bench -- generator`, bench:loop, bench:overlap and bench:service. A command's code
// is loaded when it runs, since it needs the build; --help and a bad option do not.
import { type Command, Option } from 'commander';
import { DISTRIBUTIONS } from '../../ts/library/distributions/registry.ts';
import { newCommand, whole } from '../kit/command.ts';
import { GENERATOR_TABLES } from './kit/generator-report.ts';

const COMMANDS: Readonly<Record<string, () => Command>> = {
  speed: () =>
    recorded('bench', 'what a sample costs: native, TypeScript, other JavaScript, NumPy, MKL and simd_rand')
      .option('--quick', 'a rough answer in a minute')
      .option('--rounds <count>', 'measurements of each case (default: 9, or 3 when quick)', whole(3, 1000))
      .option(
        '--max <samples>',
        'samples of the largest job, run by the command line',
        whole(1e6, 1e12),
        1e10,
      )
      .option('--markdown <file>', 'write it as Markdown')
      .option('--html <file>', 'write it as a page with charts, which needs nothing else')
      .addHelpText(
        'after',
        '\nThe first time, NumPy and MKL are installed in .venv/bench, and simd_rand is\nbuilt in target/.\n\n`npm run bench -- distributions` measures every distribution, and\n`npm run bench -- generator` what a generator does; each has a --help.',
      )
      .action(async (options) => (await import('./speed.ts')).speed(options)),

  distributions: () =>
    recorded('bench', 'what a number of each distribution costs, ours and others')
      .name('npm run bench -- distributions')
      .option('--quick', 'a rough answer in a few minutes')
      .option('--rounds <count>', 'measurements of each case (default: 9, or 3 when quick)', whole(3, 1000))
      .addOption(new Option('--only <distributions...>', 'these, not all').choices(DISTRIBUTIONS))
      .option('--record', 'write the record to benchmarks/distributions.json')
      .addHelpText(
        'after',
        '\nThe first time, NumPy and MKL are installed in .venv/bench, JavaScript libraries\nin scripts/bench/peers, and rand_distr is built in target/, which takes minutes.',
      )
      .action(async (options) => (await import('./distributions.ts')).distributions(options)),

  generator: () =>
    recorded('bench', "what a generator's jobs cost, ours and others: maps, picks, rows, orders, children")
      .name('npm run bench -- generator')
      .option('--quick', 'a rough answer in a few minutes')
      .option('--rounds <count>', 'measurements of each case (default: 9, or 3 when quick)', whole(3, 1000))
      .addOption(new Option('--only <tables...>', 'these, not all').choices(GENERATOR_TABLES))
      .addHelpText(
        'after',
        '\nThe first time, NumPy is installed in .venv/bench, and JavaScript libraries in\nscripts/bench/peers.',
      )
      .action(async (options) => (await import('./generator.ts')).generator(options)),

  loop: () =>
    recorded('bench:loop', 'whether the event loop stays free while offloop computes, and what that costs')
      .option('--quick', 'a rough answer in a minute')
      .addOption(new Option('--only <sections...>', 'these sections, not all').choices(SECTIONS))
      .option(
        '--rounds <count>',
        'measurements of each case (default: loop 3, pool 9, overlap 3; fewer when quick)',
        whole(1, 1000),
      )
      .addHelpText('after', LOOP_HELP)
      .action(async (options) => (await import('./loop.ts')).loop(options)),

  overlap: () =>
    recorded('bench:overlap', "every way to do the example's work, as `offloop compare` measures it")
      .option('--samples <count>', 'the uniform samples summed here', whole(1, 1e12), 1.2e8)
      .option('--server-samples <count>', "Gaussian samples of the server's answer", whole(1, 1e12), 1e7)
      .option('--rounds <count>', 'how often each way runs', whole(1, 1000), 5)
      .option('--python', 'run the same program in Python too')
      .option('--scale <divisor>', "divide Python's samples by this, to be done sooner", whole(1, 1000), 1)
      .option('--markdown <file>', 'write it as Markdown')
      .action(async (options) => (await import('./overlap.ts')).overlap(options)),

  service: () =>
    recorded('bench:service', 'how the TCP server does under load: latency, cost, memory, fair shares')
      .option('--quick', 'fewer rounds')
      .addOption(
        new Option('--only <sections...>', 'these sections, not all').choices([
          'load',
          'cost',
          'memory',
          'fairness',
        ]),
      )
      .option('--clients <count>', 'clients at once', whole(1, 10_000), 1000)
      .option('--requests <count>', 'requests of the load', whole(1, 1e6), 10_000)
      .option('--samples <count>', 'Gaussian samples of an answer', whole(1, 1e9), 1e6)
      .option('--seconds <count>', 'how long a load may take', whole(1, 3600), 120)
      .action(async (options) => (await import('./service.ts')).service(options)),
};

const SECTIONS = ['loop', 'pool', 'abort', 'overlap'];

const LOOP_HELP = `
Sections:
  loop      what timers, file reads and HTTP requests feel beside a long job,
            against an idle process: sums, samples, workers, TypeScript,
            Piscina; memory and the loop while a
            large array is drawn, and the loop while small sums are computed
  pool      the thread pool against one blocking call, two slots against one,
            Piscina's threads, and what recording costs
  abort     from abort() of a sum or a sample to the rejection, at random
            moments; memory over many runs with one signal
  overlap   how much is gained of what overlapping waiting and computing can
            gain

First, all answers are checked to be equal. Then cases take turns, in a new
order each round. At the end each bound is listed as held or missed. A missed
bound leaves the exit code 0; a wrong answer makes it 1. Close what else runs:
it would be measured, too.

Example:
  $ npm run bench:loop -- --only pool abort --rounds 25 --json loop.json`;

/** A command that can write its record. */
function recorded(script: string, description: string): Command {
  return newCommand(script, description)
    .option('--json <file>', 'write the record')
    .option('--quiet', 'show no progress');
}

/** A failure is one sentence and exit code 1. */
async function main([name = '', ...args]: readonly string[]): Promise<void> {
  // A reader that stops early (`npm run bench | head`) is not an error.
  process.stdout.on('error', ({ code }: NodeJS.ErrnoException) => process.exit(code === 'EPIPE' ? 0 : 1));
  try {
    // `npm run bench -- distributions` is a command of its own, and so is `npm run bench -- generator`.
    const [first = '', ...others] = args;
    const [command, rest] = ['distributions', 'generator'].includes(first) ? [first, others] : [name, args];
    await COMMANDS[command]!().parseAsync(rest, { from: 'user' });
  } catch (error) {
    process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
    // What was measured may still hold something open.
    process.exit(1);
  }
}

await main(process.argv.slice(2));
