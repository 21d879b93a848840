import type { EngineName } from '../../engine/engine.ts';
import type { Job } from '../../job.ts';
import type { ProgramResult } from '../programs/options.ts';
import type { Timeline } from '../timeline/timeline.ts';
import type { LoopDelay } from './loop-delay.ts';
import type { MeasuredRun } from './measure.ts';
import { median } from './statistics.ts';
import type { Way } from './ways.ts';

/** Everything that comparing found. */
export interface Comparison {
  readonly job: Job;
  readonly serverSamples: number;
  readonly repeats: number;
  readonly allotment: number;
  /** Whether every engine and way gave the same totals. */
  readonly equal: boolean;
  readonly programs: readonly ProgramRuns[];
  readonly ways: readonly ComparedWay[];
  readonly verdict: readonly string[];
}

/** The example's two programs, run once by one engine. */
export interface ProgramRuns {
  readonly engine: EngineName;
  readonly serial: MeasuredRun;
  readonly async: MeasuredRun;
}

/** A way and its runs, at least one. */
export interface WayRuns {
  readonly way: Way;
  readonly runs: readonly MeasuredRun[];
}

/** What a way's runs say together. Times are in milliseconds. */
export interface ComparedWay {
  readonly way: Way;
  readonly wall: { readonly median: number; readonly min: number; readonly max: number };
  /** What one task after the other takes in its engine, and the longer of the two: all that overlapping leaves on one core. */
  readonly serial: number;
  readonly ideal: number;
  /** What it should take, from what waiting and computing cost alone in its engine. */
  readonly predicted: number;
  /** The part of the possible gain that was had: 1 is all of it. More slots than one can gain more. */
  readonly efficiency: number;
  /** Medians of the percentiles, and the longest of all. */
  readonly loopDelay: LoopDelay;
  /** The longest that a file read took in any of the runs. */
  readonly longestRead: number;
  /** Of the run whose time is the middle one. */
  readonly timeline: Timeline;
}

/** What overlapping can gain at most: the longer of waiting and computing remains. In milliseconds. */
export interface Ideal {
  readonly wait: number;
  readonly compute: number;
  readonly ideal: number;
}

/** What a serial run says of the best there can be. */
export function idealOf({ request, compute }: ProgramResult): Ideal {
  const wait = request.ended - request.began;
  const computing = compute.ended - compute.began;
  return { wait, compute: computing, ideal: Math.max(wait, computing) };
}

/** `(serial - this) / (serial - ideal)`. */
export function efficiencyOf(serial: number, wall: number, ideal: number): number {
  return (serial - wall) / (serial - ideal);
}

/** Compares the ways of one engine. One of them is the serial one. */
export function compareWays(measured: readonly WayRuns[], allotment: number): ComparedWay[] {
  const baseline = measured.find(({ way }) => way.kind === 'baseline')!;
  const serial = median(walls(baseline));
  const ideals = baseline.runs.map(({ result }) => idealOf(result));
  const wait = median(ideals.map((ideal) => ideal.wait));
  const compute = median(ideals.map((ideal) => ideal.compute));
  const ideal = Math.max(wait, compute);
  return measured.map(({ way, runs }) => {
    const times = walls({ runs });
    const wall = { median: median(times), min: Math.min(...times), max: Math.max(...times) };
    const byWall = [...runs].sort((a, b) => a.result.elapsed - b.result.elapsed);
    const felt = (pick: (delay: LoopDelay) => number): number =>
      median(runs.map(({ loopDelay }) => pick(loopDelay)));
    return {
      way,
      wall,
      serial,
      ideal,
      predicted: way.predict({ wait, compute, allotment }),
      efficiency: efficiencyOf(serial, wall.median, ideal),
      loopDelay: {
        p50: felt(({ p50 }) => p50),
        p99: felt(({ p99 }) => p99),
        max: Math.max(...runs.map(({ loopDelay }) => loopDelay.max)),
        utilization: felt(({ utilization }) => utilization),
      },
      longestRead: Math.max(...runs.map(({ longestRead }) => longestRead)),
      timeline: byWall[Math.floor((runs.length - 1) / 2)]!.timeline,
    };
  });
}

function walls({ runs }: Pick<WayRuns, 'runs'>): number[] {
  return runs.map(({ result }) => result.elapsed);
}
