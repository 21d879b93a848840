// A job of a generator, with offloop or another library, in a process as users have it: it speaks as generators.py does. Its
// arguments are the job's table, the library's id, and how many rows of test data there are. It has a process alone, since V8
// compiles a loop for what it has seen. What a library gives is looked at before it is offered: who does something else is left
// out, and for ours that is an error.
import { OTHERS, ours } from './generator-libraries.mjs';
import { firstOf, mapOf, picksOf, rowsOf, SIDE } from './generator-loops.mjs';
import { measureOnRequest } from './measured-process.mjs';

const MILLION = 1_000_000;

/** Deviations that an average may lie off. */
const FAR = 6;

const PRODUCTS = ['tea', 'coffee', 'mug', 'teapot', 'kettle', 'espresso machine'].map((name, n) => {
  return { name, price: 5 * 3 ** n };
});
const FEW = [40, 30, 15, 10, 4, 1];
const MANY = Array.from({ length: 1000 }, (_, n) => (n % 37) + 0.5);

const [table, id, count] = process.argv.slice(2);
const ROWS = Number(count);
const library = OTHERS[id] ?? (await ours(id));

/** For each table, what a library does, and what is wrong with what it gave. */
const JOBS = {
  map: ({ valueAt }) => {
    return (
      valueAt && {
        samples: SIDE * SIDE,
        run: () => mapOf(valueAt),
        wrong: (values) => wrongMap(values, mapOf(valueAt, true)),
      }
    );
  },
  child: ({ numberOf }) => {
    return (
      numberOf && {
        samples: SIDE * SIDE,
        run: () => firstOf(numberOf, SIDE * SIDE),
        wrong: (values) => wrongValues(values, 1),
      }
    );
  },
  'picks-6': (library) => picksWith(library, FEW, MILLION),
  'picks-1000': (library) => picksWith(library, MANY, MILLION / 10),
  rows: ({ rows }) => {
    return (
      rows && {
        samples: ROWS,
        run: () => rowsOf(rows(PRODUCTS, FEW), ROWS),
        wrong: wrongRows,
      }
    );
  },
  shuffle: ({ shuffle }) => {
    const array = Array.from({ length: MILLION }, (_, n) => n);
    return shuffle && { samples: MILLION, run: () => shuffle(array), wrong: wrongOrder };
  },
  'shuffle-doubles': ({ shuffle }) => {
    const array = Float64Array.from({ length: MILLION }, (_, n) => n);
    return shuffle && { samples: MILLION, run: () => shuffle(array), wrong: wrongOrder };
  },
  permutation: ({ permutation }) => {
    return permutation && { samples: MILLION, run: () => permutation(MILLION), wrong: wrongOrder };
  },
};

function picksWith({ pickOf, picksOf: picksAtOnce }, weights, samples) {
  const wrong = (picks) => wrongPicks(picks, weights);
  if (picksAtOnce !== undefined) {
    const picks = picksAtOnce(weights);
    return { samples, run: () => picks(samples), wrong };
  }
  const pick = pickOf?.(weights);
  return pick && { samples, run: () => picksOf(pick, samples), wrong };
}

function wrongMap(values, backwards) {
  if (values.some((value, n) => value !== backwards[n])) {
    return 'a place has another value when it is visited in another order';
  }
  return wrongValues(values, 1) ?? wrongValues(values, SIDE);
}

/** Whether numbers in [0, 1) are all different, have the average that they should have, and tell nothing of those so far on. */
function wrongValues(values, distance) {
  const different = new Set(values).size;
  if (different < values.length - 3) {
    return `only ${different} of ${values.length} values are different`;
  }
  const average = values.reduce((sum, value) => sum + value) / values.length;
  const products = values.map(
    (value, n) => 12 * (value - 0.5) * (values[(n + distance) % values.length] - 0.5),
  );
  const correlation = products.reduce((sum, product) => sum + product) / values.length;
  if (Math.abs(average - 0.5) > FAR / Math.sqrt(12 * values.length)) {
    return `the average is ${average.toFixed(3)}`;
  }
  if (Math.abs(correlation) > FAR / Math.sqrt(values.length)) {
    return `neighbours are correlated (${correlation.toFixed(2)})`;
  }
}

function wrongPicks(picks, weights) {
  const sum = weights.reduce((sum, weight) => sum + weight);
  const counts = weights.map(() => 0);
  for (const pick of picks) {
    counts[pick]++;
  }
  const off = weights.findIndex((weight, n) => isFar(counts[n], weight / sum, picks.length));
  return off === -1 ? undefined : `index ${off} was picked ${counts[off]} times`;
}

function isFar(count, share, all) {
  return Math.abs(count - share * all) > FAR * Math.sqrt(all * share * (1 - share));
}

function wrongRows(texts) {
  const rows = Buffer.concat(texts)
    .toString()
    .trimEnd()
    .split('\n')
    .map((row) => row.split(','));
  const uuid = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
  if (rows.length !== ROWS || rows.some(([id]) => !uuid.test(id))) {
    return 'a row has no UUID of version 4';
  }
  if (new Set(rows.map(([id]) => id)).size < rows.length) {
    return 'two rows have the same UUID';
  }
  const far = FAR / Math.sqrt(rows.length);
  const pause = rows.at(-1)[1] / rows.length / 30_000;
  // Tea costs 5, and an order has 3 on average; a lognormal factor of deviation 0.2 has the mean 1.0202.
  const tea = rows.filter(([, , name]) => name === 'tea').map((row) => row[3] / 5 / 3 / 1.0202);
  const amount = tea.reduce((sum, factor) => sum + factor) / tea.length;
  return Math.abs(pause - 1) > far || Math.abs(amount - 1) > far || isFar(tea.length, 0.4, rows.length)
    ? `the averages are others (${pause.toFixed(3)}, ${amount.toFixed(3)}, ${tea.length})`
    : undefined;
}

function wrongOrder(given) {
  const items = Array.from(given, Number);
  const seen = new Uint8Array(items.length);
  for (const item of items) {
    seen[item] = 1;
  }
  if (items.length !== MILLION || seen.includes(0)) {
    return 'an item is missing';
  }
  const average = items.slice(0, MILLION / 2).reduce((sum, item) => sum + item) / (MILLION / 2) / MILLION;
  // Of half of them, without replacement.
  return Math.abs(average - 0.5) > FAR / Math.sqrt(12 * MILLION)
    ? `the first half has an average of ${average.toFixed(4)}`
    : undefined;
}

/** What is wrong with what a run gives, or how it fails. */
function wrongOf({ run, wrong }) {
  try {
    return wrong(run());
  } catch (error) {
    return String(error.message);
  }
}

const job = JOBS[table](library);
const what = job && wrongOf(job);
if (what !== undefined && library.kind !== undefined) {
  throw new Error(`${library.name}, ${table}: ${what}`);
}
const leftOut = what === undefined ? [] : [`${library.name}, ${table}: ${what}`];
const offered = [{ id, name: library.name, kind: library.kind ?? 'peer', samples: job?.samples }];
await measureOnRequest(job === undefined || what !== undefined ? [] : offered, async () => job, leftOut);
