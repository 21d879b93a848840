// `npm run bench:overlap`: the example's own experiment, serial against asynchronous, in every engine and mode.

import { join } from 'node:path';
import { Command } from 'commander';
import { $ } from 'zx';
import type { EngineName } from '../../ts/engine/engine.ts';
import { median, shuffled } from '../../ts/example/compare/statistics.ts';
import type { ProgramResult } from '../../ts/example/programs/options.ts';
import { columns } from '../../ts/format.ts';
import type { Mode } from '../../ts/run/options.ts';
import { built, CLI } from './built.ts';
import { runCommand, wholeNumber } from './command.ts';
import { describeMachine, type Machine, machineLine } from './machine.ts';
import { overlapMarkdown } from './markdown.ts';
import { newProgress } from './progress.ts';
import { type OverlapRecord, type OverlapRow, writeRecord, writeText } from './record.ts';
import { milliseconds, power } from './table.ts';

interface Options {
  samples: number;
  serverSamples: number;
  rounds: number;
  python?: boolean;
  scale: number;
  json?: string;
  markdown?: string;
  quiet?: boolean;
}

/** One engine in one mode, with the rounds it has had. */
interface Program {
  readonly engine: EngineName;
  readonly mode: Mode;
  readonly serial: ProgramResult[];
  readonly async: ProgramResult[];
}

/** What the original's author measured, on another machine. */
const PUBLISHED: OverlapRow = {
  name: "Python, the original's own figures",
  serial: 7540,
  async: 4600,
  ideal: 0,
  published: true,
};

await runCommand(
  new Command('npm run bench:overlap --')
    .description("the example's two programs, serial against async, in every engine and mode")
    .option('--samples <count>', 'the uniform samples summed here', wholeNumber(1, 1e12), 1.2e8)
    .option(
      '--server-samples <count>',
      "the Gaussian samples of the server's answer",
      wholeNumber(1, 1e12),
      1e7,
    )
    .option('--rounds <count>', 'how often each program runs', wholeNumber(1, 1000), 5)
    .option('--python', 'run the same program in Python too')
    .option(
      '--scale <divisor>',
      "divide Python's samples by this, to be done sooner",
      wholeNumber(1, 1000),
      1,
    )
    .option('--json <file>', 'write the record')
    .option('--markdown <file>', 'write it as Markdown')
    .option('--quiet', 'show no progress')
    .action(overlap),
);

async function overlap(options: Options): Promise<void> {
  const { samples, serverSamples, rounds } = options;
  const machine = await describeMachine([]);
  console.log(`${machineLine(machine)}\n`);
  const { rows, processes } = await measurePrograms(machine, options);
  const python = options.python ? [await measurePython(options)] : [];
  const record: OverlapRecord = {
    format: 1,
    machine,
    samples,
    serverSamples,
    rounds,
    rows: [...rows, ...python, PUBLISHED],
    processes,
  };
  print(record);
  if (options.json !== undefined) {
    writeRecord(options.json, record);
  }
  if (options.markdown !== undefined) {
    writeText(options.markdown, `${overlapMarkdown(record)}\n`);
  }
}

async function measurePrograms(
  machine: Machine,
  { samples, serverSamples, rounds, quiet = false }: Options,
): Promise<Pick<OverlapRecord, 'rows' | 'processes'>> {
  const { startServerProcess } = await built<typeof import('../../ts/example/compare/server-process.ts')>(
    'example/compare/server-process.js',
  );
  const { runSerial } = await built<typeof import('../../ts/example/programs/serial.ts')>(
    'example/programs/serial.js',
  );
  const { runAsync } =
    await built<typeof import('../../ts/example/programs/async.ts')>('example/programs/async.js');
  const programs = everyProgram(machine);
  const engines = [...new Set(programs.map(({ engine }) => engine))];
  const stop = new AbortController();
  // The server uses the engine of the program that asks it, as in the example both are of one kind.
  const servers = await Promise.all(
    engines.map(async (engine) => {
      const args = ['--samples', String(serverSamples), '--seed', '43', '--engine', engine];
      return { engine, ...(await startServerProcess(args, stop.signal)) };
    }),
  );
  const portOf = (engine: EngineName): number => servers.find((server) => server.engine === engine)!.port;
  const walls = new Map(engines.map((engine) => [engine, [] as number[]]));
  const progress = newProgress(quiet, 1);
  progress.part('Serial and async programs', (rounds + 1) * programs.length);
  try {
    // Round -1 warms up.
    for (let round = -1; round < rounds; round++) {
      for (const { engine, mode, serial, async } of shuffled(programs)) {
        const options = { port: portOf(engine), samples, seed: 42n, engine, mode };
        const first = await runSerial(options);
        const second = await runAsync(options);
        if (first.compute.total.units !== second.compute.total.units) {
          throw new Error(`serial and async disagree (${engine}, ${mode}): this is a bug`);
        }
        if (round >= 0) {
          serial.push(first);
          async.push(second);
        }
        progress.advance();
      }
      for (const engine of round < 0 ? [] : engines) {
        walls.get(engine)!.push(await wholeProcess(engine, portOf(engine), samples));
      }
    }
  } finally {
    progress.end();
    await Promise.all(servers.map((server) => server.stop()));
  }
  return {
    rows: programs.map(toRow),
    processes: engines.map((engine) => ({
      name: `offloop serial --engine ${engine}`,
      wall: median(walls.get(engine)!),
    })),
  };
}

