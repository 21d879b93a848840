/** A time axis of so many milliseconds. */
export function axisSvg(extent: number): string {
  const ticks = ticksOf(extent).map(({ at, label }) => {
    const part = at / extent;
    const x = percent(part);
    const anchor = part > 0.88 ? ' class="last"' : '';
    return `<line x1="${x}" x2="${x}" y2="100%"/><text x="${x}" y="100%"${anchor}>${label}</text>`;
  });
  return `<svg class="axis" aria-hidden="true">${ticks.join('')}</svg>`;
}

/** A place on an axis. */
interface Tick {
  readonly at: number;
  readonly label: string;
}

/** At most seven round times, with one unit. */
export function ticksOf(extent: number): Tick[] {
  const [unit, name] = extent < 1 ? [1e-3, 'µs'] : extent < 1000 ? [1, 'ms'] : [1000, 's'];
  const rough = extent / unit / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough)!;
  const last = Math.floor(extent / unit / step);
  return Array.from({ length: last + 1 }, (_, i) => ({
    at: i * step * unit,
    label: i === 0 ? '0' : `${Number((i * step).toPrecision(6))}${name}`,
  }));
}

/** A part of the width, as CSS and SVG write it. */
export function percent(part: number): string {
  return `${Number((part * 100).toFixed(2))}%`;
}
