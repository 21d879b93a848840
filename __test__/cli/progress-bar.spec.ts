import test from 'ava';
import { progressBar } from '../../ts/cli/progress-bar.ts';

/** Standard error, as a terminal or not. */
function screen(isTTY: boolean, columns?: number): { out: NodeJS.WriteStream; written: string[] } {
  const written: string[] = [];
  const out = { isTTY, columns, write: (text: string) => written.push(text) };
  return { out: out as unknown as NodeJS.WriteStream, written };
}

/** The environment of a usual terminal. */
const env = { TERM: 'xterm-256color' };

function progress(elapsed: number, samplesDone = 25) {
  return { samplesDone, samples: 100, elapsed, worked: 0 };
}

test('nothing shows in the first second, nor at the end, nor when quiet', (t) => {
  const { out, written } = screen(true);
  const bar = progressBar(false, { out, env });
  bar.update(progress(999));
  bar.update(progress(5000, 100));
  progressBar(true, { out, env }).update(progress(5000));
  bar.clear();
  t.deepEqual(written, []);
});

test('a terminal has a bar, which is cleared; elsewhere there is a line every five seconds', (t) => {
  const terminal = screen(true);
  const bar = progressBar(false, { out: terminal.out, env });
  bar.update(progress(1000));
  bar.update(progress(1050));
  bar.update(progress(1200));
  bar.clear();
  t.is(terminal.written.length, 3);
  t.regex(terminal.written[0]!, /^\r█{6}░{18} 25 % of 100 samples, .*, 3\.00s left/);

  const file = screen(false);
  const lines = progressBar(false, { out: file.out, env });
  lines.update(progress(1000));
  lines.update(progress(2000));
  lines.clear();
  lines.update(progress(6000));
  t.is(file.written.length, 2);
  t.true(file.written.every((line) => /^25 % [^\n]* left\n$/.test(line)));
});

for (const env of [
  { TERM: 'dumb' },
  { TERM: '' },
  { TERM: 'xterm', CI: 'true' },
  ...(process.platform === 'win32' ? [] : [{}]),
]) {
  test(`a terminal that cannot redraw a line has lines: ${JSON.stringify(env)}`, (t) => {
    const { out, written } = screen(true);
    const bar = progressBar(false, { out, env });
    bar.update(progress(1000));
    bar.update(progress(2000));
    bar.clear();
    t.is(written.length, 1);
    t.regex(written[0]!, /^25 % [ -~]* left\n$/);
  });
}

test('a terminal that says it has no columns has 80', (t) => {
  const { out, written } = screen(true, 0);
  progressBar(false, { out, env }).update(progress(1500));
  t.true(written[0]!.endsWith(' left\x1b[K'), written[0]);
});

test('a bar can be drawn in ASCII alone', (t) => {
  const { out, written } = screen(true);
  progressBar(false, { ascii: true, out, env }).update({
    samplesDone: 99_999_999,
    samples: 1e8,
    elapsed: 1000,
  });
  t.regex(written[0]!, /^\r#{14} 99 % of 100,000,000 samples, .* 0\.010us left/);
  t.regex(written[0]!.slice(1, -3), /^[ -~]*$/);
});

test('a bar never goes on in the next line', (t) => {
  for (const columns of [20, 40, 60, 79, 80, 81, 200]) {
    const { out, written } = screen(true, columns);
    progressBar(false, { out, env }).update({
      samplesDone: 987_654_321,
      samples: 120_000_000_000,
      elapsed: 1500,
    });
    const line = written[0]!.slice('\r'.length, -'\x1b[K'.length);
    t.true(line.length < columns && line.includes('0 %'), line);
  }
});

test('each of several jobs waits for a second of its own', (t) => {
  const { out, written } = screen(false);
  const bar = progressBar(false, { out, env });
  bar.update(progress(60_000));
  bar.update(progress(10));
  t.is(written.length, 1);
  bar.update(progress(1500));
  t.is(written.length, 2);
});
