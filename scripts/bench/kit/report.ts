import { columns, markdownTable } from '../../kit/tables.ts';
import { figure, milliseconds, power, slotsText, WIDTH, wrapped } from '../../kit/words.ts';
import { type Machine, machineLine } from './machine.ts';
import type { CliRun, Group, Kind, OverlapRecord, Ratio, Row, Series, SpeedRecord } from './record.ts';
import { isNoisy, NOISY, type Summary } from './summary.ts';

/** Rows of cells, the head first; the first column is text, the others are figures. */
type Cells = readonly (readonly string[])[];

/** How long a row's bar is, from 0 to 1, and whose it is. */
type Bar = { readonly part: number; readonly kind: Kind };

/** How a report is set. */
export interface Style {
  table(title: string, cells: Cells, bars?: readonly Bar[]): string;
  text(text: string): string;
}

export const MARKDOWN: Style = {
  table: (title, cells) => paragraphs(`**${title}**`, markdownTable(cells)),
  text: (text) => text,
};

export const TERMINAL: Style = {
  table(title, cells, bars = []) {
    const [head, ...lines] = columns(cells);
    const width = Math.max(...lines.map(({ length }) => length));
    const room = Math.max(0, Math.min(20, WIDTH - 2 - width));
    const drawn = bars.map(({ part }) => `  ${'█'.repeat(Math.ceil(part * room))}`);
    const rows = lines.map((line, n) => (room > 2 && n in drawn ? line.padEnd(width) + drawn[n] : line));
    return paragraphs(wrapped(title), [head, ...rows].join('\n'));
  },
  text: (text) => wrapped(text),
};

/** Every table of `npm run bench`. */
export function speedText(record: SpeedRecord, style: Style): string {
  const { machine, groups, growth, cli, leftOut = [] } = record;
  return paragraphs(
    style.text(measuredOn(machine)),
    style.text(readingText(record)),
    ...groups.map((group) => groupText(group, style)),
    style.table('Cost as work grows, ns/sample', growthCells(growth)),
    style.table('The command line as a whole', cliCells(cli)),
    ...leftOut.map((line) => style.text(`Left out: ${line}.`)),
  );
}

/** How the tables are read, and how far they can be trusted. */
function readingText(record: SpeedRecord): string {
  const [noisy, all] = noiseOf(record);
  return [
    'Figures are medians of rounds in random order.',
    "A ratio is the median of the rounds' own, ± half the distance of their quartiles.",
    'Each table was measured in rounds of its own: compare within a table, not across.',
    `${noisy} of ${all} figures are noisy: their quartiles lie more than ${NOISY * 100} % of the median apart.`,
    'Of large arrays the memory is freed between the runs, on all sides, and that is not timed.',
  ].join(' ');
}

/** How many figures are noisy, and of how many. */
export function noiseOf({ groups }: SpeedRecord): [noisy: number, all: number] {
  const rows = groups.flatMap(({ rows }) => rows);
  return [rows.filter(isNoisy).length, rows.length];
}

/** What was checked before anything was timed: of each job, in how many ways. */
export function equalText({ equal }: SpeedRecord): string {
  const most = new Map<string, number>();
  for (const { job, ways } of equal) {
    most.set(job, Math.max(ways, most.get(job) ?? 0));
  }
  const jobs = [...most].map(([job, ways]) => `${job} in ${ways} ways`);
  return `Before anything was timed, every way to sum gave the same answer, to the last bit: ${jobs.join('; ')}.`;
}

/** Serial against async. */
export function overlapText(record: OverlapRecord, style: Style): string {
  const { rows, samples, serverSamples, rounds, processes, machine } = record;
  const cells = rows.map((row) => [
    row.name,
    milliseconds(row.serial),
    milliseconds(row.async),
    row.published ? '' : milliseconds(row.ideal),
  ]);
  const notes = rows.flatMap(({ name, note, published }) => [
    ...(published ? [`${name} are published ones, not measured here.`] : []),
    ...(note === undefined ? [] : [note]),
  ]);
  return paragraphs(
    style.table(
      `The example: ${power(samples)} uniform samples here, ${power(serverSamples)} Gaussian ones at the server`,
      [['', 'serial', 'async', 'ideal'], ...cells],
    ),
    style.text(
      [
        `Medians of ${rounds} rounds, in an order of their own each.`,
        'Ideal is the longer of waiting and computing on one core, which two slots can beat.',
        ...notes,
      ].join(' '),
    ),
    style.table('The serial program as a process, start-up of Node included', [
      ['command', 'took'],
      ...processes.map(({ name, wall }) => [name, milliseconds(wall)]),
    ]),
    style.text(measuredOn(machine)),
  );
}

/** A group as a table under its title. */
export function groupText(group: Group, style: Style): string {
  return paragraphs(
    style.table(group.title, groupCells(group), barsOf(group)),
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
    if (typescript === undefined) {
      return [];
    }
    if (peer !== undefined) {
      const alone = `pure TypeScript is ${times(group, peer, typescript)}`;
      const ours = native === undefined ? alone : `native is ${times(group, peer, native)}, ${alone}`;
      return `${group.title}: ${ours} as fast as ${peer.name}, the fastest other JavaScript.`;
    }
    return native === undefined
      ? []
      : `${group.title}: native is ${times(group, typescript, native)} as fast as pure TypeScript on one core (SIMD level ${machine.simd})${slotGain(group, native)}.`;
  });
}

/** What all slots gain over one blocking call. */
function slotGain(group: Group, native: Row): string {
  const most = Math.max(...group.rows.map(({ slots = 1 }) => slots));
  const all = group.rows.find(({ slots }) => slots === most);
  const text = `; ${slotsText(most)} of the thread pool are`;
  return most === 1 || all === undefined ? '' : `${text} ${times(group, native, all)} as fast as that`;
}

function times(group: Group, slow: Row, fast: Row): string {
  return `${figure(timesAsFast(group, slow, fast))} times`;
}

/** How many times as fast one row is as another: as the table's ratios have it. */
export function timesAsFast(group: Group, slow: Row, fast: Row): number {
  return ratioToBaseline(group, slow) / ratioToBaseline(group, fast);
}

/** The rounds' own ratio where it is known, the medians' else. */
function ratioToBaseline({ rows, baseline }: Group, { ratio, median }: Row): number {
  return ratio?.median ?? median / rows.find(({ id }) => id === baseline)!.median;
}

/** The rows of a group, fastest first. */
function fastestFirst({ rows }: Group): Row[] {
  return [...rows].sort((a, b) => a.median - b.median);
}

/** A group, fastest first, with ratios to its baseline. */
function groupCells(group: Group): Cells {
  const cells = fastestFirst(group).map((row) => [
    row.name,
    figure(row.median),
    `${figure(ratioToBaseline(group, row))}×${spreadText(row.ratio)}`,
    rangeOf(row),
  ]);
  return [['', group.unit ?? 'ns/sample', 'ratio', 'min … max'], ...cells];
}

/** Half of what lies between the quartiles of the rounds' ratios, where they are known. */
function spreadText(ratio: Ratio | undefined): string {
  return ratio === undefined ? '' : ` ±${((ratio.high - ratio.low) / 2).toFixed(2)}`;
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
