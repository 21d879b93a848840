import test from 'ava';
import fc from 'fast-check';
import { ticksOf } from '../../../ts/example/page/axis.ts';
import { toGroups } from '../../../ts/example/page/groups.ts';
import { piecesOf } from '../../../ts/example/page/merge-neighbours.ts';
import { renderPage } from '../../../ts/example/page/render-page.ts';
import { formatDuration } from '../../../ts/text/format.ts';
import {
  fullTitleOf,
  type Lane,
  SPAN_KINDS,
  type Span,
  type Timeline,
  timesOf,
} from '../../../ts/timeline/timeline.ts';
import { blocking, fine, named, overlapped, page, serial } from '../../timeline/fixtures.ts';

test('every lane has a row, with the sums of its spans', (t) => {
  const html = renderPage(page);
  t.is(html.match(/<figure /g)?.length, page.timelines.length);
  for (const timeline of page.timelines) {
    for (const lane of timeline.lanes) {
      const times = timesOf(timeline, lane);
      const sums = SPAN_KINDS.filter((kind) => times[kind] > 0).map(
        (kind) => `${kind} ${formatDuration(times[kind])}`,
      );
      t.true(html.includes(`aria-label="${lane.name}: ${sums.join(', ')}"`), `${timeline.id}, ${lane.id}`);
    }
  }
});

test('title, summary and table are there, and rows lead to their timelines', (t) => {
  const html = renderPage(page);
  for (const text of [
    page.title,
    ...page.verdict,
    ...page.table.head,
    ...page.table.rows.flatMap(({ cells }) => cells),
  ]) {
    t.true(html.includes(`>${text}<`), text);
  }
  t.true(html.includes(`<a href="#run-0">${fullTitleOf(serial)}</a>`));
});

test('a row leads to the timeline that it names by id, whatever their titles are', (t) => {
  const second = { ...serial, id: 'second' };
  const rows = [{ timeline: 'second', cells: ['other words'] }, { cells: [fullTitleOf(serial)] }];
  const charts = [{ title: '', bars: [{ name: 'a bar', timeline: 'second', least: 1, median: 2, most: 3 }] }];
  const html = renderPage({ ...page, charts, table: { head: [''], rows }, timelines: [serial, second] });
  t.true(html.includes('<a href="#run-1">other words</a>'));
  t.true(html.includes('<a href="#run-1">a bar</a>'));
  t.is(html.match(/<a /g)?.length, 2);
});

test('all text is escaped', (t) => {
  const text = `</script><script>alert("&'")</script>`;
  const escaped = '&lt;/script&gt;&lt;script&gt;alert(&quot;&amp;&#39;&quot;)&lt;/script&gt;';
  const span: Span = { lane: text, kind: 'waiting', name: text, start: 0, end: 1 };
  const timeline: Timeline = {
    ...blocking,
    id: text,
    group: text,
    title: text,
    lanes: [{ id: text, name: text, process: 'client' }],
    spans: [span],
  };
  const html = renderPage({
    title: text,
    verdict: [text],
    conditions: [text],
    charts: [{ title: text, bars: [{ name: text, timeline: text, least: 0, median: 0, most: 0 }] }],
    table: { head: [text], rows: [{ timeline: text, cells: [text, text] }] },
    timelines: [timeline],
  });
  t.false(html.includes('alert("'));
  t.false(html.includes('</script><script>alert'));
  t.true(html.split(escaped).length > 8);
});

