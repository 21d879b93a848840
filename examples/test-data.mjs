// Orders of a shop as CSV, for tests: any number of rows, the same for the same seed, with flat memory.
import { pipeline } from 'node:stream/promises';
import { Generator, weights } from 'offloop';
import { readOptions } from './options.mjs';

/** What is sold, how often, and what one of it costs, usually. */
const PRODUCTS = [
  { name: 'tea', weight: 40, price: 6 },
  { name: 'coffee', weight: 30, price: 9 },
  { name: 'mug', weight: 15, price: 14 },
  { name: 'teapot', weight: 10, price: 35 },
  { name: 'kettle', weight: 4, price: 60 },
  { name: 'espresso machine', weight: 1, price: 450 },
];
const WEIGHTS = weights(PRODUCTS.map(({ weight }) => weight));

const FIRST = ['Ada', 'Ben', 'Cleo', 'Dan', 'Eva', 'Finn', 'Gina', 'Hugo', 'Ines', 'Jan', 'Kim', 'Leo'];
const LAST = ['Abel', 'Berg', 'Cole', 'Diaz', 'Engel', 'Fox', 'Gray', 'Hill', 'Ito', 'Jung', 'Khan', 'Lind'];
const COUNTRIES = ['DE', 'FR', 'GB', 'JP', 'US'];

const HEAD = 'order,time,customer,name,country,product,quantity,amount\n';
const BEGIN = Date.UTC(2026, 0, 1);

/** Milliseconds between two orders, usually. */
const PAUSE = 30_000;

const DAY = 86_400_000;
const TWO_DIGITS = Array.from({ length: 60 }, (_, n) => String(n).padStart(2, '0'));
let known = { day: 0, text: '' };

/** Rows that are written at once. */
const BATCH = 1000;

const options = readOptions("Prints a shop's orders as CSV, for tests.", {
  rows: { initial: 1000, most: 1e9, help: 'how many orders; the first ones are the same, however many' },
  buyers: { initial: 10_000, most: 1e7, help: 'how many customers there are; some order often' },
  seed: { initial: 'shop', help: 'a word or a number: the same for the same orders', check: seeded },
});

function seeded(seed) {
  return new Generator(seed);
}

function* ordersOf({ rows, buyers, seed }) {
  const shop = seeded(seed);
  // Each column has a generator of its own, so that a column that is added or changed leaves the others as they are.
  const [ids, times, who, what, counts, prices] = [
    'id',
    'time',
    'customer',
    'product',
    'quantity',
    'price',
  ].map((column) => shop.child(column));
  const customers = [];
  let time = BEGIN;
  yield HEAD;
  for (let row = 0; row < rows; row += BATCH) {
    let lines = '';
    for (let n = Math.min(BATCH, rows - row); n > 0; n--) {
      time += times.exponential(PAUSE);
      const number = who.zipf(1.1, buyers);
      customers[number] ??= customerOf(shop, number);
      const { name, price } = what.choice(PRODUCTS, WEIGHTS);
      const quantity = 1 + counts.poisson(0.5);
      const amount = quantity * price * prices.lognormal(0, 0.2);
      lines += `${ids.uuid()},${timeOf(time)},${customers[number]},${name},${quantity},${amount.toFixed(2)}\n`;
    }
    yield lines;
  }
}

/** A time to the second. toISOString makes each day once: for every row, it would take as long as all that is drawn. */
function timeOf(time) {
  const day = Math.floor(time / DAY);
  if (day !== known.day) {
    known = { day, text: new Date(time).toISOString().slice(0, 11) };
  }
  const seconds = Math.floor((time - day * DAY) / 1000);
  const minutes = Math.floor(seconds / 60);
  return `${known.text}${TWO_DIGITS[Math.floor(minutes / 60)]}:${TWO_DIGITS[minutes % 60]}:${TWO_DIGITS[seconds % 60]}Z`;
}

/** A customer follows from the seed and the number alone, and so is the same in every file of the shop. */
function customerOf(shop, number) {
  const customer = shop.child('customer', number);
  return `${number},${customer.choice(FIRST)} ${customer.choice(LAST)},${customer.choice(COUNTRIES)}`;
}

try {
  // Nothing is drawn before what was drawn so far is written.
  await pipeline(ordersOf(options), process.stdout, { end: false });
} catch (error) {
  // A reader that has enough, such as head, is no error.
  if (error.code !== 'EPIPE') {
    console.error(error.message);
    process.exitCode = 1;
  }
}
