// A distribution in a picture: samples as areas, bars or points, and what is exact as lines on top.
import { sampleSync } from '../../ts/index.ts';
import { type Distribution, definitionOf } from '../../ts/library/distributions/registry.ts';
import { type Curves, FACTS, type Point, type Scatter, type Scatters } from './facts.ts';

const WIDTH = 360;
const HEIGHT = 176;
/** Of the labels above, and of the numbers below. */
const [ABOVE, BELOW] = [24, 18];
const SIDE = 10;

/** The plot within them. */
const PLOT = { width: WIDTH - 2 * SIDE, height: HEIGHT - ABOVE - BELOW };
const SAMPLES = 50_000;
const BINS = 68;

/** Colours that are read on white and on black; a class for each of the things that are compared. */
const STYLE = `text{font:11px system-ui,sans-serif;fill:#57606a}.a{color:#1d5fd1}.b{color:#b8480b}.c{color:#0b7a55}.l{fill:currentColor;font-weight:600}.s{fill:currentColor;fill-opacity:.25}.f,.p,.d{fill:none;stroke:currentColor;stroke-width:1.6;stroke-linejoin:round}.p,.d{stroke-linecap:round}.p{stroke-width:2.2;stroke-opacity:.55}.d{stroke-width:5}.x{stroke:#8c959f;fill:none}
@media(prefers-color-scheme:dark){text{fill:#9ea7b3}.a{color:#79b0ff}.b{color:#ff9d5c}.c{color:#4cd4a0}.x{stroke:#6e7681}}`;
const CLASSES = ['a', 'b', 'c'] as const;

/** A picture, as SVG. */
export function picture(distribution: Distribution): string {
  const facts = FACTS[distribution];
  return 'at' in facts ? curves(distribution, facts) : scatters(distribution, facts);
}

/** What a picture shows, for those who do not see it. */
export function pictureText(distribution: Distribution): string {
  const facts = FACTS[distribution];
  if (!('at' in facts)) {
    return `The first two numbers of ${distribution} rows: ${facts.shown.map(({ label }) => label).join('; ')}`;
  }
  const what = definitionOf(distribution).whole === true ? 'Probabilities' : 'Densities';
  const all = facts.shown.map((parameters) => labelOf(distribution, parameters)).join('; ');
  return `${what} of ${distribution}: ${all}`;
}

/** The shares of samples that a picture's histogram has: a bin a number where they are whole. */
export function sharesOf(
  distribution: Distribution,
  facts: Curves,
  parameters: Curves['shown'][number],
): { bins: number; width: number; shares: number[]; samples: number } {
  const isWhole = definitionOf(distribution).whole === true;
  const from = isWhole ? facts.from - 0.5 : facts.from;
  const bins = isWhole ? facts.to - facts.from + 1 : BINS;
  const width = isWhole ? 1 : (facts.to - facts.from) / BINS;
  const shares = new Array<number>(bins).fill(0);
  for (const sample of samplesOf(distribution, parameters, SAMPLES)) {
    const bin = Math.floor((sample - from) / width);
    if (bin >= 0 && bin < bins) {
      shares[bin]! += 1 / SAMPLES;
    }
  }
  return { bins, width, shares, samples: SAMPLES };
}

function samplesOf(distribution: Distribution, values: readonly unknown[], samples: number): Float64Array {
  const { names } = definitionOf(distribution);
  const parameters = Object.fromEntries(names.map((name, i) => [name, values[i]]));
  const job = { distribution, ...parameters, samples, seed: 42 } as Parameters<typeof sampleSync>[0];
  return sampleSync(job, { engine: 'typescript' });
}

