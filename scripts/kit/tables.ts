// Rows of cells, the head first; the first column is text, the others are figures.

/** For a terminal. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    return `  ${cells.join('  ')}`.trimEnd();
  });
}

/** For Markdown. */
export function markdownTable([head, ...rows]: readonly (readonly string[])[], alignment = '---:'): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`;
  const rule = head!.map((_, column) => (column === 0 ? '---' : alignment));
  return [line(head!), line(rule), ...rows.map(line)].join('\n');
}
