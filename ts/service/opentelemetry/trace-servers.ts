import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { context, type Span, SpanKind, SpanStatusCode, type Tracer, trace } from '@opentelemetry/api';
import { packageVersion } from '../../library/platform/version.ts';
import { type ServerEvent, serverChannel } from '../events.ts';
import type { Server } from '../server.ts';

/** The spans of a connection that has no outcome yet. */
interface Open {
  readonly connection: Span;
  computing?: { readonly span: Span; readonly since: number };
}

/**
 * Creates spans for every server in this process, whoever started it: `offloop.connection` from a client's acceptance
 * to its outcome, and inside it `offloop.compute` from when its turn came. They go to the tracer that the program has
 * registered with OpenTelemetry; without one they cost almost nothing. Returns a function that stops it.
 *
 * @example
 * const stop = traceServers();
 */
export function traceServers(): () => void {
  const tracer = trace.getTracer('offloop', packageVersion());
  const servers = new WeakMap<Server, Map<number, Open>>();
  const hear = (message: unknown): void => {
    const { server, event } = message as { server: Server; event: ServerEvent };
    let open = servers.get(server);
    if (open === undefined) {
      open = new Map();
      servers.set(server, open);
    }
    toSpans(tracer, server, open, event);
  };
  const { name } = serverChannel;
  subscribe(name, hear);
  return () => unsubscribe(name, hear);
}

function toSpans(tracer: Tracer, server: Server, open: Map<number, Open>, event: ServerEvent): void {
  if (!('stream' in event) || event.stream === undefined) {
    return;
  }
  const { stream } = event;
  const at = performance.timeOrigin + event.at;
  if (event.type === 'accepted') {
    const attributes = {
      'offloop.stream': stream,
      'offloop.seed': String(server.seed),
      'client.address': event.from.slice(0, event.from.lastIndexOf(':')),
      'server.address': server.host,
      'server.port': server.port,
    };
    const options = { kind: SpanKind.SERVER, startTime: at, root: true, attributes };
    open.set(stream, { connection: tracer.startSpan('offloop.connection', options) });
    return;
  }
  const spans = open.get(stream);
  if (spans === undefined) {
    return; // It was accepted before tracing began.
  }
  const { connection } = spans;
  if (event.type === 'started') {
    const parent = trace.setSpan(context.active(), connection);
    spans.computing = { span: tracer.startSpan('offloop.compute', { startTime: at }, parent), since: at };
    return;
  }
  open.delete(stream);
  connection.setAttribute('offloop.outcome', event.type);
  if (event.type === 'failed') {
    connection.recordException(event.error as Error, at);
    connection.setStatus({ code: SpanStatusCode.ERROR });
  } else if (event.type === 'dropped') {
    connection.setAttribute('offloop.reason', event.reason);
    connection.setStatus({ code: SpanStatusCode.ERROR, message: event.why });
  }
  if (spans.computing !== undefined) {
    const { span, since } = spans.computing;
    span.end(event.type === 'answered' ? since + event.took : at);
  }
  connection.end(at);
}