function curves(distribution: Distribution, facts: Curves): string {
  const isWhole = definitionOf(distribution).whole === true;
  const { from, to, top = Number.POSITIVE_INFINITY } = facts;
  const exact = facts.shown.map((parameters) => facts.at(...parameters.flat()));
  const places = isWhole
    ? Array.from({ length: to - from + 1 }, (_, i) => from + i)
    : placesOf(distribution, facts);
  const most = Math.min(top, Math.max(...exact.flatMap((at) => places.map(at)).filter(Number.isFinite)));
  const [left, right] = isWhole ? [from - 0.6, to + 0.6] : [from, to];
  const x = (value: number): number => ((value - left) / (right - left)) * PLOT.width;
  const y = (value: number): number => PLOT.height * (1 - Math.min(value / most, 2) / 1.06);
  const drawn = facts.shown.map((parameters, n) => {
    const { width, shares } = sharesOf(distribution, facts, parameters);
    const bar = 0.8 / facts.shown.length;
    const start = (i: number): number => from + i - 0.4 + n * bar;
    const inside = isWhole
      ? `${shares
          .map((share, i) =>
            share === 0
              ? ''
              : `M${c(x(start(i)))} ${c(PLOT.height)}V${c(y(share))}H${c(x(start(i) + bar * 0.9))}V${c(PLOT.height)}`,
          )
          .join('')}`
      : `M0 ${c(PLOT.height)}${shares.map((share, i) => `V${c(y(share / width))}H${c(x(from + (i + 1) * width))}`).join('')}V${c(PLOT.height)}`;
    const line = isWhole
      ? `<path class="d" d="${places
          .map((k, i) => [start(i) + bar * 0.45, exact[n]!(k)] as const)
          .filter(([, mass]) => mass > most / 200)
          .map(([k, mass]) => `M${c(x(k))} ${c(y(mass))}h0`)
          .join('')}"/>`
      : `<path class="f" d="${path(places.map((value) => [x(value), y(exact[n]!(value))]))}"/>`;
    return `<g class="${CLASSES[n]}"><path class="s" d="${inside}Z"/>${line}</g>`;
  });
  const labels = facts.shown.map((parameters) => labelOf(distribution, parameters, facts.shown));
  // A nested picture shows nothing beyond its edge.
  const plot = `<svg x="${SIDE}" y="${ABOVE}" width="${PLOT.width}" height="${PLOT.height}">${drawn.join('\n')}</svg>`;
  return svg(pictureText(distribution), [
    legend(labels),
    plot,
    axis(
      ticks(left, right, isWhole).map((value) => [value, SIDE + x(value)]),
      SIDE,
      SIDE + PLOT.width,
    ),
  ]);
}

/** Where a density is drawn: evenly, and on both sides of where it jumps. */
function placesOf(distribution: Distribution, { from, to, shown }: Curves): number[] {
  const steps = 170;
  const places = Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);
  const near = (to - from) * 1e-6;
  for (const parameters of shown) {
    for (const end of definitionOf(distribution).range(Float64Array.from(parameters.flat()))) {
      places.push(...[end - near, end + near].filter((place) => place > from && place < to));
    }
  }
  return places.sort((a, b) => a - b);
}

/** Parameters by name; of several, only what differs. */
function labelOf(
  distribution: Distribution,
  parameters: Curves['shown'][number],
  all: Curves['shown'] = [parameters],
): string {
  const { names } = definitionOf(distribution);
  const differs = (i: number): boolean => all.length === 1 || all.some((other) => other[i] !== all[0]![i]);
  return names
    .map((name, i) => ({ name, i }))
    .filter(({ i }) => differs(i))
    .map(({ name, i }) => `${name} ${written(parameters[i]!)}`)
    .join(', ');
}

function written(value: number | readonly number[]): string {
  return String(value).replaceAll(',', ', ').replace('Infinity', '∞');
}

/** Labels above the plot, each in its colour; shortened where they do not fit. */
function legend(labels: readonly string[]): string {
  const length = labels.join('').length + 3 * (labels.length - 1);
  const short = length * 6 > WIDTH - 2 * SIDE ? labels.map(shortened) : labels;
  let at = SIDE;
  return short
    .map((label, n) => {
      const text = `<text class="l ${CLASSES[n]}" x="${c(at)}" y="15">${label}</text>`;
      at += (label.length + 2.5) * 6.1;
      return text;
    })
    .join('');
}

/** Only the values: the picture's text has the names. */
function shortened(label: string): string {
  return `(${label.replaceAll(/[a-zA-Z]+[12]? /g, '')})`;
}

function axis(marks: readonly (readonly [value: number, at: number])[], left: number, right: number): string {
  const y = HEIGHT - BELOW + 0.5;
  const lines = marks.map(([, at]) => `M${c(at)} ${y}v3`).join('');
  const texts = marks.map(
    ([value, at]) =>
      `<text x="${c(at)}" y="${HEIGHT - 3}" text-anchor="middle">${String(value).replace('-', '−')}</text>`,
  );
  return `<path class="x" d="M${left} ${y}H${right}${lines}"/>${texts.join('')}`;
}

/** Round numbers from one to another. */
function ticks(from: number, to: number, isWhole: boolean): number[] {
  const rough = (to - from) / (isWhole ? 9 : 7);
  const power = 10 ** Math.floor(Math.log10(rough));
  const round = [1, 2, 5, 10].map((factor) => factor * power).find((step) => step >= rough)!;
  const step = isWhole ? Math.max(1, round) : round;
  const first = Math.ceil(from / step);
  const count = Math.floor(to / step) - first + 1;
  return Array.from({ length: count }, (_, i) => Number(((first + i) * step).toPrecision(6)));
}