test('the page has no script, and names nothing to load', (t) => {
  const html = renderPage(page);
  t.regex(html, /<meta http-equiv="Content-Security-Policy" content="default-src 'none'; /);
  t.notRegex(html, /<script|unsafe-inline|https?:|@import|<link|<img|\ssrc=/);
  t.notRegex(html, /url\((?!#)/);
  t.notRegex(html, /\sstyle="|\son[a-z]+="/);
});

test('ten timelines of 2,000 spans and 250 pauses are a page of less than 300 kB', (t) => {
  const timelines = Array.from({ length: 10 }, (_, i) => fine(1000, `run ${i}`));
  t.true(timelines.every(({ spans }) => spans.length >= 2000));
  const began = performance.now();
  const { length } = renderPage({ ...page, timelines });
  t.log(`${(length / 1000).toFixed(0)} kB in ${formatDuration(performance.now() - began)}`);
  t.true(length < 300_000);
});

test('pieces hold every span once, in the order of time', (t) => {
  const lane: Lane = { id: 'a', name: 'A', process: 'client' };
  // In quarters, which add up without rounding.
  const lengths = fc.array(fc.tuple(fc.nat(20), fc.integer({ min: 1, max: 200 })));
  fc.assert(
    fc.property(lengths, (pairs) => {
      let at = 0;
      const spans = pairs.map(([gap, length], i): Span => {
        const start = at + gap / 4;
        at = start + length / 4;
        return { lane: lane.id, kind: SPAN_KINDS[i % 3]!, name: `span ${i}`, start, end: at };
      });
      const pieces = piecesOf({ ...blocking, spans: [...spans].reverse() }, lane, at);
      t.deepEqual(
        pieces.flatMap((piece) => piece.spans),
        spans,
      );
      for (const { start, end, spans: own } of pieces) {
        t.is(start, own[0]!.start);
        t.is(end, own.at(-1)!.end);
        t.true(own.length === 1 || end - start <= at / 250, 'what is drawn together is narrow');
      }
    }),
  );
});

test('a bar is as long as the median, and its line as the range', (t) => {
  const bars = [
    { name: 'quick', least: 10, median: 20, most: 25 },
    { name: 'slow', least: 30, median: 40, most: 100 },
  ];
  const html = renderPage({ ...page, charts: [{ title: 'native', bars }] });
  t.true(html.includes('native <small>0 to 100ms</small>'));
  for (const [width, from, to, words] of [
    ['20%', '10%', '25%', '<td>20.0ms</td><td><small>10.0ms to 25.0ms</small>'],
    ['40%', '30%', '100%', '<td>40.0ms</td><td><small>30.0ms to 100ms</small>'],
  ]) {
    t.true(html.includes(`<rect class="computing" width="${width}"`), width);
    t.true(html.includes(`<line class="range" x1="${from}" x2="${to}"`), from);
    t.true(html.includes(words!), words);
  }
});

test('axes have few ticks, at round times of one unit', (t) => {
  t.deepEqual(
    ticksOf(24.8).map(({ label }) => label),
    ['0', '5ms', '10ms', '15ms', '20ms'],
  );
  t.is(ticksOf(0.35).at(-1)!.label, '300µs');
  t.is(ticksOf(3200).at(-1)!.label, '3s');
  fc.assert(
    fc.property(fc.double({ min: 1e-3, max: 1e7, noNaN: true }), (extent) => {
      const ticks = ticksOf(extent);
      t.true(ticks.length >= 3 && ticks.length <= 7, String(extent));
      t.true(ticks.every(({ at }) => at >= 0 && at <= extent * (1 + 1e-9)));
      t.is(new Set(ticks.map(({ label }) => label)).size, ticks.length);
    }),
  );
});

test('timelines are drawn in their groups, each to a scale of its own', (t) => {
  const groups = toGroups([serial, blocking, overlapped]);
  t.deepEqual(groups, [
    { name: 'typescript', timelines: [serial, overlapped], extent: 101, lateness: 14.25 },
    { name: 'native', timelines: [blocking], extent: 21, lateness: 10 },
  ]);
  const [all, ...others] = toGroups([serial, blocking].map((timeline) => ({ ...timeline, group: '' })));
  t.deepEqual(others, []);
  t.is(all!.timelines.length, 2);
});

test('there may be nothing to show', (t) => {
  t.notRegex(renderPage({ title: 'Nothing', verdict: [], timelines: [] }), /NaN|undefined|Infinity|<script/);
  const empty = { ...named('empty'), duration: 0, lanes: [], spans: [], instants: [], loopDelay: [] };
  t.notRegex(renderPage({ title: 'Nothing', verdict: [], timelines: [empty] }), /"[^"]*(NaN|Infinity)/);
});
