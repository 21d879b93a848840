import { createHash } from 'node:crypto';
import test, { type ExecutionContext } from 'ava';
import { runExample, startExample } from './run.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const TIME = /^2026-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;

/** How likely each product is. */
const SHARES = { tea: 0.4, coffee: 0.3, mug: 0.15, teapot: 0.1, kettle: 0.04, 'espresso machine': 0.01 };

async function orders(t: ExecutionContext, ...options: string[]): Promise<string> {
  const { code, stdout, stderr } = await runExample('test-data.mjs', ...options);
  t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
  return stdout;
}

test('100,000 orders are well-formed, in order of time, and as often as their weights say', async (t) => {
  const [head = '', ...lines] = (await orders(t, '--rows=1e5')).trimEnd().split('\n');
  t.is(head, 'order,time,customer,name,country,product,quantity,amount');
  t.is(lines.length, 100_000);
  const rows = lines.map((line) => line.split(','));
  const column = (name: string): string[] => rows.map((row) => row[head.split(',').indexOf(name)]!);

  t.true(rows.every((row) => row.length === 8));
  t.is(new Set(column('order')).size, rows.length);
  t.true(column('order').every((id) => UUID.test(id)));
  const times = column('time');
  t.true(times.every((time, n) => TIME.test(time) && time >= times[Math.max(n - 1, 0)]!));
  t.true(times.every((time) => new Date(time).toISOString() === time.replace('Z', '.000Z')));
  t.true(column('customer').every((number) => Number(number) >= 1 && Number(number) <= 10_000));
  t.true(column('quantity').every((count) => /^[1-9]\d?$/.test(count)));
  t.true(column('amount').every((amount) => /^[1-9]\d*\.\d\d$/.test(amount)));

  for (const [product, share] of Object.entries(SHARES)) {
    const count = column('product').filter((name) => name === product).length;
    const deviation = Math.sqrt(rows.length * share * (1 - share));
    t.true(Math.abs(count - rows.length * share) < 5 * deviation, `${product}: ${count}`);
  }
  const customers = new Set(rows.map(([, , number, name, country]) => `${number} ${name} ${country}`));
  t.is(customers.size, new Set(column('customer')).size);
});

test('orders are the same again, the first ones however many there are, and others for another seed', async (t) => {
  const [once, again] = [await orders(t, '--rows=2500'), await orders(t, '--rows=2500', '--seed=shop')];
  t.is(again, once);
  t.true(once.startsWith(await orders(t, '--rows=1001')));
  t.false((await orders(t, '--rows=2500', '--seed=42')).includes(once.split('\n')[1]!));
  // On any machine: no function is used whose last digits differ.
  t.is(
    createHash('sha256').update(once).digest('hex'),
    'b67e925a20932a53b01f4d03c36ba28547dc7d26443d4535a025a41498104f5b',
  );
});

test('a reader that has enough is no error', async (t) => {
  const { child, finished } = startExample('test-data.mjs', '--rows=1e9');
  await new Promise((seen) => child.stdout!.once('data', seen));
  child.stdout!.destroy();
  const { code, stderr } = await finished;
  t.deepEqual({ code, stderr }, { code: 0, stderr: '' });
});

test('a word that is no seed is refused in one sentence', async (t) => {
  const { code, stdout, stderr } = await runExample('test-data.mjs', '--seed=1.5');
  t.deepEqual({ code, stdout }, { code: 2, stdout: '' });
  t.regex(stderr, /^seed must be digits alone[^\n]+\n$/);
});
