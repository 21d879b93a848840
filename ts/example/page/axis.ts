import { type DrawnTimeline, SCALES, type Scale } from './drawn-timeline.ts';

/** The time axis in every scale, of which the page shows one. Zooming redraws its ticks. */
export function axisSvg(extent: DrawnTimeline['extent']): string {
  const group = (scale: Scale): string =>
    `<g class="${scale}" data-extent="${extent[scale]}">${ticksSvg(0, extent[scale])}</g>`;
  return `<svg class="axis" aria-hidden="true">${SCALES.map(group).join('')}</svg>`;
}

/** The ticks of an axis that shows `extent` milliseconds from a moment on. */
export function ticksSvg(from: number, extent: number): string {
  return ticksOf(from, extent)
    .map(({ at, label }) => {
      const part = (at - from) / extent;
      const x = percent(part);
      const anchor = part > 0.88 ? ' class="last"' : '';
      return `<line x1="${x}" x2="${x}" y2="100%"/><text x="${x}" y="100%"${anchor}>${label}</text>`;
    })
    .join('');
}

/** A place on an axis. */
interface Tick {
  readonly at: number;
  readonly label: string;
}

/** At most seven round times, with one unit. */
export function ticksOf(from: number, extent: number): Tick[] {
  const [unit, name] = from + extent < 1 ? [1e-3, 'µs'] : from + extent < 1000 ? [1, 'ms'] : [1000, 's'];
  const rough = extent / unit / 6;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 5, 10].find((factor) => factor * power >= rough)!;
  const first = Math.ceil(from / unit / step);
  const last = Math.floor((from + extent) / unit / step);
  return Array.from({ length: last - first + 1 }, (_, i) => ({
    at: (first + i) * step * unit,
    label: first + i === 0 ? '0' : `${Number(((first + i) * step).toPrecision(6))}${name}`,
  }));
}

/** A part of the width, as CSS and SVG write it. */
export function percent(part: number): string {
  return `${Number((part * 100).toFixed(2))}%`;
}
