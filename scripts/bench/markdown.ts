import { headlines } from './headlines.ts';
import { type Machine, machineLine } from './machine.ts';
import type { BenchRecord, Group, OverlapRecord, PeersRecord } from './record.ts';
import { cliCells, growthCells, milliseconds, power, shown, unitOf } from './table.ts';

/** Everything that `npm run bench` found, in Markdown. */
export function benchMarkdown(record: BenchRecord): string {
  return paragraphs(
    headlines(record)
      .map((line) => `- ${line}`)
      .join('\n'),
    measuredOn(record.machine),
    ...record.groups.map(groupMarkdown),
    '**Cost as work grows, ns/sample**',
    growthTable(record),
    '**The command line as a whole**',
    cliTable(record),
  );
}

/** A group as a table under its title. */
export function groupMarkdown(group: Group): string {
  return paragraphs(`**${group.title}**`, groupTable(group));
}

/** A group as a table. */
export function groupTable(group: Group): string {
  const rows = shown(group).map(({ name, ns, ratio, spread, noisy }) => [
    name,
    ns,
    ratio,
    noisy ? `${spread} (noisy)` : spread,
  ]);
  return paragraphs(markdownTable([['', unitOf(group), 'ratio', 'min … max'], ...rows]), group.note ?? '');
}

/** Nanoseconds a sample at each size. */
export function growthTable({ growth }: BenchRecord): string {
  return markdownTable(growthCells(growth));
}

/** Start-up, computing and memory of the command line. */
export function cliTable({ cli }: BenchRecord): string {
  return markdownTable(cliCells(cli));
}

/** Serial against async. */
export function overlapMarkdown({ rows, samples, serverSamples, processes, machine }: OverlapRecord): string {
  const cells = rows.map((row) => [
    row.published ? `${row.name} (published, not measured here)` : row.name,
    milliseconds(row.serial),
    milliseconds(row.async),
    row.published ? '' : milliseconds(row.ideal),
  ]);
  return paragraphs(
    `**The example: ${power(samples)} uniform samples here, ${power(serverSamples)} Gaussian ones at the server**`,
    markdownTable([['', 'serial', 'async', 'ideal max(wait, compute)'], ...cells]),
    ...rows.flatMap(({ note }) => note ?? []),
    processes
      .map(({ name, wall }) => `\`${name}\`, start-up of Node included: ${milliseconds(wall)}.`)
      .join('\n'),
    measuredOn(machine),
  );
}

/** Other languages' generators. */
export function peersMarkdown({ groups, leftOut, machine }: PeersRecord): string {
  return paragraphs(
    ...groups.map(groupMarkdown),
    leftOut.map((line) => `Left out: ${line}.`).join('\n'),
    measuredOn(machine),
  );
}

/** A table; its first column is text, the others are figures. */
export function markdownTable([head, ...rows]: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head!.map((_, column) => (column === 0 ? '---' : '---:'));
  return [line(head!), line(rule), ...rows.map(line)].join('\n');
}

/** Where, when and with what. */
export function measuredOn(machine: Machine): string {
  const packages = Object.entries(machine.packages).map(([name, version]) => `${name} ${version}`);
  const list = packages.length > 0 ? `; ${packages.join(', ')}` : '';
  return `Measured on ${machine.date.slice(0, 10)}: ${machineLine(machine)}; offloop ${machine.offloop} at ${machine.commit}${list}.`;
}

function paragraphs(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('\n\n');
}
