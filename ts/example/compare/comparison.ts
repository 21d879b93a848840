import type { EngineName } from '../../library/engines/engine.ts';
import type { Job } from '../../library/jobs/job.ts';
import type { LoopDelay } from '../../timeline/loop-delay.ts';
import { median } from '../../timeline/statistics.ts';
import { latestOf, type Timeline } from '../../timeline/timeline.ts';
import type { ProgramResult } from '../programs/options.ts';
import type { MeasuredRun } from './measure.ts';
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
  readonly serial: ProgramRun;
  readonly async: ProgramRun;
}

/** A program's run, and the lines it printed, its name first. */
export interface ProgramRun extends MeasuredRun {
  readonly lines: readonly string[];
}

/** A way and its runs, at least one. */
export interface WayRuns {
  readonly way: Way;
  readonly runs: readonly MeasuredRun[];
}

/**
 * A summary of a way's runs: their shortest and longest times, and all other figures from the median run, whose
 * timeline is shown, so that figures and drawing agree. Times are in milliseconds.
 */
export interface ComparedWay {
  readonly way: Way;
  readonly wall: { readonly median: number; readonly min: number; readonly max: number };
  /**
   * The time of one task after the other with its engine, and of the longer one, which is the least that overlapping
   * can reach on one core.
   */
  readonly serial: number;
  readonly ideal: number;
  /** The predicted time, from what waiting and computing cost alone with its engine. */
  readonly predicted: number;
  /** The fraction of the possible gain: 1 is all of it. More than one slot can gain more. */
  readonly efficiency: number;
  readonly loopDelay: LoopDelay;
  /** The latest that the event loop was, as its row of the timeline shows it. */
  readonly latest: number;
  /** The longest file read. */
  readonly longestRead: number;
  readonly timeline: Timeline;
}

/** What overlapping can gain at most: the longer of waiting and computing remains. In milliseconds. */
export interface Ideal {
  readonly wait: number;
  readonly compute: number;
  readonly ideal: number;
}

/** The ideal, from a serial run. */
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
  const serial = middleOf(baseline.runs).timeline.duration;
  const ideals = baseline.runs.map(({ result }) => idealOf(result));
  const wait = median(ideals.map((ideal) => ideal.wait));
  const compute = median(ideals.map((ideal) => ideal.compute));
  const ideal = Math.max(wait, compute);
  return measured.map(({ way, runs }) => {
    const times = runs.map((run) => run.timeline.duration);
    const { timeline, loopDelay, longestRead } = middleOf(runs);
    const wall = { median: timeline.duration, min: Math.min(...times), max: Math.max(...times) };
    return {
      way,
      wall,
      serial,
      ideal,
      predicted: way.predict({ wait, compute, allotment }),
      efficiency: efficiencyOf(serial, wall.median, ideal),
      loopDelay,
      latest: latestOf(timeline),
      longestRead,
      timeline,
    };
  });
}

/** The run with the median time, or the shorter of the middle two. */
function middleOf(runs: readonly MeasuredRun[]): MeasuredRun {
  const byTime = [...runs].sort((a, b) => a.timeline.duration - b.timeline.duration);
  return byTime[Math.floor((runs.length - 1) / 2)]!;
}
