import { columns } from '../../ts/format.ts';
import type { CliRun, Group, Row, Series } from './record.ts';
import { NOISY } from './statistics.ts';

const BAR = 20;

/** A row's figures as every rendering shows them. */
export interface Shown {
  readonly name: string;
  readonly ns: string;
  readonly ratio: string;
  readonly spread: string;
  readonly noisy: boolean;
  /** 0 to 1: the longest of the group is 1. */
  readonly part: number;
}

/** The rows of a group, fastest first, with their ratios to its baseline. */
export function shown({ rows, baseline }: Group): Shown[] {
  const reference = rows.find(({ name }) => name === baseline) ?? rows[0]!;
  const longest = Math.max(...rows.map(({ median }) => median));
  return [...rows]
    .sort((a, b) => a.median - b.median)
    .map((row) => ({
      name: row.name,
      ns: figure(row.median),
      ratio: `${figure(row.median / reference.median)}×`,
      spread: row.rounds === 1 ? 'one round' : `${figure(row.min)} … ${figure(row.max)}`,
      noisy: isNoisy(row),
      part: row.median / longest,
    }));
}

/** Whether a row's rounds differ too much to trust it. */
export function isNoisy({ spread }: Row): boolean {
  return spread > NOISY;
}

/** A group as a table for the terminal, with bars. */
export function renderTable(group: Group): string {
  const rows = shown(group);
  const cells = rows.map(({ name, ns, ratio, spread, noisy }) => [
    name,
    ns,
    ratio,
    noisy ? `${spread} noisy` : spread,
  ]);
  const [head, ...lines] = columns([['', unitOf(group), 'ratio', 'min … max'], ...cells]);
  return [group.title, head, ...lines.map((line, i) => `${line}  ${bar(rows[i]!.part)}`)].join('\n');
}

/** What the figures of a group are. */
export function unitOf({ unit }: Group): string {
  return unit ?? 'ns/sample';
}

/** Cost as work grows, a row a size. */
export function growthCells(series: readonly Series[]): string[][] {
  const sizes = [...new Set(series.flatMap(({ points }) => points.map(({ samples }) => samples)))];
  const head = ['samples', ...series.map(({ name, distribution }) => `${distribution}, ${name}`)];
  const rows = sizes
    .sort((a, b) => a - b)
    .map((size) => [
      power(size),
      ...series.map(({ points }) => {
        const point = points.find(({ samples }) => samples === size);
        return point === undefined ? '' : figure(point.ns);
      }),
    ]);
  return [head, ...rows];
}

/** The runs of the command line, a row each. */
export function cliCells(runs: readonly CliRun[]): string[][] {
  const head = ['offloop sum', 'samples', 'whole process', 'computing', 'start-up', 'peak memory'];
  const rows = runs.map(({ distribution, samples, wall, compute, startUp, peakMiB }) => [
    distribution,
    power(samples),
    milliseconds(wall),
    milliseconds(compute),
    milliseconds(startUp),
    `${Math.round(peakMiB)} MiB`,
  ]);
  return [head, ...rows];
}

/** Three significant digits, without an exponent. */
export function figure(value: number): string {
  if (value === 0) {
    return '0';
  }
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 4));
}

/** Milliseconds, or seconds from one on. */
export function milliseconds(value: number): string {
  return value < 1000 ? `${figure(value)} ms` : `${figure(value / 1000)} s`;
}

/** 1.2e8 for 120,000,000. */
export function power(count: number): string {
  return count === 0 ? '0' : count.toExponential().replace('e+', 'e');
}

function bar(part: number): string {
  const eighths = Math.max(1, Math.round(part * BAR * 8));
  const rest = eighths % 8;
  return '█'.repeat(Math.floor(eighths / 8)) + (rest === 0 ? '' : ' ▏▎▍▌▋▊▉'[rest]);
}
