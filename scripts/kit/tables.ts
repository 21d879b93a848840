// Rows of cells, the head first; the first column is text, the others are figures.

/** For a terminal. */
export { columns } from '../../ts/text/format.ts';

/** For Markdown. */
export function markdownTable([head, ...rows]: readonly (readonly string[])[], alignment = '---:'): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head!.map((_, column) => (column === 0 ? '---' : alignment));
  return [line(head!), line(rule), ...rows.map(line)].join('\n');
}
