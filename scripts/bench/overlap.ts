// How much overlapping waiting and computing gains: the example's own contest, which `offloop compare` shows, too.
import { join } from 'node:path';
import { $ } from 'zx';
import { median } from '../../ts/timeline/index.ts';
import { type EngineName, serve, sum } from '../kit/library.ts';
import { CLI } from '../kit/places.mjs';
import { columns } from '../kit/tables.ts';
import { milliseconds, power } from '../kit/words.ts';
import { bound, type Extent, type Finding } from './kit/finding.ts';
import { jobOf, SEED, samplesFor } from './kit/jobs.ts';
import { describeMachine } from './kit/machine.ts';
import { timed } from './kit/measure.ts';
import { PEERS } from './kit/places.ts';
import { type Asked, type OverlapRecord, type OverlapRow, writeFiles } from './kit/record.ts';
import { MARKDOWN, overlapText, TERMINAL } from './kit/report.ts';

type Size = { samples: number; serverSamples: number; rounds: number; quiet?: boolean };
type Options = Asked & Size & { python?: boolean; scale: number };

/** What the original's author measured, on another machine. */
const PUBLISHED: OverlapRow = {
  name: "Python, the original's own figures",
  serial: 7540,
  async: 4600,
  ideal: 0,
  published: true,
};

/** `npm run bench:overlap`: every way of every engine. */
export async function overlap(options: Options): Promise<void> {
  const { samples, serverSamples, rounds } = options;
  const machine = await describeMachine();
  const engines: EngineName[] = machine.simd === undefined ? ['typescript'] : ['native', 'typescript'];
  const ways = await contest(options);
  const processes: OverlapRecord['processes'][number][] = [];
  for (const engine of engines) {
    const wall = await wholeProcess(engine, options);
    processes.push({ name: `offloop serial --engine ${engine}`, wall });
  }
  const python = options.python ? [await measurePython(options)] : [];
  const measured = ways.map(({ engine, label, kind, wall, serial, ideal }): OverlapRow => {
    const name = `${engine}: ${label}${kind === 'mistake' ? ' (a mistake)' : ''}`;
    return { name, serial, async: wall.median, ideal };
  });
  const rows = [...measured, ...python, PUBLISHED];
  const record: OverlapRecord = { machine, samples, serverSamples, rounds, rows, processes };
  console.log(overlapText(record, TERMINAL));
  writeFiles(options, record, { markdown: () => overlapText(record, MARKDOWN) });
}

/** A way, as `offloop compare --json` tells what it found. Times are in milliseconds. */
interface Way {
  readonly engine: EngineName;
  readonly label: string;
  readonly kind: 'baseline' | 'overlapped' | 'mistake';
  readonly wall: { readonly median: number; readonly min: number; readonly max: number };
  readonly serial: number;
  readonly ideal: number;
  readonly predicted: number;
  readonly efficiency: number;
}

/** What every way but the serial ones took, in turns; of every engine, if none is named. It fails if they disagree. */
async function contest({ samples, serverSamples, rounds }: Size, engine?: EngineName): Promise<Way[]> {
  const sizes = ['--samples', samples, '--server-samples', serverSamples, '--repeats', rounds];
  const args = [...sizes, '--seed', SEED, ...(engine === undefined ? [] : ['--engine', engine]), '--json'];
  const output = await $({ quiet: true })`${process.execPath} ${CLI} compare ${args}`;
  const { ways }: { ways: Way[] } = output.json();
  return ways.filter(({ kind }) => kind !== 'baseline');
}

/** Milliseconds of the whole serial program in a separate process, including Node's start. */
async function wholeProcess(engine: EngineName, { samples, serverSamples, rounds }: Size): Promise<number> {
  const server = await serve({ port: 0, samples: serverSamples, seed: SEED, engine });
  const args = ['--quiet', '--engine', engine, '--port', server.port, '--samples', samples];
  const walls: number[] = [];
  for (let round = 0; round < rounds; round++) {
    walls.push(await timed(() => $({ quiet: true })`${process.execPath} ${CLI} serial ${args}`));
  }
  await server.close();
  return median(walls);
}

/** One run of the same program in Python: it takes long enough to be steady. */
async function measurePython({ samples, serverSamples, scale, quiet = false }: Options): Promise<OverlapRow> {
  const [ours, servers] = [Math.round(samples / scale), Math.round(serverSamples / scale)];
  if (!quiet) {
    process.stderr.write(`Python, about ${Math.ceil(ours * 90e-9 + servers * 900e-9)} s …\n`);
  }
  const program = join(PEERS, 'programs.py');
  const output = await $({ quiet: true })`python3 ${program} ${ours} ${servers}`.catch((cause: unknown) => {
    throw new Error('Python could not be measured: is python3 on the PATH?', { cause });
  });
  const { python, serial, async, wait, compute } = output.json();
  const full = (seconds: number): number => seconds * 1000 * scale;
  const scaled = `, with ${power(ours)} and ${power(servers)} samples; its times are multiplied by ${scale}`;
  return {
    name: `Python ${python}, standard library`,
    serial: full(serial),
    async: full(async),
    ideal: full(Math.max(wait, compute)),
    note: `Python ran once${scale === 1 ? '' : scaled}.`,
  };
}

/** How long the server computes, and how long the program's own work takes: as long, and longer. In milliseconds. */
const WAIT = 800;
const COMPUTE = [800, 1200];

/** For `npm run bench:loop`: the gain of the ways worth using, at sizes that take about as long on every machine. */
export async function measureGain({ quick, progress, rounds = quick ? 1 : 3 }: Extent): Promise<Finding> {
  progress.show('Overlap of waiting and computing');
  const sizeOf = (distribution: 'uniform' | 'normal', ms: number): Promise<number> =>
    samplesFor(ms, (samples) => sum(jobOf(distribution, samples), { engine: 'native', concurrency: 1 }));
  const serverSamples = await sizeOf('normal', WAIT);
  const found: Way[] = [];
  for (const compute of COMPUTE) {
    const size = { samples: await sizeOf('uniform', compute), serverSamples, rounds, quiet: true };
    const ways = await contest(size, 'native');
    found.push(...ways.filter(({ kind }) => kind !== 'mistake'));
  }
  const head = ['', 'serial', 'predicted', 'took', 'efficiency'];
  const cells = found.map(({ label, wall, serial, predicted, efficiency }) => {
    const times = [serial, predicted, wall.median];
    return [label, ...times.map(milliseconds), efficiency.toFixed(3)];
  });
  return {
    lines: [
      `The example, native, with about ${WAIT} ms to wait and ${COMPUTE.join(' or ')} ms to compute. Medians of ${rounds} rounds.`,
      ...columns([head, ...cells]),
    ],
    bounds: found.flatMap(({ label, wall, ideal, predicted, efficiency }) => {
      const what = `${label}, ideally ${milliseconds(ideal)}`;
      const note = `rounds ${milliseconds(wall.min)} … ${milliseconds(wall.max)}`;
      const off = Math.abs(wall.median / predicted - 1);
      return [
        bound(`overlap: efficiency, ${what}`, efficiency, 'at least', 0.95, 'part', note),
        bound(`overlap: off predicted, ${what}`, off, 'at most', 0.05, 'part', note),
      ];
    }),
    figures: found,
  };
}
