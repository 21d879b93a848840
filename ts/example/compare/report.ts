import { toJson } from '../../cli/program.ts';
import { columns, formatCount, formatDuration } from '../../format.ts';
import type { Job } from '../../job.ts';
import { renderPage } from '../timeline/page/render-page.ts';
import { renderText, type TextOptions } from '../timeline/text.ts';
import { type Timeline, timesOf } from '../timeline/timeline.ts';
import { renderTrace } from '../timeline/trace.ts';
import { type ComparedWay, efficiencyOf, idealOf, percent } from './comparison.ts';
import type { Pair } from './contest.ts';
import type { MeasuredRun } from './measure.ts';

/** Everything that `offloop compare` found. */
export interface Comparison {
  readonly job: Job;
  readonly serverSamples: number;
  readonly repeats: number;
  readonly allotment: number;
  /** Whether every engine and way gave the same totals. */
  readonly equal: boolean;
  readonly pairs: readonly Pair[];
  readonly ways: readonly ComparedWay[];
  readonly verdict: readonly string[];
}

/** The timelines of the example's two programs, and what overlapping could gain. */
export function pairText({ serial, async }: Pair, options: TextOptions): string {
  const { wait, compute, ideal } = idealOf(serial.result);
  return [
    '',
    renderText([serial.timeline, async.timeline], options),
    `Serial ${formatDuration(serial.result.elapsed)}, async ${formatDuration(async.result.elapsed)}, ` +
      `ideal max(wait ${formatDuration(wait)}, compute ${formatDuration(compute)}) = ${formatDuration(ideal)}.`,
  ].join('\n');
}

/** Every way side by side, and the verdict. */
export function tables(comparison: Comparison): string[] {
  const { ways, repeats, verdict, equal } = comparison;
  const times = repeats === 1 ? 'Every way, once' : `Every way ${repeats} times, in turns; medians`;
  return [
    '',
    `${times}:`,
    ...columns([WALL_HEAD, ...ways.map(wallCells)]),
    '',
    'What the rest of the program felt meanwhile:',
    ...columns([FELT_HEAD, ...ways.map(feltCells)]),
    '',
    ...verdict,
    equality(equal),
  ];
}

const WALL_HEAD = ['', 'took', 'min … max', 'predicted', 'overlap efficiency'];

function wallCells({ way, wall, predicted, efficiency }: ComparedWay): string[] {
  return [
    nameOf(way),
    formatDuration(wall.median),
    `${formatDuration(wall.min)} … ${formatDuration(wall.max)}`,
    formatDuration(predicted),
    way.kind === 'baseline' ? '' : percent(efficiency),
  ];
}

const FELT_HEAD = ['', 'loop delay p50', 'p99', 'max', 'longest file read'];

function feltCells({ way, loopDelay, longestRead }: ComparedWay): string[] {
  const { p50, p99, max } = loopDelay;
  return [nameOf(way), ...[p50, p99, max, longestRead].map(formatDuration)];
}

function nameOf(way: ComparedWay['way']): string {
  return `${way.engine}: ${titleOf(way)}`;
}

/** A way's name where its engine's is beside it. */
function titleOf({ name, kind }: ComparedWay['way']): string {
  return kind === 'mistake' ? `${name} (a mistake)` : name;
}

function equality(equal: boolean): string {
  return equal
    ? 'Every engine and way gave the same totals, to the last bit.'
    : 'The totals DIFFER between engines or ways: this is a bug.';
}

/** The comparison as a page. */
export function comparisonHtml(comparison: Comparison): string {
  const { job, serverSamples, repeats, ways, verdict, equal } = comparison;
  return renderPage({
    title: 'Overlapping I/O with computation',
    summary: [
      `${formatCount(job.samples)} uniform samples (seed ${job.seed}) were summed, and a server process was asked for ` +
        `the sum of ${formatCount(serverSamples)} Gaussian ones; every way ran ${repeats} ${repeats === 1 ? 'time' : 'times'}, ` +
        'and each timeline is of its median run.',
      ...verdict,
      equality(equal),
    ],
    table: {
      head: [...WALL_HEAD, ...FELT_HEAD.slice(1)],
      rows: ways.map((way) => ({
        timeline: way.timeline.id,
        cells: [...wallCells(way), ...feltCells(way).slice(1)],
      })),
    },
    timelines: ways.map(titled),
  });
}

/** The comparison as a Chrome trace: every way's median run. */
export function comparisonTrace({ ways }: Comparison): string {
  return renderTrace(ways.map(titled));
}

function titled({ way, timeline }: ComparedWay): Timeline {
  return { ...timeline, title: titleOf(way) };
}

/** The comparison as one object without bigints, which JSON has not. Times are in milliseconds. */
export function toReport({
  job,
  serverSamples,
  repeats,
  allotment,
  equal,
  pairs,
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
    runs: pairs.map(({ serial, async }) => {
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
      name: way.name,
      kind: way.kind,
      ...figures,
      lanes: lanesJson(timeline),
    })),
    verdict,
  };
}

function runJson({ result, timeline, loopDelay, longestRead }: MeasuredRun) {
  return { ...toJson(result), loopDelay, longestRead, lanes: lanesJson(timeline) };
}

/** What each lane spent its time on. */
function lanesJson(timeline: Timeline) {
  return timeline.lanes.map((lane) => ({ ...lane, ...timesOf(timeline, lane) }));
}
