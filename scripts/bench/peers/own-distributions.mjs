// offloop's distributions in both engines, in a process as users have it, for the benches: it speaks as generators.py does.
// Its argument is the list of cases, as scripts/bench/distributions.ts writes it.
import assert from 'node:assert/strict';
import { measureOnRequest } from './measured-process.mjs';

const { fillSync } = await import(new URL('../../../dist/index.js', import.meta.url).href);
const [cases, engines] = process.argv.slice(2).map((argument) => JSON.parse(argument));

/** Milliseconds. */
const WARM_UP = 30;

/** JSON has no infinite numbers. */
function numbersOf(value) {
  return Array.isArray(value) ? value.map(numbersOf) : Number(value);
}

const offered = [];
const runs = new Map();
for (const { id: group, distribution, parameters, names, numbers } of cases) {
  const values = Object.fromEntries(names.map((name, i) => [name, numbersOf(parameters[i])]));
  const job = { distribution, ...values, seed: 42n };
  let expected;
  for (const engine of engines) {
    const array = new Float64Array(numbers);
    const run = () => fillSync(array, job, { engine });
    // V8 compiles for speed only what has run for a while.
    for (const end = performance.now() + WARM_UP; performance.now() < end; ) {
      run();
    }
    const bytes = new Uint8Array(array.buffer);
    expected ??= bytes.slice();
    assert(Buffer.compare(bytes, expected) === 0, `${group}: the engines differ`);
    const id = `${group} ${engine}`;
    offered.push({ id, group, name: engine, kind: engine, threads: 1 });
    runs.set(id, run);
  }
}
await measureOnRequest(offered, async (id) => ({ run: runs.get(id) }));
