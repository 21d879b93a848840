import { columns, formatDuration, formatPercent } from '../../text/format.ts';
import { renderText, type TextOptions } from '../../timeline/text.ts';
import { type Timeline, timesOf } from '../../timeline/timeline.ts';
import { renderTrace } from '../../timeline/trace.ts';
import { programJson } from '../programs/json.ts';
import { type ComparedWay, type Comparison, efficiencyOf, idealOf, type ProgramRuns } from './comparison.ts';
import type { MeasuredRun } from './measure.ts';
import { verdictOf } from './verdict.ts';

/** The timelines of the example's two programs, and what overlapping could gain. */
export function programsText({ serial, async }: ProgramRuns, options: TextOptions): string {
  const { wait, compute, ideal } = idealOf(serial.result);
  return [
    '',
    renderText([serial.timeline, async.timeline], options),
    `Serial ${formatDuration(serial.result.elapsed)}, async ${formatDuration(async.result.elapsed)}; ` +
      `waiting ${formatDuration(wait)}, computing ${formatDuration(compute)}: ideal ${formatDuration(ideal)}.`,
  ].join('\n');
}

/** Whether every figure is shown, or those of the first engine that matter most. */
export interface ShownFigures {
  readonly all: boolean;
}

/** The conclusions, in a few sentences. */
export function verdictText({ programs, ways, verdict, equal }: Comparison, { all }: ShownFigures): string {
  if (all) {
    return [...verdict, equality(equal)].join('\n');
  }
  const [first, ...others] = programs.map(({ engine }) => ways.filter(({ way }) => way.engine === engine));
  return [...verdictOf(first!), ...others.map(inOneLine), equality(equal)].join('\n');
}

/** The gain from overlapping in an engine that has no table of its own. */
function inOneLine(ways: readonly ComparedWay[]): string {
  const [serial, cooperative] = ['serial', 'cooperative'].map((id) => ways.find(({ way }) => way.id === id)!);
  const { way, wall } = cooperative!;
  const took = `took ${formatDuration(wall.median)}, serial ${formatDuration(serial!.wall.median)}`;
  return `${way.engine}: '${way.label}' ${took}.`;
}

/** Every way side by side: a table for each engine, or only for the first. */
export function waysText({ programs, ways, repeats }: Comparison, { all }: ShownFigures): string {
  const engines = programs.map(({ engine }) => engine);
  return (all ? engines : engines.slice(0, 1))
    .flatMap((engine) => {
      const of = ways.filter(({ way }) => way.engine === engine);
      const title = repeats === 1 ? engine : `${engine}, medians of ${repeats}`;
      const short = [[title, ...SHORT_HEAD], ...of.map(shortCells)];
      return [
        '',
        ...columns(all ? [[title, ...WALL_HEAD], ...of.map(wallCells)] : short),
        ...(all ? ['', ...columns([[title, ...FELT_HEAD], ...of.map(feltCells)])] : []),
      ];
    })
    .join('\n');
}

const SHORT_HEAD = ['took', 'loop late by', 'longest file read'];

function shortCells({ way, wall, latest, longestRead }: ComparedWay): string[] {
  return [titleOf(way), ...[wall.median, latest, longestRead].map(formatDuration)];
}

const WALL_HEAD = ['took', 'least', 'most', 'predicted', 'gain'];

function wallCells(compared: ComparedWay): string[] {
  const { way, wall, predicted } = compared;
  const times = [wall.median, wall.min, wall.max, predicted].map(formatDuration);
  return [titleOf(way), ...times, gainText(compared)];
}

/** How much of the possible gain a way got. A way slower than serial gains nothing. */
export function gainText({ way, efficiency }: ComparedWay): string {
  return way.kind === 'baseline' || efficiency < 0 ? '' : formatPercent(efficiency);
}

const FELT_HEAD = ['loop late p50', 'p99', 'max', 'file read'];

function feltCells({ way, loopDelay, longestRead }: ComparedWay): string[] {
  const { p50, p99, max } = loopDelay;
  return [titleOf(way), ...[p50, p99, max, longestRead].map(formatDuration)];
}

/** A way's label when its engine's name is beside it. */
function titleOf({ label, kind }: ComparedWay['way']): string {
  return kind === 'mistake' ? `mistake: ${label}` : label;
}

export function equality(equal: boolean): string {
  return equal
    ? 'Every engine and way gave the same totals, to the last bit.'
    : 'The totals DIFFER between engines or ways: this is a bug.';
}

/** The comparison as a Chrome trace: every way's median run. */
export function comparisonTrace({ ways }: Comparison): string {
  return renderTrace(ways.map(titled));
}

function titled({ way, timeline }: ComparedWay): Timeline {
  return { ...timeline, title: titleOf(way) };
}

/** The comparison as one object without bigints, which JSON does not support. Times are in milliseconds. */
export function comparisonJson({
  job,
  serverSamples,
  repeats,
  allotment,
  equal,
  programs,
  ways,
  verdict,
}: Comparison) {
  return {
    seed: String(job.seed),
    samples: job.samples,
    serverSamples,
    allotment,
    repeats,
    equal,
    runs: programs.map(({ serial, async }) => {
      const { ideal } = idealOf(serial.result);
      return {
        serial: runJson(serial),
        async: runJson(async),
        ideal,
        overlapEfficiency: efficiencyOf(serial.result.elapsed, async.result.elapsed, ideal),
      };
    }),
    ways: ways.map(({ way, timeline, ...figures }) => ({
      engine: way.engine,
      id: way.id,
      label: way.label,
      kind: way.kind,
      ...figures,
      lanes: lanesJson(timeline),
    })),
    verdict,
  };
}

function runJson({ result, timeline, loopDelay, longestRead }: MeasuredRun) {
  return { ...programJson(result), loopDelay, longestRead, lanes: lanesJson(timeline) };
}

/** What each lane spent its time on. */
function lanesJson(timeline: Timeline) {
  return timeline.lanes.map((lane) => ({ ...lane, ...timesOf(timeline, lane) }));
}