/** The side of a square, and how far one is from the next. */
const [SQUARE, NEXT] = [108, 116];
const ROWS = 180;

function scatters(distribution: Distribution, { shown }: Scatters): string {
  const left = (WIDTH - NEXT * (shown.length - 1) - SQUARE) / 2;
  const panels = shown.map((one, n) => {
    const size = SQUARE / (one.to - one.from);
    const x = (value: number): number => (value - one.from) * size;
    const y = (value: number): number => SQUARE - x(value);
    const inside = one.mass === undefined ? points(distribution, one, x, y) : discs(distribution, one, x, y);
    const lines = one.lines.map((line) => path(line.map(([a, b]) => [x(a), y(b)]))).join('');
    const exact = lines === '' ? '' : `<path class="f" d="${lines}"/>`;
    const at = left + n * NEXT;
    return `<svg class="${CLASSES[n]}" x="${c(at)}" y="${ABOVE + 10}" width="${SQUARE}" height="${SQUARE}"><path class="x" d="M.5 .5H${SQUARE - 0.5}V${SQUARE - 0.5}H.5Z"/>${inside}${exact}</svg><text class="l ${CLASSES[n]}" x="${c(at + SQUARE / 2)}" y="${ABOVE}" text-anchor="middle" style="font-size:10px">${labelOfRows(one)}</text>${marks(one, at)}`;
  });
  return svg(pictureText(distribution), panels);
}

/** A picture of few squares has room for short labels only. */
function labelOfRows({ label }: Scatter): string {
  return label.replace(/^(covariance|probabilities) /, '');
}

/** Numbers below a square: its round ends. */
function marks({ from, to }: Scatter, left: number): string {
  const y = ABOVE + 10 + SQUARE + 12;
  return ticks(from, to, false)
    .filter((_, i, all) => i === 0 || i === all.length - 1)
    .map((value) => {
      const at = left + ((value - from) / (to - from)) * SQUARE;
      return `<text x="${c(at)}" y="${y}" text-anchor="middle" style="font-size:10px">${String(value).replace('-', '−')}</text>`;
    })
    .join('');
}

type Scale = (value: number) => number;

function points(distribution: Distribution, { parameters }: Scatter, x: Scale, y: Scale): string {
  const rows = samplesOf(distribution, parameters, ROWS);
  const size = rows.length / ROWS;
  const all = Array.from(
    { length: ROWS },
    (_, i) => `M${c(x(rows[i * size]!))} ${c(y(rows[i * size + 1]!))}h0`,
  );
  return `<path class="p" d="${all.join('')}"/>`;
}

/** Of whole numbers many rows are at the same place: a disc for each, as large as their share. */
function discs(distribution: Distribution, { parameters, mass }: Scatter, x: Scale, y: Scale): string {
  const rows = samplesOf(distribution, parameters, SAMPLES);
  const size = rows.length / SAMPLES;
  const shares = new Map<string, { at: Point; share: number }>();
  for (let i = 0; i < rows.length; i += size) {
    const at: Point = [rows[i]!, rows[i + 1]!];
    const one = shares.get(String(at)) ?? { at, share: 0 };
    one.share += 1 / SAMPLES;
    shares.set(String(at), one);
  }
  const radius = (share: number): number => 22 * Math.sqrt(share);
  const seen = [...shares.values()].filter(({ at: [i, j] }) => radius(mass!(i, j)) >= 0.6);
  const circle = ([i, j]: Point, share: number): string =>
    `<circle cx="${c(x(i))}" cy="${c(y(j))}" r="${c(radius(share))}"/>`;
  const filled = seen.map(({ at, share }) => circle(at, share));
  const rings = seen.map(({ at }) => circle(at, mass!(...at)));
  return `<g class="s">${filled.join('')}</g><g class="f" style="stroke-width:1">${rings.join('')}</g>`;
}

function path(points: readonly Point[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : 'L'}${c(x)} ${c(y)}`).join('');
}

/** A coordinate: to a tenth. */
function c(value: number): string {
  return String(Math.round(value * 10) / 10);
}

function svg(title: string, parts: readonly string[]): string {
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${HEIGHT}" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img">
<title>${title}</title>
<style>${STYLE}</style>
${parts.join('\n')}
</svg>
`;
}
