import { PAUSING_SUM, RESUMING_SUM } from './lines.ts';

/** A program's lines with only the first pause of its sum: a slow engine has dozens. */
export function condensePauses(lines: readonly string[]): string[] {
  const ofPause = (line: string): boolean => line === RESUMING_SUM || line.startsWith(PAUSING_SUM);
  const first = lines.indexOf(RESUMING_SUM);
  const later = lines.filter((line, n) => n > first && line.startsWith(PAUSING_SUM)).length;
  const kept = lines.filter((line, n) => n <= first || !ofPause(line));
  if (later === 0) {
    return [...lines];
  }
  const end = kept.findIndex((line, n) => n > first && line.includes(' uniform_sum.'));
  return kept.toSpliced(end, 0, `… and ${later === 1 ? '1 more pause' : `${later} more pauses`}.`);
}
