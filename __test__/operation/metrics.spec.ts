import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import net from 'node:net';
import { fileURLToPath } from 'node:url';
import { parser as promql } from '@prometheus-io/lezer-promql';
import test from 'ava';
import { parse as parseYaml } from 'yaml';
import { run } from '../cli/run.ts';
import { hasNative } from '../engines.ts';
import { ask, type Family, families, get, startServer } from './support.ts';

const read = (file: string): string =>
  readFileSync(fileURLToPath(new URL(`../../docs/operation/${file}`, import.meta.url)), 'utf8');

/** What Grafana and the alerts ask Prometheus. */
const queries: readonly string[] = [
  ...JSON.parse(read('dashboard.json')).panels.flatMap((panel: { targets: { expr: string }[] }) =>
    panel.targets.map(({ expr }) => expr.replaceAll('$__rate_interval', '5m').replaceAll('$job', 'offloop')),
  ),
  ...parseYaml(read('alerts.yml')).groups.flatMap((group: { rules: { expr: string }[] }) =>
    group.rules.map(({ expr }) => expr),
  ),
];

test('what is answered is counted, and no label has an address in it', async (t) => {
  const { port, url } = await startServer(t);
  await Promise.all(Array.from({ length: 20 }, () => ask(port)));
  let found = await families(url);
  // A client has its answer a moment before the server knows that it was sent.
  while (found.get('offloop_compute_seconds')!.metrics[0]?.count !== '20') {
    found = await families(url);
  }
  const outcomes = found.get('offloop_connections_total')!.metrics;
  t.deepEqual(Object.fromEntries(outcomes.map(({ labels, value }) => [labels?.outcome, value])), {
    answered: '20',
    gone: '0',
    dropped: '0',
    failed: '0',
  });
  for (const histogram of ['offloop_wait_seconds', 'offloop_compute_seconds']) {
    t.is(found.get(histogram)?.type, 'HISTOGRAM');
    t.is(found.get(histogram)?.metrics[0]?.count, '20');
  }
  const labels = [...found.values()].flatMap(({ metrics }) =>
    metrics.flatMap(({ labels }) => Object.values(labels ?? {})),
  );
  t.true(labels.length > 10);
  t.deepEqual(
    labels.filter((label) => net.isIP(label) !== 0 || label.includes('127.0.0.1')),
    [],
  );
});

test('who is open, computed for and waiting shows while they are', async (t) => {
  const { child, finished, port, url } = await startServer(t, ['--samples', '1e14']);
  const sockets = Array.from({ length: 30 }, () =>
    net.connect({ host: '127.0.0.1', port }).on('error', () => {}),
  );
  t.teardown(() => sockets.forEach((socket) => void socket.destroy()));
  const value = (found: Map<string, Family>, name: string) => Number(found.get(name)!.metrics[0]!.value);
  let found = await families(url);
  // Without the native engine there are no slots, and the event loop computes for one client after the other.
  const lanes = Math.max(1, value(found, 'offloop_slots'));
  while (
    value(found, 'offloop_connections_open') < 30 ||
    value(found, 'offloop_connections_computing') < lanes ||
    (hasNative && value(found, 'offloop_slots_busy') === 0)
  ) {
    found = await families(url);
  }
  const computing = value(found, 'offloop_connections_computing');
  t.is(computing, lanes);
  t.is(value(found, 'offloop_connections_waiting'), 30 - computing);
  for (const socket of sockets) {
    socket.resetAndDestroy();
  }
  while (value(found, 'offloop_connections_open') > 0) {
    found = await families(url);
  }
  t.is(
    found.get('offloop_connections_total')!.metrics.find(({ labels }) => labels?.outcome === 'gone')?.value,
    '30',
  );
  child.kill('SIGTERM');
  t.is((await finished).code, 0);
});

