import { formatDuration } from '../format.ts';
import type { ScenarioResult } from '../scenario/options.ts';

/** What overlapping waiting with computing gained. Times are in milliseconds. */
export interface Verdict {
  readonly serial: number;
  readonly async: number;
  /** The best there can be: the longer of the serial program's waiting and computing. */
  readonly ideal: number;
  /** The part of the possible gain that was had: 1 is all of it. */
  readonly overlapEfficiency: number;
  /** The same in words. */
  readonly lines: readonly string[];
}

/** Judges an asynchronous run by a serial one of the same size. */
export function verdict(serial: ScenarioResult, async: ScenarioResult): Verdict {
  const wait = serial.request.ended - serial.request.began;
  const compute = serial.compute.ended - serial.compute.began;
  const ideal = Math.max(wait, compute);
  const overlapEfficiency = (serial.elapsed - async.elapsed) / (serial.elapsed - ideal);
  const saved = 1 - async.elapsed / serial.elapsed;
  const outcome =
    saved > 0
      ? `Overlapping saved ${percent(saved)} of the time: ${overlapEfficiency >= 0.995 ? 'all' : percent(overlapEfficiency)} of what was possible.`
      : 'Overlapping saved nothing this time: the work is too short, or something else kept the machine busy.';
  return {
    serial: serial.elapsed,
    async: async.elapsed,
    ideal,
    overlapEfficiency,
    lines: [
      `Serial ${formatDuration(serial.elapsed)}, async ${formatDuration(async.elapsed)}, ` +
        `ideal max(wait ${formatDuration(wait)}, compute ${formatDuration(compute)}) = ${formatDuration(ideal)}.`,
      outcome,
    ],
  };
}

function percent(part: number): string {
  return `${Math.round(part * 100)} %`;
}
