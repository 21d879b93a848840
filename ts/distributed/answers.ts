import { oneOf, wholeNumber } from '../library/checks/arguments.ts';
import { describeValue } from '../library/checks/printable.ts';
import { ENGINES } from '../library/engines/choose.ts';
import { addTotals, parseTotal, type Total, type TotalJSON } from '../library/jobs/total.ts';
import type { Range } from '../library/stream/stream.ts';
import type { PartRecord } from './events.ts';
import type { FilePart } from './manifest.ts';
import { SAMPLE_BYTES, type Task } from './task.ts';

/** What Redis stores about a finished job, for some time. */
export type Answer =
  | { readonly total: TotalJSON; readonly parts?: readonly PartRecord[] }
  | { readonly files: readonly FilePart[]; readonly parts?: readonly PartRecord[] }
  | { readonly failure: string };

/** What a worker returns for a part, through the queue. */
export interface PartReturn {
  readonly answer: PartAnswer;
  readonly by: Omit<PartRecord, keyof Range>;
}

/** For more parts no records are stored, since they would fill Redis's memory while answers are kept. */
const MOST_RECORDS = 2000;

/** A part's answer: a total, or the file with its samples. */
export type PartAnswer = TotalJSON | FilePart;

/** What a worker returned for a part, checked. */
export interface CheckedReturn {
  readonly answer: Total | FilePart;
  readonly by: PartReturn['by'];
}

/** Checks what a worker returned for a part. Throws an error that says what is wrong. */
export function checkReturn(task: Task, range: Range, value: unknown): CheckedReturn {
  const { answer, by } = value as PartReturn;
  return { answer: checkPart(task, range, answer), by: checkRecord(by) };
}

function checkRecord({ worker, engine, began, took }: PartReturn['by']): PartReturn['by'] {
  if (!/^[0-9a-f-]{36}$/.test(worker)) {
    throw new TypeError('it does not say which worker computed it');
  }
  oneOf('engine', engine, ENGINES);
  wholeNumber('began', began, 0, Number.MAX_SAFE_INTEGER);
  wholeNumber('took', took, 0, Number.MAX_SAFE_INTEGER);
  return { worker, engine, began, took };
}

/** Checks that an answer is of exactly these samples of this stream. Throws an error that says what is wrong. */
function checkPart({ job, files }: Task, range: Range, value: unknown): Total | FilePart {
  if (files !== undefined) {
    const { start, samples, bytes, sha256 } = value as FilePart;
    requireRange(range, { start, samples });
    if (bytes !== samples * SAMPLE_BYTES[files.format]) {
      throw new RangeError(`its bytes are ${describeValue(bytes)}, not those of ${samples} samples`);
    }
    if (!/^[0-9a-f]{64}$/.test(sha256)) {
      throw new TypeError('it has no checksum');
    }
    return { start, samples, bytes, sha256 };
  }
  const total = parseTotal(value);
  for (const key of ['distribution', 'seed', 'stream'] as const) {
    if (total[key] !== job[key]) {
      throw new RangeError(`its ${key} is ${total[key]}, not ${job[key]}`);
    }
  }
  requireRange(range, total);
  return total;
}

function requireRange(asked: Range, { start, samples }: Range): void {
  if (start !== asked.start || samples !== asked.samples) {
    throw new RangeError(
      `its samples are ${describeValue(samples)} from ${describeValue(start)} on, not ${asked.samples} from ${asked.start} on`,
    );
  }
}

/** Merges the answers of a job's parts, in any order. It gives a total only if that has every sample exactly once. */
export function mergeAnswers(task: Task, returned: readonly CheckedReturn[]): Answer {
  const answers = returned.map(({ answer }) => answer);
  const parts =
    returned.length > MOST_RECORDS
      ? undefined
      : returned.map(({ answer: { start, samples }, by }) => ({ start, samples, ...by }));
  const record = parts && { parts };
  if (task.files !== undefined) {
    return { files: (answers as FilePart[]).toSorted((a, b) => a.start - b.start), ...record };
  }
  const total = addTotals(answers as Total[]);
  requireRange(task.job, total);
  return { total: total.toJSON(), ...record };
}

/** The answer in Redis, if there is a valid one. */
export function readAnswer(
  text: string | null,
): Partial<Record<'total' | 'files' | 'parts' | 'failure', unknown>> | undefined {
  try {
    return JSON.parse(text ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** Who computed what, in the order of the samples, or nothing if Redis has anything else. */
export function readRecords(value: unknown): readonly PartRecord[] {
  try {
    const records = (value as PartRecord[]).map(({ start, samples, ...by }) => ({
      start: wholeNumber('start', start, 0, Number.MAX_SAFE_INTEGER),
      samples: wholeNumber('samples', samples, 0, Number.MAX_SAFE_INTEGER),
      ...checkRecord(by),
    }));
    return records.sort((a, b) => a.start - b.start);
  } catch {
    return [];
  }
}

/** The total that was asked for, or undefined if Redis has anything else. */
export function readTotal(task: Task, value: unknown): Total | undefined {
  try {
    return checkPart(task, task.job, value) as Total;
  } catch {
    return undefined;
  }
}

/** The files that were asked for, or undefined if Redis has anything else. */
export function readParts(task: Task, parts: readonly Range[], value: unknown): FilePart[] | undefined {
  try {
    return parts.map((part, i) => checkPart(task, part, (value as FilePart[])[i]) as FilePart);
  } catch {
    return undefined;
  }
}