test('the dashboard and the alerts ask for metrics and labels that a scrape has', async (t) => {
  const { port, url } = await startServer(t);
  await ask(port);
  let found = await families(url);
  while (found.get('offloop_pool_delay_seconds')!.metrics[0]?.count === '0') {
    found = await families(url);
  }
  const series = new Map<string, Set<string>>();
  for (const { name, type, metrics } of found.values()) {
    const labels = new Set(metrics.flatMap(({ labels }) => Object.keys(labels ?? {})));
    const names = type === 'HISTOGRAM' ? [`${name}_bucket`, `${name}_count`, `${name}_sum`] : [name];
    for (const each of names) {
      series.set(each, each.endsWith('_bucket') ? new Set([...labels, 'le']) : labels);
    }
  }
  t.true(queries.length > 15);
  for (const query of queries) {
    let selectors = 0;
    promql.parse(query).iterate({
      enter(node) {
        t.false(node.type.isError, `${query} is PromQL`);
        if (node.name === 'VectorSelector') {
          selectors++;
          const name = query.slice(node.node.firstChild!.from, node.node.firstChild!.to);
          t.true(series.has(name), `${name} is in a scrape`);
        }
        // Prometheus itself adds a series' job and instance.
        if (node.name === 'LabelName') {
          const label = query.slice(node.from, node.to);
          const known = ['job', 'instance', ...[...series.values()].flatMap((labels) => [...labels])];
          t.true(known.includes(label), `${label} is a label`);
        }
      },
    });
    t.true(selectors > 0, query);
  }
});

test('the port says whether the process is healthy and ready, and takes nothing else', async (t) => {
  const { child, finished, port, url } = await startServer(t, ['--samples', hasNative ? '3e8' : '3e7']);
  t.like(await get(`${url}/healthz`), { status: 200, body: 'healthy\n' });
  t.like(await get(`${url}/readyz`), { status: 200, body: 'ready\n' });
  t.is((await get(`${url}/metrics`)).type, 'text/plain; version=0.0.4; charset=utf-8');
  t.is((await get(`${url}/`)).status, 404);
  t.is((await fetch(`${url}/metrics`, { method: 'POST' })).status, 405);
  const answer = ask(port);
  while ((await families(url)).get('offloop_connections_computing')!.metrics[0]!.value !== '1') {}
  child.kill('SIGTERM');
  let ready = await get(`${url}/readyz`);
  while (ready.status === 200) {
    ready = await get(`${url}/readyz`);
  }
  t.like(ready, { status: 503, body: 'not ready\n' });
  t.regex(await answer, /^-?\d+\.\d+\n$/);
  t.is((await finished).code, 0);
});

/** Ways to take a connection and give nothing back. */
const HOGS = {
  'say nothing': '',
  'begin a request': 'GET /metrics HTTP/1.1\r\nx: ',
  'begin a body': 'POST /metrics HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\n',
  'have their answer': 'GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n',
  'read no answer': 'GET /metrics HTTP/1.1\r\nhost: x\r\n\r\n'.repeat(50),
};

for (const [what, sent] of Object.entries(HOGS)) {
  test(`connections that ${what} keep no probe away, and are closed`, async (t) => {
    const { url } = await startServer(t);
    const port = Number(new URL(url).port);
    const hogs = Array.from({ length: 100 }, () =>
      net.connect({ host: '127.0.0.1', port }).on('error', () => {}),
    );
    t.teardown(() => hogs.forEach((hog) => void hog.destroy()));
    await Promise.all(hogs.map((hog) => once(hog, 'connect')));
    const closed = hogs.map((hog) => new Promise<void>((resolve) => hog.once('close', () => resolve())));
    for (const hog of hogs) {
      hog.write(sent);
    }
    for (let probe = 0; probe < 5; probe++) {
      t.is((await get(`${url}/healthz`)).status, 200);
    }
    // Who reads nothing hears nothing of the end, either.
    if (what !== 'read no answer') {
      hogs.forEach((hog) => void hog.resume());
      await Promise.all(closed);
    }
  });
}

test('a port for metrics that is taken is said before anybody is served', async (t) => {
  const taken = net.createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => taken.once('listening', resolve));
  t.teardown(() => taken.close());
  const { port } = taken.address() as net.AddressInfo;
  const { code, stderr } = await run(['serve', '--port', '0', '--metrics-port', String(port)]);
  t.is(stderr, `error: port ${port} on 127.0.0.1, for metrics, is already in use\n`);
  t.is(code, 1);
});

test('a server that cannot listen leaves no port for metrics behind', async (t) => {
  const { port } = await startServer(t);
  const { code, stderr } = await run(['serve', '--port', String(port), '--metrics-port', '0']);
  t.is(stderr, `error: port ${port} on 127.0.0.1 is already in use\n`);
  t.is(code, 1);
});
