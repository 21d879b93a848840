import test from 'ava';
import { looksOf, momentsOf, piecesOf, sharesOf } from '../../../ts/example/page/merge-neighbours.ts';
import { readPlayerData } from '../../../ts/example/page/player/read-data.ts';
import { toPlayerData } from '../../../ts/example/page/player-data.ts';
import { fullTitleOf } from '../../../ts/timeline/timeline.ts';
import { page } from '../../timeline/fixtures.ts';

const toNanoseconds = (milliseconds: number): number => Math.round(milliseconds * 1e6);

test('the player reads what is drawn, right to the nanosecond', (t) => {
  const played = readPlayerData(JSON.parse(JSON.stringify(toPlayerData(page.timelines))));
  t.is(played.length, page.timelines.length);
  for (const [i, timeline] of page.timelines.entries()) {
    const { title, duration, lanes, loop } = played[i]!;
    t.is(title, fullTitleOf(timeline));
    t.is(duration, timeline.duration);
    t.deepEqual(
      lanes.map(({ name }) => name),
      timeline.lanes.map(({ name }) => name),
    );
    for (const [j, lane] of timeline.lanes.entries()) {
      const { pieces, moments } = lanes[j]!;
      t.deepEqual(
        pieces.map(({ start, end, shares, single }) => ({
          times: [start, end, ...shares.map(({ sum }) => sum)].map(toNanoseconds),
          counts: shares.map(({ count }) => count),
          about: single && [single.kind, single.about],
        })),
        piecesOf(timeline, lane).map((piece) => ({
          times: [piece.start, piece.end, ...sharesOf(piece).map(({ sum }) => sum)].map(toNanoseconds),
          counts: sharesOf(piece).map(({ count }) => count),
          about: piece.spans.length === 1 ? [piece.spans[0]!.kind, piece.spans[0]!.name] : undefined,
        })),
      );
      t.deepEqual(
        moments.map(({ name, at, count }) => [name, toNanoseconds(at), count]).sort(),
        momentsOf(timeline, lane)
          .map(({ name, at, count }) => [name, toNanoseconds(at), count])
          .sort(),
      );
    }
    t.deepEqual(
      loop.pieces.map(({ end, late, count }) => [end, late, count].map(toNanoseconds)),
      looksOf(timeline).map(({ at, delay, count }) => [at, delay, count].map(toNanoseconds)),
    );
  }
});
