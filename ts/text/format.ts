/** How figures are shown to people. */

/** A time with three significant digits and a unit: `22.1ms`, `2.77s`. Takes milliseconds. */
export function formatDuration(milliseconds: number): string {
  if (milliseconds === 0) {
    return '0ms';
  }
  if (Math.abs(milliseconds) < 0.9995) {
    return `${threeDigits(milliseconds * 1000)}µs`;
  }
  return milliseconds < 999.5 ? `${threeDigits(milliseconds)}ms` : `${threeDigits(milliseconds / 1000)}s`;
}

/** Three significant digits, without an exponent. */
function threeDigits(value: number): string {
  const rounded = Number(value.toPrecision(3));
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))));
  return rounded.toFixed(Math.min(decimals, 3));
}

/** A whole number with thousands separators: `26,999,999`. */
export function formatCount(count: number): string {
  return count.toLocaleString('en-US');
}

/** A sum as the original example shows it: two decimals. */
export function formatSum(sum: number): string {
  return sum.toFixed(2);
}

/** Text in characters that every terminal has. */
export function toAscii(text: string): string {
  return text.replaceAll('µ', 'u').replaceAll('…', '...');
}

/** Text in lines of 80 columns, broken where it has spaces. */
export function inLines(text: string): string {
  return text.replaceAll(/(.{1,80})(?: |$)/g, '$1\n').trimEnd();
}

/** A fraction as a percentage: `97 %`. */
export function formatPercent(part: number): string {
  return `${Math.round(part * 100)} %`;
}

/** Cells in columns, the first to the left and the others to the right. */
export function columns(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  return rows.map((row) => {
    const cells = row.map((cell, column) =>
      column === 0 ? cell.padEnd(widths[column]!) : cell.padStart(widths[column]!),
    );
    return `  ${cells.join('  ')}`.trimEnd();
  });
}
