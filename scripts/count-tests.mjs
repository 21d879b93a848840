// Runs a command that runs tests, shows what it prints, and counts the tests by it.
import { spawn } from 'node:child_process';
import { stripVTControlCharacters } from 'node:util';
import { root } from './setup.mjs';

// ava's lines of one test each (its summary leaves out what passed when something failed), and cargo's summaries.
const MARKS = { passed: /^ *[✔√] /, failed: /^ *[✘×] \[fail\]/, skipped: /^ *- \[skip\]/ };
const CARGO = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/;

/** @returns {Promise<{ passed: number, failed: number, skipped: number }>} */
export async function countTests(command, args) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['inherit', 'pipe', 'pipe'],
    // Both colour their output for a terminal, which a pipe is not.
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1', CARGO_TERM_COLOR: 'always' }) },
    // npx is a shell script on Windows.
    shell: process.platform === 'win32',
  });
  const texts = [];
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    from.setEncoding('utf8').on('data', (text) => {
      texts.push(text);
      to.write(text);
    });
  }
  const status = await new Promise((resolve) => {
    child.once('error', ({ message }) => {
      console.error(`${command} could not be run: ${message}`);
      resolve(1);
    });
    child.once('close', resolve);
  });
  const counts = countLines(texts.join(''));
  // Something may have failed before, or outside of, any test.
  return status === 0 ? counts : { ...counts, failed: Math.max(counts.failed, 1) };
}

export function countLines(text) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  for (const line of stripVTControlCharacters(text).split('\n')) {
    for (const [outcome, mark] of Object.entries(MARKS)) {
      counts[outcome] += mark.test(line) ? 1 : 0;
    }
    const [, passed = 0, failed = 0, ignored = 0] = CARGO.exec(line) ?? [];
    counts.passed += Number(passed);
    counts.failed += Number(failed);
    counts.skipped += Number(ignored);
  }
  return counts;
}
