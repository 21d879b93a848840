import net from 'node:net';
import { text } from 'node:stream/consumers';
import type { ExecutionContext } from 'ava';
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
