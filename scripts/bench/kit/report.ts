import { columns } from '../../../ts/example/index.ts';
import { type Machine, machineLine } from './machine.ts';
import type { CliRun, Group, Kind, OverlapRecord, Ratio, Row, Series, SpeedRecord } from './record.ts';
import { isNoisy, type Summary } from './summary.ts';
import { figure, milliseconds, power, slotsText, WIDTH, wrapped } from './words.ts';

/** Rows of cells, the head first; the first column is text, the others are figures. */
type Cells = readonly (readonly string[])[];

/** How long a row's bar is, from 0 to 1, and whose it is. */
type Bar = { readonly part: number; readonly kind: Kind };

/** How a report is set. */
export interface Style {
  table(cells: Cells, bars?: readonly Bar[]): string;
  heading(text: string): string;
  text(text: string): string;
  code(text: string): string;
}

const same = (text: string): string => text;

export const MARKDOWN: Style = {
  table([head, ...rows]) {
    const line = (cells: readonly string[]): string =>
      `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
    const rule = head!.map((_, column) => (column === 0 ? '---' : '---:'));
    return [line(head!), line(rule), ...rows.map(line)].join('\n');
  },
  heading: (text) => `**${text}**`,
  text: same,
  code: (text) => `\`${text}\``,
};

export const TERMINAL: Style = {
  table(cells, bars = []) {
    const [head, ...lines] = columns(cells);
    const width = Math.max(...lines.map(({ length }) => length));
    const room = Math.min(20, WIDTH - 2 - width);
    const drawn = bars.map(({ part }) => `  ${'█'.repeat(Math.ceil(part * room))}`);
    return [
      head,
      ...lines.map((line, n) => (room > 2 && n in drawn ? line.padEnd(width) + drawn[n] : line)),
    ].join('\n');
  },
  heading: same,
  text: (text) => wrapped(text),
  code: same,
};

/** Every table of `npm run bench`. */
export function speedText({ machine, groups, growth, cli, leftOut = [] }: SpeedRecord, style: Style): string {
  return paragraphs(
    style.text(measuredOn(machine)),
    ...groups.map((group) => groupText(group, style)),
    style.heading('Cost as work grows, ns/sample'),
    style.table(growthCells(growth)),
    style.heading('The command line as a whole'),
    style.table(cliCells(cli)),
    leftOut.map((line) => `Left out: ${line}.`).join('\n'),
  );
}

/** Serial against async. */
export function overlapText(record: OverlapRecord, style: Style): string {
  const { rows, samples, serverSamples, processes, machine } = record;
  const cells = rows.map((row) => [
    row.published ? `${row.name} (published, not measured here)` : row.name,
    milliseconds(row.serial),
    milliseconds(row.async),
    row.published ? '' : milliseconds(row.ideal),
  ]);
  return paragraphs(
    style.heading(
      `The example: ${power(samples)} uniform samples here, ${power(serverSamples)} Gaussian ones at the server`,
    ),
    style.table([['', 'serial', 'async', 'ideal max(wait, compute)'], ...cells]),
    ...rows.flatMap(({ note }) => note ?? []),
    processes
      .map(({ name, wall }) => `${style.code(name)}, start-up of Node included: ${milliseconds(wall)}.`)
      .join('\n'),
    style.text(measuredOn(machine)),
  );
}

/** A group as a table under its title. */
export function groupText(group: Group, style: Style): string {
  return paragraphs(
    style.heading(group.title),
    style.table(groupCells(group), barsOf(group)),
    group.note === undefined ? '' : style.text(group.note),
  );
}

function barsOf(group: Group): Bar[] {
  const rows = fastestFirst(group);
  return rows.map(({ median, kind }) => ({ part: median / rows.at(-1)!.median, kind }));
}

/** Where, when and with what. */
export function measuredOn(machine: Machine): string {
  const packages = Object.entries(machine.packages).map(([name, version]) => `${name} ${version}`);
  const list = packages.length > 0 ? `; ${packages.join(', ')}` : '';
  return `Measured on ${machine.date.slice(0, 10)}: ${machineLine(machine)}; offloop ${machine.offloop} at ${machine.commit}${list}.`;
}

/** Paragraphs with an empty line between them; what is empty is left out. */
function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}

