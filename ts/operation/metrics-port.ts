import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { listen } from '../service/listen.ts';
import { limitConnections } from './limit-connections.ts';

/** Anyone on this machine may look. There is no login, so nobody else may. */
const HOST = '127.0.0.1';

/** A scraper and a probe or two at the same time. */
const MAX_CONNECTIONS = 32;

/**
 * How long a connection may take, in milliseconds: to send a request's head, to send all of it, to send another, and to
 * read what it asked for. Nobody who is served here needs seconds.
 */
const DEADLINES = {
  connectionsCheckingInterval: 1000,
  headersTimeout: 5000,
  requestTimeout: 5000,
  keepAliveTimeout: 5000,
};
const READ_WITHIN = 10_000;

export interface MetricsPort {
  /** Where it is. */
  readonly url: string;
  close(): void;
}

/** Opens the HTTP port of `/metrics`, `/healthz` and `/readyz`, on the loopback. */
export async function openMetricsPort(
  port: number,
  registry: Registry,
  ready: () => boolean,
): Promise<MetricsPort> {
  let scrape: Promise<string> | undefined;
  /** Requests that come at the same time share one look. */
  const metrics = (): Promise<string> => {
    scrape ??= registry.metrics().finally(() => {
      scrape = undefined;
    });
    return scrape;
  };
  const server = createServer(DEADLINES, (request, response) => {
    answer(request, response, { metrics, type: registry.contentType, ready }).catch(() => response.destroy());
  });
  server.timeout = READ_WITHIN;
  limitConnections(server, MAX_CONNECTIONS);
  await listen(server, { host: HOST, port }, { purpose: 'metrics' });
  // A socket that could not be accepted is only a missed scrape, no reason to end.
  server.on('error', () => {});
  return {
    url: `http://${HOST}:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function answer(
  { method, url = '' }: IncomingMessage,
  response: ServerResponse,
  { metrics, type, ready }: { metrics: () => Promise<string>; type: string; ready: () => boolean },
): Promise<void> {
  if (method !== 'GET' && method !== 'HEAD') {
    response.setHeader('allow', 'GET, HEAD');
    return end(response, 405, 'only GET and HEAD');
  }
  switch (url.split('?', 1)[0]) {
    case '/metrics':
      return end(response, 200, await metrics(), type);
    case '/healthz':
      return end(response, 200, 'healthy');
    case '/readyz':
      return ready() ? end(response, 200, 'ready') : end(response, 503, 'not ready');
    default:
      return end(response, 404, 'there are /metrics, /healthz and /readyz');
  }
}

function end(
  response: ServerResponse,
  status: number,
  text: string,
  type = 'text/plain; charset=utf-8',
): void {
  response.writeHead(status, { 'content-type': type });
  response.end(text.endsWith('\n') ? text : `${text}\n`);
}
