import { formatDuration, formatPercent } from '../../format.ts';
import type { ComparedWay } from './comparison.ts';

/** What there is to learn from one engine's ways, in sentences. One of them is the serial one. */
export function verdictOf(compared: readonly ComparedWay[]): string[] {
  const byId = new Map(compared.map((each) => [each.way.id, each]));
  const serial = byId.get('serial')!;
  const overlapped = compared.filter(({ way }) => way.kind === 'overlapped');
  const best = least(overlapped, ({ wall }) => wall.median);
  const calm = least(overlapped, ({ latest }) => latest);
  const { engine } = best.way;
  const lines = [gainOf(best, serial)];

  const blocking = byId.get('blocking');
  if (blocking !== undefined) {
    lines.push(
      `${engine}: one blocking call made the event loop late by up to ${formatDuration(blocking.latest)}; ` +
        `'${calm.way.label}' by ${formatDuration(calm.latest)}.`,
    );
  }
  const flooded = byId.get('flooded');
  if (flooded !== undefined) {
    lines.push(
      `${engine}: the pool filled with whole jobs made a file wait up to ${formatDuration(flooded.longestRead)}; ` +
        `'${best.way.label}' ${formatDuration(best.longestRead)}.`,
    );
  }
  const fine = byId.get('too-fine');
  const coarse = byId.get('one-slot');
  if (fine !== undefined && coarse !== undefined && fine.wall.median > coarse.wall.median) {
    const times = fine.wall.median / coarse.wall.median;
    lines.push(
      `${engine}: chunks of one block each took ${formatDuration(fine.wall.median)}: ${times.toFixed(1)} times as long.`,
    );
  }
  return lines;
}

function gainOf(best: ComparedWay, serial: ComparedWay): string {
  const { engine, label } = best.way;
  const saved = 1 - best.wall.median / serial.wall.median;
  return saved > 0
    ? `${engine}: '${label}' took ${formatDuration(best.wall.median)} where one task after the other took ` +
        `${formatDuration(serial.wall.median)}: ${formatPercent(saved)} less, ${formatPercent(best.efficiency)} of what one core could gain.`
    : `${engine}: overlapping saved nothing this time: the work is too short, or something else kept the machine busy.`;
}

function least(compared: readonly ComparedWay[], figure: (one: ComparedWay) => number): ComparedWay {
  return [...compared].sort((a, b) => figure(a) - figure(b))[0]!;
}
