import { wholeNumber } from '../arguments.ts';
import type { Range } from '../job.ts';
import { mergeTotals, type Total, type TotalJSON } from '../total.ts';
import type { FilePart } from './files.ts';
import type { Task } from './task.ts';

/** What Redis keeps of a job that has ended, for some time. */
export type Answer =
  | { readonly total: TotalJSON }
  | { readonly files: readonly FilePart[] }
  | { readonly failure: string };

/** What a part gives: a total, or which file has its samples. */
export type PartAnswer = TotalJSON | FilePart;

/** A part's answer, if it is one: of just these samples of just this stream. Throws a sentence that says what is wrong. */
export function checkPart({ job, files }: Task, range: Range, value: unknown): PartAnswer {
  if (files !== undefined) {
    const { start, samples, bytes, sha256 } = value as FilePart;
    requireRange(range, { start, samples });
    wholeNumber('bytes', bytes, 0, Number.MAX_SAFE_INTEGER);
    if (!/^[0-9a-f]{64}$/.test(sha256)) {
      throw new TypeError('it has no checksum');
    }
    return { start, samples, bytes, sha256 };
  }
  const total = mergeTotals([value as TotalJSON]);
  for (const key of ['distribution', 'seed', 'stream'] as const) {
    if (total[key] !== job[key]) {
      throw new RangeError(`its ${key} is ${total[key]}, not ${job[key]}`);
    }
  }
  requireRange(range, total);
  return total.toJSON();
}

function requireRange(asked: Range, { start, samples }: Range): void {
  if (start !== asked.start || samples !== asked.samples) {
    throw new RangeError(
      `its samples are ${samples} from ${start} on, not ${asked.samples} from ${asked.start} on`,
    );
  }
}

/** A job's answer of its parts' answers, in any order. A total is given only where every sample is in it once. */
export function mergeAnswers(task: Task, parts: readonly PartAnswer[]): Answer {
  if (task.files !== undefined) {
    return { files: (parts as FilePart[]).toSorted((a, b) => a.start - b.start) };
  }
  const total = mergeTotals(parts as TotalJSON[]);
  requireRange(task.job, total);
  return { total: total.toJSON() };
}

/** An answer as Redis has it, if it has one; what is no answer is none. */
export function readAnswer(
  text: string | null,
): Partial<Record<'total' | 'files' | 'failure', unknown>> | undefined {
  try {
    return JSON.parse(text ?? 'null') ?? undefined;
  } catch {
    return undefined;
  }
}

/** The total that was asked for, or nothing where Redis has anything else. */
export function readTotal(task: Task, value: unknown): Total | undefined {
  try {
    return mergeTotals([checkPart(task, task.job, value) as TotalJSON]);
  } catch {
    return undefined;
  }
}
