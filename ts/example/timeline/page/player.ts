/**
 * What the page does when scripts may run: it plays the timelines, steps through their events, and tells the
 * figures of what is pointed at. It has no types: only `npm run build:ts`,
 * which makes it smaller, stands between it and the reader's browser.
 */
export const PLAYER = `
const { kinds, names, runs } = JSON.parse(document.getElementById('data').textContent);
const section = document.querySelector('.timelines');
const element = (id) => document.getElementById(id);
const [play, slider, now, status, speed, scope] = ['play', 'time', 'now', 'status', 'speed', 'scope'].map(
  element,
);
const longest = Math.max(...runs.map((run) => run.duration));
const tip = section.querySelector('.tip');

// ---- What is known of the runs: pieces of lanes and looks at the event loop, with true figures in milliseconds.

for (const [index, run] of runs.entries()) {
  run.figure = element('run-' + index);
  run.lanes = [...run.lanes.map(readLane), readLoop(run.loop)];
  const tracks = run.figure.querySelectorAll('.track');
  run.lanes.forEach((lane, i) => {
    lane.track = tracks[i];
  });
}

function readLane({ name, pieces, moments }) {
  let at = 0;
  const read = ([gap, length, ...rest]) => {
    const start = (at + gap) / 1e6;
    at += gap + length;
    const isSpan = rest.length === 2;
    const shares = kinds.map((_, kind) => {
      if (!isSpan) return { count: rest[2 * kind], sum: rest[2 * kind + 1] / 1e6 };
      return kind === rest[0] ? { count: 1, sum: length / 1e6 } : { count: 0, sum: 0 };
    });
    const span = isSpan ? { kind: kinds[rest[0]], about: names[rest[1]] } : {};
    return { start, end: at / 1e6, shares, ...span };
  };
  return { name, pieces: pieces.map(read), moments: Object.entries(moments).flatMap(readMoments) };
}

function readMoments([what, numbers]) {
  const moments = [];
  let at = 0;
  for (let i = 0; i < numbers.length; i += 2) {
    at += numbers[i];
    moments.push({ at: at / 1e6, what, count: numbers[i + 1] });
  }
  return moments;
}

function readLoop({ name, looks }) {
  const pieces = looks.map(([at, delay, count]) => ({
    start: (at - delay) / 1e6,
    end: at / 1e6,
    late: delay / 1e6,
    count,
  }));
  return { name, pieces, moments: [] };
}

// ---- Figures in words.

function duration(ms) {
  if (ms === 0) return '0ms';
  if (Math.abs(ms) < 0.9995) return digits(ms * 1000) + 'µs';
  return ms < 999.5 ? digits(ms) + 'ms' : digits(ms / 1000) + 's';
}

function digits(value) {
  const rounded = Number(value.toPrecision(3));
  return rounded.toFixed(Math.min(3, Math.max(0, 2 - Math.floor(Math.log10(Math.abs(rounded))))));
}

function several(pieces) {
  const shares = kinds.map((_, kind) => ({
    count: pieces.reduce((all, piece) => all + piece.shares[kind].count, 0),
    sum: pieces.reduce((all, piece) => all + piece.shares[kind].sum, 0),
  }));
  return { start: pieces[0].start, end: pieces.at(-1).end, shares };
}

/** What a piece is, in lines. */
function describe(lane, piece) {
  if (piece.late !== undefined) {
    const looks = piece.count > 1 ? ', the latest of ' + piece.count + ' looks' : '';
    return [lane.name, 'late by ' + duration(piece.late) + ' at ' + duration(piece.end) + looks];
  }
  const when = duration(piece.start) + ' to ' + duration(piece.end);
  if (piece.kind !== undefined) {
    return [lane.name, piece.kind + ': ' + piece.about, when + ', ' + duration(piece.end - piece.start)];
  }
  const each = piece.shares.map(({ count, sum }, kind) =>
    count === 0 ? '' : kinds[kind] + ' ' + count + (count === 1 ? ' time, ' : ' times, ') + duration(sum),
  );
  return [lane.name, countOf(piece) + ' spans, ' + when, ...each.filter(Boolean)];
}

/** What a lane does in a piece, in a few words. */
function doing(piece) {
  return piece.kind !== undefined
    ? piece.kind + ' (' + piece.about + ')'
    : 'in ' + countOf(piece) + ' short spans';
}

function momentWords({ what, count }) {
  return (count > 1 ? count + ' times ' : '') + what;
}

function countOf(piece) {
  return piece.shares.reduce((all, { count }) => all + count, 0);
}

// ---- The cursor: a time for all runs. At the end, nothing is dimmed.

let time = longest;
let frame;

function moveTo(next) {
  time = Math.min(Math.max(next, 0), longest);
  section.classList.toggle('moving', time < longest);
  for (const run of runs) {
    run.figure.style.setProperty('--at', Math.min(100, (time / run.duration) * 100));
  }
  slider.value = Math.round((time / longest) * slider.max);
  slider.setAttribute('aria-valuetext', duration(time) + ' of ' + duration(longest));
  now.textContent = duration(time);
}

function stop() {
  cancelAnimationFrame(frame);
  frame = undefined;
  play.textContent = 'Play';
}

function start() {
  // Who wants less motion sees a picture twice a second.
  const least = matchMedia('(prefers-reduced-motion: reduce)').matches ? 500 : 0;
  let last = performance.now();
  unmark();
  status.textContent = '';
  play.textContent = 'Pause';
  if (time >= longest) moveTo(0);
  const tick = (at) => {
    if (at - last >= least) {
      moveTo(time + Math.max(0, at - last) * speed.value);
      last = at;
    }
    if (time < longest) {
      frame = requestAnimationFrame(tick);
    } else {
      stop();
      status.textContent = 'The end, ' + duration(longest) + '.';
    }
  };
  frame = requestAnimationFrame(tick);
}

function toggle() {
  if (frame === undefined) return start();
  stop();
  status.textContent = 'Paused at ' + duration(time) + '.';
}

function jumpTo(at) {
  stop();
  unmark();
  moveTo(at);
  status.textContent = at === 0 ? 'The start.' : 'The end, ' + duration(longest) + '.';
}

// ---- Steps: from one event of the chosen runs to the next.

const eventsByScope = new Map();

function eventsOf(chosen) {
  if (!eventsByScope.has(chosen)) {
    const events = runs.flatMap((run, i) => (chosen === 'all' || Number(chosen) === i ? runEvents(run) : []));
    eventsByScope.set(
      chosen,
      events.sort((a, b) => a.at - b.at),
    );
  }
  return eventsByScope.get(chosen);
}

function runEvents(run) {
  const events = [{ at: run.duration, run, what: 'the end of the run' }];
  for (const lane of run.lanes.slice(0, -1)) {
    for (const [i, piece] of lane.pieces.entries()) {
      events.push({ at: piece.start, run, lane, piece });
      const next = lane.pieces[i + 1]?.start ?? run.duration;
      if (next - piece.end > run.duration / 250)
        events.push({ at: piece.end, run, what: lane.name + ' stops' });
    }
    for (const moment of lane.moments) {
      events.push({ at: moment.at, run, what: lane.name + ': ' + momentWords(moment) });
    }
  }
  return events;
}

function step(direction) {
  stop();
  const events = eventsOf(scope.value);
  const from = direction > 0 && time >= longest ? -1 : time;
  const next =
    direction > 0 ? events.find(({ at }) => at > from + 1e-9) : events.findLast(({ at }) => at < from - 1e-9);
  if (next === undefined) return jumpTo(direction > 0 ? longest : 0);
  moveTo(next.at);
  const together = events.filter(({ at }) => Math.abs(at - next.at) <= 1e-9);
  unmark();
  for (const { lane, piece, run } of together) {
    if (piece !== undefined) mark(run, lane, piece);
  }
  const concerned = [...new Set(together.map(({ run }) => run))];
  const said = concerned.slice(0, 2).map((run) =>
    sayRun(
      run,
      together.filter((event) => event.run === run),
    ),
  );
  const more = concerned.length > 2 ? ' And ' + (concerned.length - 2) + ' more.' : '';
  status.textContent = duration(next.at) + ' · ' + said.join(' ') + more;
}

/** What happens to a run at the cursor, and who does what from then on. */
function sayRun(run, events) {
  const happened = events.flatMap(({ what }) => what ?? []);
  const busy = run.lanes.slice(0, -1).flatMap((lane) => {
    const piece = lane.pieces.find(({ start, end }) => start <= time + 1e-9 && end > time + 1e-9);
    return piece === undefined ? [] : lane.name + ' ' + doing(piece);
  });
  const title = scope.value === 'all' ? run.title + ': ' : '';
  return title + [...happened, ...busy].join('; ') + '.';
}

// ---- What is pointed at.

function mark(run, lane, piece, name = 'mark') {
  const box = document.createElement('div');
  box.className = name;
  const start = Math.max(0, piece.start);
  box.style.left = (start / run.duration) * 100 + '%';
  box.style.width = ((piece.end - start) / run.duration) * 100 + '%';
  lane.track.append(box);
}

function unmark(marks = '.mark') {
  for (const box of section.querySelectorAll(marks)) box.remove();
  tip.hidden = true;
}

function showTip(lines, x, y) {
  tip.textContent = lines.join('\\n');
  tip.hidden = false;
  const { width, height } = tip.getBoundingClientRect();
  tip.style.left = Math.max(8, Math.min(x + 12, innerWidth - width - 8)) + 'px';
  tip.style.top = (y + 16 + height > innerHeight ? y - height - 12 : y + 16) + 'px';
}

/** The pieces under a pixel of a lane, or the nearest within a few pixels. */
function piecesAt(lane, at, pixel) {
  const under = lane.pieces.filter(({ start, end }) => start <= at + pixel / 2 && end >= at - pixel / 2);
  const wide = under.find(({ start, end }) => start <= at && end > at && end - start >= pixel);
  if (wide !== undefined) return [wide];
  if (under.length > 0) return under;
  const distance = ({ start, end }) => Math.max(start - at, at - end);
  const nearest = [...lane.pieces].sort((a, b) => distance(a) - distance(b))[0];
  const reach = nearest?.late === undefined ? 4 * pixel : Number.POSITIVE_INFINITY;
  return nearest !== undefined && distance(nearest) <= reach ? [nearest] : [];
}

function worst(pieces) {
  const latest = pieces.reduce((a, b) => (b.late > a.late ? b : a));
  return { ...latest, count: pieces.reduce((all, { count }) => all + count, 0) };
}

function point({ target, clientX, clientY }) {
  const track = target.closest?.('.track');
  unmark('.pointed');
  if (!track) return;
  const run = runs.find(({ figure }) => figure.contains(track));
  const lane = run.lanes.find((each) => each.track === track);
  const box = track.getBoundingClientRect();
  const pixel = run.duration / box.width;
  const at = (clientX - box.left) * pixel;
  const pieces = piecesAt(lane, at, pixel);
  const near = lane.moments.filter((moment) => Math.abs(moment.at - at) <= 4 * pixel);
  const moments = near.map((moment) => momentWords(moment) + ' at ' + duration(moment.at));
  if (pieces.length === 0 && moments.length === 0) return;
  const piece =
    pieces.length < 2 ? pieces[0] : pieces[0].late === undefined ? several(pieces) : worst(pieces);
  if (piece !== undefined) mark(run, lane, piece, 'mark pointed');
  showTip(
    [...(piece === undefined ? [lane.name] : describe(lane, piece)), ...moments.slice(0, 3)],
    clientX,
    clientY,
  );
}

// ---- Spans by keyboard: up and down from lane to lane, left and right from span to span.

for (const run of runs) {
  const rows = run.figure.querySelector('.rows');
  const chosen = { lane: 0, piece: 0 };
  rows.tabIndex = 0;
  rows.setAttribute('role', 'application');
  rows.setAttribute('aria-roledescription', 'timeline');
  rows.setAttribute('aria-label', run.title + '. Arrow keys go through lanes and spans.');
  const choose = (lane, piece) => {
    chosen.lane = Math.min(Math.max(lane, 0), run.lanes.length - 1);
    const { pieces, track } = run.lanes[chosen.lane];
    chosen.piece = Math.min(Math.max(piece, 0), Math.max(0, pieces.length - 1));
    const it = pieces[chosen.piece];
    unmark();
    if (it === undefined) return;
    mark(run, run.lanes[chosen.lane], it);
    const lines = describe(run.lanes[chosen.lane], it);
    const box = track.getBoundingClientRect();
    showTip(lines, box.left + (it.start / run.duration) * box.width, box.bottom - 12);
    status.textContent = lines.join(', ');
  };
  /** The piece of another lane at about the same time. */
  const beside = (lane) => {
    const at = run.lanes[chosen.lane].pieces[chosen.piece]?.start ?? 0;
    const next = run.lanes[lane]?.pieces.findIndex(({ end }) => end > at) ?? 0;
    choose(lane, next < 0 ? Number.POSITIVE_INFINITY : next);
  };
  const keys = {
    ArrowLeft: () => choose(chosen.lane, chosen.piece - 1),
    ArrowRight: () => choose(chosen.lane, chosen.piece + 1),
    ArrowUp: () => beside(Math.max(chosen.lane - 1, 0)),
    ArrowDown: () => beside(Math.min(chosen.lane + 1, run.lanes.length - 1)),
    Home: () => choose(chosen.lane, 0),
    End: () => choose(chosen.lane, Number.POSITIVE_INFINITY),
  };
  rows.addEventListener('keydown', (event) => use(keys, event));
  rows.addEventListener('focus', () => {
    if (rows.matches(':focus-visible')) choose(chosen.lane, chosen.piece);
  });
  rows.addEventListener('blur', () => unmark());
}

// ---- Keys and buttons. Keys that an element needs for itself are left to it.

function use(keys, event) {
  const action = event.altKey || event.ctrlKey || event.metaKey ? undefined : keys[event.key];
  if (action === undefined || event.defaultPrevented) return;
  event.preventDefault();
  action();
}

const keys = {
  ' ': toggle,
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
  Home: () => jumpTo(0),
  End: () => jumpTo(longest),
};

section.addEventListener('keydown', (event) => {
  const { target } = event;
  if (event.key === 'Escape') unmark();
  const own =
    target.closest('select, input[type=radio], a, summary') || (target === slider && event.key !== ' ');
  if (!own && !(event.key === ' ' && target.closest('button'))) use(keys, event);
});
play.addEventListener('click', toggle);
element('previous').addEventListener('click', () => step(-1));
element('next').addEventListener('click', () => step(1));
scope.addEventListener('change', () => runs[scope.value]?.figure.scrollIntoView({ block: 'nearest' }));
slider.addEventListener('input', () => {
  stop();
  unmark();
  moveTo((slider.value / slider.max) * longest);
});
section.addEventListener('pointermove', point);
section.addEventListener('pointerdown', point);
section.addEventListener('pointerleave', () => unmark('.pointed'));

section.tabIndex = -1;
for (const controls of section.querySelectorAll('.settings, .player')) controls.hidden = false;
moveTo(longest);
`;
