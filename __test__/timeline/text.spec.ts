import { stripVTControlCharacters } from 'node:util';
import test from 'ava';
import { renderText } from '../../ts/timeline/text.ts';
import type { Timeline } from '../../ts/timeline/timeline.ts';
import { named } from './fixtures.ts';

const serial: Timeline = {
  ...named('serial'),
  duration: 100,
  lanes: [
    { id: 'request', name: 'server_request', process: 'client' },
    { id: 'main', name: 'main thread', process: 'client' },
  ],
  spans: [
    { lane: 'request', kind: 'waiting', name: 'for the answer', start: 0, end: 40 },
    { lane: 'main', kind: 'computing', name: 'blocks 0 to 9', start: 40, end: 80 },
    { lane: 'main', kind: 'paused', name: 'uniform_sum', start: 80, end: 100 },
  ],
  instants: [{ lane: 'request', name: 'answer', at: 40 }],
  loopDelay: [
    { at: 10, delay: 0.1 },
    { at: 80, delay: 40 },
  ],
};
const async: Timeline = {
  ...serial,
  ...named('async'),
  duration: 50,
  spans: [serial.spans[0]!],
  loopDelay: [],
};

const plain = { width: 100, ascii: true, colour: false };

// Where nobody looked at the event loop, it has no row.
test('bars lie on one axis, with their sums and a legend', (t) => {
  t.is(
    renderText([serial, async], { ...plain, width: 96 }),
    [
      'serial',
      '  server_request  ................                          waiting 40.0ms',
      '  main thread                     ################oooooooo  computing 40.0ms, paused 20.0ms',
      '  event loop                      @@@@@@@@@@@@@@@@@         late by up to 40.0ms',
      'async',
      '  server_request  ................                          waiting 40.0ms',
      '  main thread',
      '                  0 -------------------------------- 100ms',
      '  # computing  . waiting  o paused',
    ].join('\n'),
  );
});

test('ascii is ascii, colour only colours, and the width is kept', (t) => {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what is looked for
  t.regex(renderText([serial], plain), /^[\x00-\x7f]*$/);
  const unicode = renderText([serial], { ...plain, ascii: false });
  t.regex(unicode, /█/);
  const coloured = renderText([serial], { ...plain, ascii: false, colour: true });
  t.not(coloured, unicode);
  t.is(stripVTControlCharacters(coloured), unicode);
  for (const width of [60, 80, 200]) {
    const lines = renderText([serial, async], { ...plain, width }).split('\n');
    t.true(Math.max(...lines.map((line) => line.length)) <= Math.max(width, 80), String(width));
  }
});

test('a group is told with the title', (t) => {
  t.regex(renderText([{ ...serial, group: 'native' }], plain), /^native: serial\n/);
});

test('spans too short for a cell are seen', (t) => {
  const short = { ...serial, spans: [{ ...serial.spans[1]!, start: 50, end: 50.01 }] };
  t.regex(renderText([short], plain), /#/);
});
