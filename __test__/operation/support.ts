import net from 'node:net';
import { text } from 'node:stream/consumers';
import type { ExecutionContext } from 'ava';
// @ts-expect-error It has no types.
import parseMetrics from 'parse-prometheus-text-format';
import { start } from '../cli/run.ts';
import { says } from '../processes.ts';

/** What a server says of its ports, as text or as JSON. */
const PORTS = /listening on [\d.]+:(\d+), seed.*metrics on (http:[/\d.:]+\d)\/metrics/s;

/** A server in a process of its own, with its ports. It ends with the test. */
export async function startServer(t: ExecutionContext, args: readonly string[] = []) {
  const { child, finished } = start([
    'serve',
    '--port',
    '0',
    '--metrics-port',
    '0',
    '--samples',
    '1e5',
    ...args,
  ]);
  t.teardown(() => child.kill('SIGKILL'));
  const said = await says(child, PORTS);
  const [, port, url] = PORTS.exec(said)!;
  return { child, finished, port: Number(port), url: url! };
}

/** Connects and reads to the end, as any client does. */
export function ask(port: number): Promise<string> {
  return text(net.connect({ host: '127.0.0.1', port }));
}

export async function get(url: string): Promise<{ status: number; body: string; type: string | null }> {
  const response = await fetch(url);
  return { status: response.status, body: await response.text(), type: response.headers.get('content-type') };
}

/** A metric with all its labels. */
export interface Family {
  readonly name: string;
  readonly type: string;
  readonly metrics: readonly {
    readonly value?: string;
    readonly count?: string;
    readonly labels?: Readonly<Record<string, string>>;
  }[];
}

/** What a scrape finds, as a parser of Prometheus' format reads it. */
export const families = async (url: string): Promise<Map<string, Family>> => {
  const { body } = await get(`${url}/metrics`);
  return new Map((parseMetrics(body) as Family[]).map((family) => [family.name, family]));
};
