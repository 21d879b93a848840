import { columns, formatDuration, formatPercent } from '../../format.ts';
import { programJson } from '../programs/json.ts';
import { renderText, type TextOptions } from '../timeline/text.ts';
import { type Timeline, timesOf } from '../timeline/timeline.ts';
import { renderTrace } from '../timeline/trace.ts';
import { type ComparedWay, type Comparison, efficiencyOf, idealOf, type ProgramRuns } from './comparison.ts';
import type { MeasuredRun } from './measure.ts';

/** The timelines of the example's two programs, and what overlapping could gain. */
export function programsText({ serial, async }: ProgramRuns, options: TextOptions): string {
  const { wait, compute, ideal } = idealOf(serial.result);
  return [
    '',
    renderText([serial.timeline, async.timeline], options),
    `Serial ${formatDuration(serial.result.elapsed)}, async ${formatDuration(async.result.elapsed)}, ` +
      `ideal max(wait ${formatDuration(wait)}, compute ${formatDuration(compute)}) = ${formatDuration(ideal)}.`,
  ].join('\n');
}

/** Every way side by side, and the verdict. */
export function comparisonText({ ways, repeats, verdict, equal }: Comparison): string {
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
  ].join('\n');
}

const WALL_HEAD = ['', 'took', 'min … max', 'predicted', 'overlap efficiency'];

function wallCells({ way, wall, predicted, efficiency }: ComparedWay): string[] {
  return [
    nameOf(way),
    formatDuration(wall.median),
    `${formatDuration(wall.min)} … ${formatDuration(wall.max)}`,
    formatDuration(predicted),
    way.kind === 'baseline' ? '' : formatPercent(efficiency),
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

/** A way's label where its engine's name is beside it. */
function titleOf({ label, kind }: ComparedWay['way']): string {
  return kind === 'mistake' ? `${label} (a mistake)` : label;
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

/** The comparison as one object without bigints, which JSON has not. Times are in milliseconds. */
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
