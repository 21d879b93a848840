// How figures are written.

/** The columns of a terminal. */
export const WIDTH = 80;

/** A text in lines that fit a terminal, all but the first indented. */
export function wrapped(text: string, indent = ''): string {
  const [first = '', ...words] = text.split(' ');
  let lines = '';
  let line = first;
  for (const word of words) {
    // What only indents has no word to end a line with.
    if (line.trim() !== '' && line.length + 1 + word.length > WIDTH) {
      lines += `${line}\n`;
      line = indent + word;
    } else {
      line += ` ${word}`;
    }
  }
  return lines + line;
}

/** Three significant digits, without an exponent. */
export function figure(value: number): string {
  if (value === 0) {
    return '0';
  }
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))));
  return value.toFixed(Math.min(decimals, 4));
}

/** A whole number with thousands separators: `26,999,999`. */
export function counted(count: number): string {
  return count.toLocaleString('en-US');
}

/** Milliseconds, or seconds from one on. */
export function milliseconds(value: number): string {
  return value < 1000 ? `${figure(value)} ms` : `${figure(value / 1000)} s`;
}

/** 1.2e8 for 120,000,000. */
export function power(count: number): string {
  return count === 0 ? '0' : count.toExponential().replace('e+', 'e');
}

/** `1 slot`, `2 slots`. */
export function slotsText(count: number): string {
  return count === 1 ? '1 slot' : `${count} slots`;
}
