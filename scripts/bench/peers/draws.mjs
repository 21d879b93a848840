// What draws numbers one by one, offloop and others, in a process as users have it: in that of the benches, where a hook
// loads the modules, loops take a sixth longer.
import stdlib from '@stdlib/random-base';
import { randomExponential, randomGamma, randomPoisson } from 'd3-random';
import { PEERS, peer } from './generators.mjs';
import { INTEGERS } from './integers.mjs';
import { measureOnRequest } from './measured-process.mjs';

const { Generator } = await import(new URL('../../../dist/index.js', import.meta.url).href);
const engines = process.argv.slice(2);

const seeded = { seed: 42 };

/** A draw of a parameter that changes at each call. */
function changing(draw, meanOf) {
  const values = Float64Array.from({ length: 1024 }, (_, n) => meanOf(n / 1024));
  let at = 0;
  return () => {
    at = (at + 1) & 1023;
    return draw(values[at]);
  };
}

/** How a generator draws for each table, and what else JavaScript has. */
const TABLES = {
  'draws-random': [(rng) => rng.random, PEERS.uniform],
  'draws-normal': [(rng) => () => rng.normal(), PEERS.normal],
  'draws-integer': [(rng) => () => rng.integer(0, 6), INTEGERS],
  'draws-exponential': [
    (rng) => () => rng.exponential(),
    [
      await peer('stdlib-exponential', '@stdlib, seeded', stdlib.exponential.factory(1, seeded)),
      await peer('d3-exponential', 'd3-random (no seed)', randomExponential(1)),
    ],
  ],
  'draws-exponential-changing': [
    (rng) =>
      changing(
        (parameter) => rng.exponential(parameter),
        (part) => 1 + part,
      ),
    [],
  ],
  'draws-poisson': [
    (rng) => () => rng.poisson(4),
    [
      await peer('stdlib-poisson', '@stdlib, seeded', stdlib.poisson.factory(4, seeded)),
      await peer('d3-poisson', 'd3-random (no seed)', randomPoisson(4)),
    ],
  ],
  'draws-poisson-changing': [
    (rng) =>
      changing(
        (parameter) => rng.poisson(parameter),
        (part) => 3.5 + part,
      ),
    [],
  ],
  'draws-gamma': [
    (rng) => () => rng.gamma(2.5),
    [
      await peer('stdlib-gamma', '@stdlib, seeded', stdlib.gamma.factory(2.5, 1, seeded)),
      await peer('d3-gamma', 'd3-random (no seed)', randomGamma(2.5, 1)),
    ],
  ],
  'draws-gamma-changing': [
    (rng) =>
      changing(
        (parameter) => rng.gamma(parameter),
        (part) => 2 + part,
      ),
    [],
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
