import { formatDuration, formatPercent } from '../../text/format.ts';
import type { ComparedWay } from './comparison.ts';

/** The conclusions from one engine's ways, in sentences. One of the ways is the serial one. */
export function verdictOf(compared: readonly ComparedWay[]): string[] {
  const byId = new Map(compared.map((each) => [each.way.id, each]));
  const serial = byId.get('serial')!;
  const overlapped = compared.filter(({ way }) => way.kind === 'overlapped');
  const best = least(overlapped, ({ wall }) => wall.median);
  const calm = least(overlapped, ({ latest }) => latest);
  const { engine } = best.way;
  const say = (sentence: string): string => `${engine}: ${sentence}`;
  const lines = [say(gainOf(best, serial))];

  const blocking = byId.get('blocking');
  if (blocking !== undefined) {
    const late = formatDuration(blocking.latest);
    lines.push(say(`one blocking call made the loop ${late} late, chunks ${formatDuration(calm.latest)}.`));
  }
  const fine = byId.get('too-fine');
  const coarse = byId.get('one-slot');
  if (fine !== undefined && coarse !== undefined && fine.wall.median > coarse.wall.median) {
    const times = fine.wall.median / coarse.wall.median;
    lines.push(
      say(`chunks of one block took ${formatDuration(fine.wall.median)}, ${times.toFixed(1)} times as long.`),
    );
  }
  return lines;
}

function gainOf(best: ComparedWay, serial: ComparedWay): string {
  const saved = 1 - best.wall.median / serial.wall.median;
  return saved > 0
    ? `'${best.way.label}' took ${formatDuration(best.wall.median)}, serial ` +
        `${formatDuration(serial.wall.median)}: ${formatPercent(saved)} less.`
    : 'overlapping saved nothing: too little work, or a busy machine.';
}

function least(compared: readonly ComparedWay[], figure: (one: ComparedWay) => number): ComparedWay {
  return [...compared].sort((a, b) => figure(a) - figure(b))[0]!;
}
