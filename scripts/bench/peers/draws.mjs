// What draws numbers one by one, offloop and others, in a process as users have it: in that of the benches, where a hook
// loads the modules, loops take a sixth longer.
import { PEERS, peer } from './generators.mjs';
import { INTEGERS } from './integers.mjs';
import { measureOnRequest } from './measured-process.mjs';

const { Generator } = await import(new URL('../../../dist/index.js', import.meta.url).href);
const engines = process.argv.slice(2);

/** How a generator draws for each table, and what else JavaScript has. */
const TABLES = {
  'draws-random': [({ random }) => random, PEERS.uniform],
  'draws-normal': [({ normal }) => normal, PEERS.normal],
  'draws-integer': [
    ({ integer }) =>
      () =>
        integer(0, 6),
    INTEGERS,
  ],
};

const drawers = [];
for (const [table, [drawOf, peers]] of Object.entries(TABLES)) {
  for (const engine of engines) {
    const draw = drawOf(new Generator({ seed: 42, engine }));
    const { sum } = await peer(`${table}-${engine}`, '', draw);
    drawers.push({ table, id: engine, name: `offloop, ${engine}`, kind: engine, sum });
  }
  drawers.push(...peers.map((drawer) => ({ table, kind: 'peer', ...drawer })));
}

const offered = drawers.map(({ table, id, name, kind }) => ({ id: `${table} ${id}`, table, name, kind }));
await measureOnRequest(offered, async (id, samples) => {
  const { sum } = drawers[offered.findIndex((one) => one.id === id)];
  return { run: () => sum(samples) };
});
