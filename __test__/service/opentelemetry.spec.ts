import { trace } from '@opentelemetry/api';
import {
  BasicTracerProvider,
  InMemorySpanExporter,
  SimpleSpanProcessor,
} from '@opentelemetry/sdk-trace-base';
import test from 'ava';
import { requestTotal, serve } from '../../ts/service/index.ts';
import { traceServers } from '../../ts/service/opentelemetry/index.ts';

const exporter = new InMemorySpanExporter();
trace.setGlobalTracerProvider(
  new BasicTracerProvider({ spanProcessors: [new SimpleSpanProcessor(exporter)] }),
);

const JOB = { port: 0, samples: 1e5, seed: 42n } as const;

test.serial('a connection is a span, and computing its total one in it', async (t) => {
  const stop = traceServers();
  const server = await serve(JOB);
  await requestTotal({ port: server.port });
  await server.close();
  const [computing, connection] = exporter.getFinishedSpans();
  exporter.reset();
  t.is(computing!.name, 'offloop.compute');
  t.is(connection!.name, 'offloop.connection');
  t.is(computing!.parentSpanContext!.spanId, connection!.spanContext().spanId);
  t.like(connection!.attributes, {
    'offloop.stream': 0,
    'offloop.seed': '42',
    'offloop.outcome': 'answered',
    'client.address': '127.0.0.1',
    'server.port': server.port,
  });
  const ms = ([seconds, nanoseconds]: readonly [number, number]): number =>
    seconds * 1000 + nanoseconds / 1e6;
  t.true(ms(connection!.startTime) <= ms(computing!.startTime));
  t.true(ms(computing!.endTime) <= ms(connection!.endTime) + 0.001);
  t.true(Math.abs(ms(connection!.startTime) - Date.now()) < 60_000);

  stop();
  const silent = await serve(JOB);
  await requestTotal({ port: silent.port });
  await silent.close();
  t.deepEqual(exporter.getFinishedSpans(), []);
});

test.serial('a connection that is dropped is a span with an error', async (t) => {
  t.teardown(traceServers());
  const server = await serve({ ...JOB, samples: 1e12, deadline: 50 });
  await t.throwsAsync(requestTotal({ port: server.port }));
  await server.close();
  const connection = exporter.getFinishedSpans().find(({ name }) => name === 'offloop.connection')!;
  t.is(connection.attributes['offloop.reason'], 'deadline');
  t.is(connection.status.message, 'it had no answer within 50 ms');
});
