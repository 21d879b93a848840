/** What the proof found: judge.py's answer, and with what. */
export interface NumbersRecord {
  readonly date: string;
  readonly commit: string;
  readonly effort: string;
  readonly seconds: number;
  readonly node: string;
  readonly cpu: string;
  readonly simd: string;
  readonly offloop: string;
  /** Below it a verdict of all p-values together is a failure. */
  readonly limit: number;
  /** The most that a sample may be off, in units of 2^-53: of a normal one's radius, or of itself. */
  readonly mostError: Readonly<Record<string, number>>;
  readonly versions: Readonly<Record<string, string>>;
  readonly engines: Readonly<Record<string, Verdict>>;
  readonly results: readonly Result[];
}

/** What all p-values of an engine say together. */
interface Verdict {
  readonly tests: number;
  /** How likely they would lie less evenly. */
  readonly spread: number;
  /** How likely one of them would be nearer to 0 or 1. */
  readonly extreme: number;
  readonly ok: boolean;
}

export interface Result {
  readonly engine: string;
  readonly group: string;
  readonly name: string;
  readonly kind: string;
  readonly samples: number;
  /** None for a bound. */
  readonly p?: number;
  readonly found?: number;
  readonly expected?: number;
  /** Of accuracy: samples that are not of their words, and the largest error. */
  readonly wrong?: number;
  readonly error?: number;
  /** What the error is counted in, if it is not 2^-53. */
  readonly unit?: string;
  readonly ok?: boolean;
  /** Of many tests: how many, and the least and the largest p-value. */
  readonly tests?: number;
  readonly least?: number;
  readonly most?: number;
}

/** Groups of more tests are a row in a record and on a page. */
const MANY = 24;

/** A record in which groups of many tests are one result each. */
export function condensed(record: NumbersRecord): NumbersRecord {
  const results = Object.keys(record.engines).flatMap((engine) =>
    groupsOf(record, engine).flatMap(([group, all]): Result[] => {
      const judged = all.filter(({ p }) => p !== undefined);
      if (judged.length <= MANY) {
        return all;
      }
      const p = judged.flatMap((result) => result.p ?? []);
      const samples = Math.max(...judged.map((result) => result.samples));
      const [tests, least, most] = [judged.length, Math.min(...p), Math.max(...p)];
      const one = { engine, group, name: `${tests} tests`, kind: 'many', samples, tests, least, most };
      return [one, ...all.filter((result) => result.p === undefined)];
    }),
  );
  return { ...record, results };
}

/** The p-values of a result, of many the outermost. */
export function pOf({ p, least, most }: Result): number[] {
  return p === undefined ? (least === undefined ? [] : [least, most!]) : [p];
}

/** The results of an engine by group, in order. */
export function groupsOf(record: NumbersRecord, engine: string): [group: string, results: Result[]][] {
  const groups = new Map<string, Result[]>();
  for (const result of record.results) {
    if (result.engine === engine) {
      groups.set(result.group, [...(groups.get(result.group) ?? []), result]);
    }
  }
  return [...groups];
}

/** Whether an engine's numbers are right, in a sentence. */
export function judgement({ engines, limit }: NumbersRecord, engine: string): string {
  const { tests, ok } = engines[engine]!;
  return ok
    ? `${engine} passes ${tests} tests.`
    : `${engine} FAILS: p below ${limit}, or samples not of their words.`;
}

/** A result as a person reads it. */
export function resultText({ p, found, expected, error, wrong, unit, least, most }: Result): string {
  if (least !== undefined) {
    return `p from ${pText(least)} to ${pText(most!)}`;
  }
  if (error !== undefined) {
    return unit === undefined
      ? `${wrong} wrong, error at most ${error.toFixed(2)} x 2^-53`
      : `error at most ${error.toFixed(2)} ${unit}`;
  }
  const counts = found === undefined ? '' : `, ${found} found, ${shortNumber(expected!)} expected`;
  return `p = ${pText(p!)}${counts}`;
}

export function pText(p: number): string {
  return p >= 0.001 || p === 0 ? p.toFixed(4) : p.toExponential(1);
}

export function shortNumber(value: number): string {
  return value === 0 || (value >= 0.01 && value < 1e5)
    ? String(Number(value.toPrecision(4)))
    : value.toExponential(1);
}