/** What the record says in a sentence for each of its tables that has TypeScript in it, all from its own figures. */
export function headlines({ groups, machine }: SpeedRecord): string[] {
  return groups.flatMap((group) => {
    const fastest = (kind: Kind) => fastestFirst(group).find((row) => row.kind === kind);
    const [typescript, peer] = [fastest('typescript'), fastest('peer')];
    const native = group.rows.find(({ id, kind }) => id === group.baseline && kind === 'native');
    if (typescript !== undefined && peer !== undefined) {
      return `${group.title}: pure TypeScript is ${times(peer, typescript)} as fast as ${peer.name}, the fastest other JavaScript.`;
    }
    return typescript === undefined || native === undefined
      ? []
      : `${group.title}: native is ${times(typescript, native)} as fast as pure TypeScript on one core (SIMD level ${machine.simd})${slotGain(group, native)}.`;
  });
}

/** What all slots gain over one blocking call. */
function slotGain({ rows }: Group, native: Row): string {
  const most = Math.max(...rows.map(({ slots = 1 }) => slots));
  const all = rows.find(({ slots }) => slots === most);
  const text = `; ${slotsText(most)} of the thread pool are`;
  return most === 1 || all === undefined ? '' : `${text} ${times(native, all)} as fast as that`;
}

function times(slow: Row, fast: Row): string {
  return `${figure(slow.median / fast.median)} times`;
}

/** The rows of a group, fastest first. */
function fastestFirst({ rows }: Group): Row[] {
  return [...rows].sort((a, b) => a.median - b.median);
}

/** A group, fastest first, with ratios to its baseline. */
function groupCells(group: Group): Cells {
  const reference = group.rows.find(({ id }) => id === group.baseline)!;
  const cells = fastestFirst(group).map((row) => [
    row.name,
    figure(row.median),
    ratioText(row.ratio, row.median / reference.median),
    rangeOf(row),
  ]);
  return [['', group.unit ?? 'ns/sample', 'ratio', 'min … max'], ...cells];
}

/** How many times as much, and half of what lies between the rounds' quartiles, where it is known. */
function ratioText(ratio: Ratio | undefined, ofMedians: number): string {
  return ratio === undefined
    ? `${figure(ofMedians)}×`
    : `${figure(ratio.median)}× ±${((ratio.high - ratio.low) / 2).toFixed(2)}`;
}

/** Half of the rounds' own ratios. */
export function halfOf({ low, high }: Ratio): string {
  return `half of the rounds within ${low.toFixed(3)} … ${high.toFixed(3)} times`;
}

/** Between which figures the rounds lie. */
export function rangeOf(summary: Summary): string {
  const range = summary.rounds === 1 ? 'one round' : `${figure(summary.min)} … ${figure(summary.max)}`;
  return isNoisy(summary) ? `${range} (noisy)` : range;
}

/** Cost as work grows, a column a size. */
function growthCells(series: readonly Series[]): Cells {
  const sizes = [...new Set(series.flatMap(({ points }) => points.map(({ samples }) => samples)))];
  const rows = series.map(({ name, distribution, points }) => {
    const costs = sizes.map((size) => points.find(({ samples }) => samples === size)?.ns);
    return [`${distribution}, ${name}`, ...costs.map((ns) => (ns === undefined ? '' : figure(ns)))];
  });
  return [['samples', ...sizes.map(power)], ...rows];
}

/** The runs of the command line, a row each. */
function cliCells(runs: readonly CliRun[]): Cells {
  const head = ['offloop sum', 'samples', 'whole process', 'computing', 'start-up', 'peak memory'];
  const rows = runs.map(({ distribution, samples, wall, compute, startUp, peakMiB }) => [
    distribution,
    power(samples),
    ...[wall, compute, startUp].map(milliseconds),
    `${Math.round(peakMiB)} MiB`,
  ]);
  return [head, ...rows];
}
