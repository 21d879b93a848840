// Runs a command that runs tests, shows what it prints, and counts the tests by it.
import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { stripVTControlCharacters } from 'node:util';
import { root } from './kit/places.mjs';

// ava's lines of one test each (its summary leaves out what passed when something failed), and of a file that crashed
// or a run that was given up; and cargo's summaries.
const MARKS = { passed: /^ *[✔√] /, failed: /^ *[✘×] /, skipped: /^ *- \[skip\]/ };
const CARGO = /^test result: \w+\. (\d+) passed; (\d+) failed; (\d+) ignored;/;
// How __test__/where.ts ends the title of a test that is skipped for want of a tool.
const NEEDS = / \(needs ([^()]+)\)$/;

/** How long what a command has started may hold its output after the command has ended, in milliseconds. */
const GRACE = 3000;

/**
 * @typedef {object} Counts
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 * @property {Record<string, number>} missing how many were skipped for want of which tool
 */

/** @returns {Promise<Counts>} */
export async function countTests(command, args) {
  const child = spawn(command, args, {
    cwd: root,
    stdio: ['inherit', 'pipe', 'pipe'],
    // Both colour their output for a terminal, which a pipe is not.
    env: { ...process.env, ...(process.stdout.isTTY && { FORCE_COLOR: '1', CARGO_TERM_COLOR: 'always' }) },
    // npx is a shell script on Windows.
    shell: process.platform === 'win32',
  });
  const lines = [];
  for (const [from, to] of [
    [child.stdout, process.stdout],
    [child.stderr, process.stderr],
  ]) {
    // Whole lines, since another may write in between.
    createInterface({ input: from }).on('line', (line) => {
      lines.push(line);
      to.write(`${line}\n`);
    });
  }
  const status = await new Promise((resolve) => {
    child.once('error', ({ message }) => {
      console.error(`${command} could not be run: ${message}`);
      resolve(1);
    });
    // What it has started, and not ended, may hold its pipes for ever: that ends no run.
    child.once('exit', (code) => {
      const late = setTimeout(() => {
        console.error(`${command} has ended, but something that it has started still runs.`);
        child.stdout.destroy();
        child.stderr.destroy();
      }, GRACE);
      child.once('close', () => {
        clearTimeout(late);
        resolve(code);
      });
    });
  });
  const counts = countLines(lines.join('\n'));
  // Something may have failed before, or outside of, any test.
  return status === 0 ? counts : { ...counts, failed: Math.max(counts.failed, 1) };
}

/** @returns {Counts} */
export function countLines(text) {
  const counts = { passed: 0, failed: 0, skipped: 0, missing: {} };
  for (const line of stripVTControlCharacters(text).split('\n')) {
    for (const [outcome, mark] of Object.entries(MARKS)) {
      counts[outcome] += mark.test(line) ? 1 : 0;
    }
    const [, tool] = (MARKS.skipped.test(line) && NEEDS.exec(line)) || [];
    if (tool !== undefined) {
      counts.missing[tool] = (counts.missing[tool] ?? 0) + 1;
    }
    const [, passed = 0, failed = 0, ignored = 0] = CARGO.exec(line) ?? [];
    counts.passed += Number(passed);
    counts.failed += Number(failed);
    counts.skipped += Number(ignored);
  }
  return counts;
}