function everyProgram({ simd }: Machine): Program[] {
  const ways: [EngineName, Mode][] = [
    ['native', 'threadpool'],
    ['native', 'cooperative'],
    ['native', 'blocking'],
    ['typescript', 'cooperative'],
    ['typescript', 'blocking'],
  ];
  return ways
    .filter(([engine]) => engine === 'typescript' || simd !== undefined)
    .map(([engine, mode]) => ({ engine, mode, serial: [], async: [] }));
}

function toRow({ engine, mode, serial, async }: Program): OverlapRow {
  const wait = median(serial.map(({ request }) => request.ended - request.began));
  const compute = median(serial.map((run) => run.compute.ended - run.compute.began));
  return {
    name: `${engine}, ${mode}`,
    serial: median(serial.map(({ elapsed }) => elapsed)),
    async: median(async.map(({ elapsed }) => elapsed)),
    ideal: Math.max(wait, compute),
  };
}

/** Milliseconds of the whole serial program in a process of its own, the start of Node included. */
async function wholeProcess(engine: EngineName, port: number, samples: number): Promise<number> {
  const began = performance.now();
  await $({
    quiet: true,
  })`${process.execPath} ${CLI} serial --quiet --engine ${engine} --port ${port} --samples ${samples}`;
  return performance.now() - began;
}

/** One run of the same program in Python: it takes long enough to be steady. */
async function measurePython({ samples, serverSamples, scale, quiet = false }: Options): Promise<OverlapRow> {
  const ours = Math.round(samples / scale);
  const servers = Math.round(serverSamples / scale);
  if (!quiet) {
    process.stderr.write(`Python, about ${Math.ceil(ours * 90e-9 + servers * 900e-9)} s …\n`);
  }
  const script = join(import.meta.dirname, 'overlap.py');
  const { stdout } = await $({ quiet: true })`python3 ${script} ${ours} ${servers}`.catch(
    (error: unknown) => {
      throw new Error('Python could not be measured: is python3 on the PATH?', { cause: error });
    },
  );
  const result = JSON.parse(stdout);
  const note =
    scale === 1
      ? {}
      : {
          note: `Python summed ${power(ours)} and ${power(servers)} samples; its times are multiplied by ${scale}.`,
        };
  const full = (seconds: number): number => seconds * 1000 * scale;
  return {
    name: `Python ${result.python}, standard library`,
    serial: full(result.serial),
    async: full(result.async),
    ideal: full(Math.max(result.wait, result.compute)),
    ...note,
  };
}

function print({ rows, processes, rounds }: OverlapRecord): void {
  const cells = rows.map((row) => [
    row.name,
    milliseconds(row.serial),
    milliseconds(row.async),
    row.published ? '' : milliseconds(row.ideal),
    row.published ? 'published, not measured here' : '',
  ]);
  console.log(columns([['', 'serial', 'async', 'ideal max(wait, compute)', ''], ...cells]).join('\n'));
  for (const { note } of rows) {
    if (note !== undefined) {
      console.log(note);
    }
  }
  for (const { name, wall } of processes) {
    console.log(`${name}, as a process of its own, start-up of Node included: ${milliseconds(wall)}`);
  }
  console.log(`Medians of ${rounds} rounds, in an order of their own each.`);
}
