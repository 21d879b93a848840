import assert from 'node:assert/strict';
import { median } from '../../ts/example/compare/statistics.ts';
import type { ProgramResult } from '../../ts/example/programs/options.ts';
import { columns } from '../../ts/format.ts';
import { built, offloop } from '../bench/built.ts';
import { SEED } from '../bench/jobs.ts';
import { type Summary, summarize } from '../bench/statistics.ts';
import { figure, milliseconds } from '../bench/table.ts';
import { type Bound, bound } from './bounds.ts';
import type { Effort, Finding } from './section.ts';
import { samplesFor } from './sizes.ts';

const { sum } = await offloop();
const { startServerProcess } = await built<typeof import('../../ts/example/compare/server-process.ts')>(
  'example/compare/server-process.js',
);
const { runSerial } = await built<typeof import('../../ts/example/programs/serial.ts')>(
  'example/programs/serial.js',
);
const { runAsync } =
  await built<typeof import('../../ts/example/programs/async.ts')>('example/programs/async.js');

/** How long the server computes, in milliseconds. */
const WAIT = 800;

/** What there is to compute meanwhile: as much, and more. In milliseconds. */
const COMPUTE = [800, 1200];

/** Below this, in milliseconds, start-up and chance are too large a part. */
const LEAST = 500;

/** How the programs of one size compare. Times are in milliseconds. */
interface Row {
  readonly samples: number;
  readonly wait: number;
  readonly compute: number;
  readonly serial: Summary;
  readonly async: Summary;
  readonly predicted: number;
  readonly efficiency: Summary;
  /** The asynchronous program's time, as a multiple of what was predicted. */
  readonly measured: Summary;
}

/** How much of what overlapping can gain the asynchronous program gains. */
export async function measureOverlap(effort: Effort): Promise<Finding> {
  const { quick, progress, atEnd, rounds = quick ? 1 : 3 } = effort;
  progress.part('Overlap of waiting and computing', 2 + COMPUTE.length * rounds);
  const sizeOf = (distribution: 'uniform' | 'gaussian', ms: number): Promise<number> =>
    samplesFor(ms, (samples) =>
      sum({ distribution, samples, seed: SEED }, { engine: 'native', concurrency: 1 }),
    );
  const serverSamples = await sizeOf('gaussian', WAIT);
  progress.advance();
  const perMillisecond = (await sizeOf('uniform', 1000)) / 1000;
  progress.advance();

  const stop = new AbortController();
  const args = ['--samples', String(serverSamples), '--seed', String(SEED + 1n), '--engine', 'native'];
  const server = await startServerProcess(args, stop.signal);
  atEnd(() => server.stop());
  const sizes = COMPUTE.map((ms) => ({
    samples: Math.round(ms * perMillisecond),
    pairs: [] as { serial: ProgramResult; async: ProgramResult }[],
  }));
  try {
    for (let round = 0; round < rounds; round++) {
      for (const { samples, pairs } of sizes) {
        const options = {
          port: server.port,
          samples,
          seed: SEED,
          engine: 'native',
          mode: 'threadpool',
        } as const;
        const serial = await runSerial(options);
        const async = await runAsync(options);
        assert.equal(
          async.compute.total.units,
          serial.compute.total.units,
          'the programs disagree: this is a bug',
        );
        pairs.push({ serial, async });
        progress.advance();
      }
    }
  } finally {
    await server.stop();
  }
  const rows = sizes.map(({ samples, pairs }) => toRow(samples, pairs));
  return {
    lines: [
      `The example's two programs, native, in the thread pool with one slot. Medians of ${rounds} rounds.`,
      ...tableOf(rows),
    ],
    bounds: rows.flatMap(boundsOf),
    figures: { serverSamples, rounds, rows },
  };
}

function toRow(samples: number, pairs: readonly { serial: ProgramResult; async: ProgramResult }[]): Row {
  const waits = pairs.map(({ serial }) => serial.request.ended - serial.request.began);
  const computes = pairs.map(({ serial }) => serial.compute.ended - serial.compute.began);
  const wait = median(waits);
  const compute = median(computes);
  const ideals = pairs.map((_, n) => Math.max(waits[n]!, computes[n]!));
  const efficiencies = pairs.map(
    ({ serial, async }, n) => (serial.elapsed - async.elapsed) / (serial.elapsed - ideals[n]!),
  );
  return {
    samples,
    wait,
    compute,
    serial: summarize(pairs.map(({ serial }) => serial.elapsed)),
    async: summarize(pairs.map(({ async }) => async.elapsed)),
    predicted: Math.max(wait, compute),
    efficiency: summarize(efficiencies),
    measured: summarize(pairs.map(({ async }, n) => async.elapsed / ideals[n]!)),
  };
}

function tableOf(rows: readonly Row[]): string[] {
  const cells = rows.map((row) => [
    milliseconds(row.wait),
    milliseconds(row.compute),
    milliseconds(row.serial.median),
    milliseconds(row.predicted),
    milliseconds(row.async.median),
    `${figure(row.async.min)} … ${figure(row.async.max)}`,
    row.efficiency.median.toFixed(3),
  ]);
  return columns([['wait', 'compute', 'serial', 'predicted', 'async', 'min … max', 'efficiency'], ...cells]);
}

function boundsOf({ wait, compute, efficiency, measured }: Row): Bound[] {
  const size = `${figure(wait / 1000)} s and ${figure(compute / 1000)} s`;
  const shorter = Math.min(wait, compute);
  const note = shorter < LEAST ? `but the shorter one is below ${LEAST} ms` : '';
  return [
    bound(
      `overlap: efficiency at ${size}`,
      efficiency.median,
      'at least',
      0.95,
      'part',
      note || `rounds ${efficiency.min.toFixed(3)} … ${efficiency.max.toFixed(3)}`,
    ),
    bound(
      `overlap: measured off predicted at ${size}`,
      Math.abs(measured.median - 1),
      'at most',
      0.05,
      'part',
      note || `rounds ${measured.min.toFixed(3)} … ${measured.max.toFixed(3)} times`,
    ),
  ];
}
