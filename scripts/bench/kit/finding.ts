import type { Progress } from '../../kit/progress.ts';
import { columns } from '../../kit/tables.ts';
import { figure, milliseconds, wrapped } from '../../kit/words.ts';
import type { Machine } from './machine.ts';

/** How much is measured, and with what. */
export interface Extent {
  readonly machine: Machine;
  /** A rough answer, soon. */
  readonly quick: boolean;
  /** How often each case is measured; undefined: as often as the question needs. */
  readonly rounds?: number | undefined;
  readonly progress: Progress;
}

/** What a question about the event loop finds: its tables as lines, the promises, the figures for the record. */
export interface Finding {
  readonly lines: readonly string[];
  readonly bounds: readonly Bound[];
  readonly figures: unknown;
}

/** A finding for a terminal: tables are indented, and what is not is text. */
function findingText({ lines }: Finding): string {
  return lines.map((line) => (line.startsWith(' ') ? line : wrapped(line))).join('\n');
}

/** Asks the questions of the sections that are wanted, and prints what each finds. */
export async function findAll<About extends { readonly progress: Progress }>(
  sections: Readonly<Record<string, readonly ((about: About) => Promise<Finding>)[]>>,
  only: readonly string[] | undefined,
  about: About,
): Promise<{ findings: { section: string; figures: unknown }[]; bounds: Bound[] }> {
  const findings: { section: string; figures: unknown }[] = [];
  const bounds: Bound[] = [];
  for (const [section, questions] of Object.entries(sections)) {
    for (const measure of (only?.includes(section) ?? true) ? questions : []) {
      const finding = await measure(about).finally(about.progress.end);
      console.log(`${findingText(finding)}\n`);
      findings.push({ section, figures: finding.figures });
      bounds.push(...finding.bounds);
    }
  }
  return { findings, bounds };
}

/** A promise, and the figure that says whether it was held. */
export type Bound = ReturnType<typeof bound>;

const HOLDS = {
  'at most': (value: number, limit: number) => value <= limit,
  'at least': (value: number, limit: number) => value >= limit,
  below: (value: number, limit: number) => value < limit,
};

/** What a figure may be: milliseconds, nanoseconds, a part of one shown in percent, a ratio, megabytes, or a number of things. */
const IN_UNITS = {
  ms: milliseconds,
  ns: (value: number) => `${figure(value)} ns`,
  part: (value: number) => `${(value * 100).toFixed(1)} %`,
  times: (value: number) => `${figure(value)}×`,
  MB: (value: number) => `${value.toFixed(2)} MB`,
  count: String,
};

/**
 * A bound and whether it was held: `bound('delay p99', 1.2, 'at most', 2, 'ms', 'idle + 1 ms')`. The note says what the
 * limit is made of, or how much the rounds differ.
 */
export function bound(
  what: string,
  value: number,
  kind: keyof typeof HOLDS,
  limit: number,
  unit: keyof typeof IN_UNITS,
  note = '',
) {
  return { what, value, kind, limit, unit, held: HOLDS[kind](value, limit), note };
}

/** Each bound, with its figure first. */
export function boundLines(bounds: readonly Bound[]): string[] {
  const cells = bounds.map(({ value, kind, limit, unit, held }) => {
    return [held ? 'held' : 'missed', IN_UNITS[unit](value), `${kind} ${IN_UNITS[unit](limit)}`];
  });
  return columns(cells).map((line, n) => {
    const { what, note } = bounds[n]!;
    return wrapped(`${line}  ${what}${note && ` (${note})`}`, '    ');
  });
}
