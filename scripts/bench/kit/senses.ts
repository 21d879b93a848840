import { fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { type LoopDelay, startLoopDelay } from '../../kit/library.ts';
import { timed } from './measure.ts';

/** What the rest of the process felt while something ran. Times are in milliseconds. */
export interface Felt {
  readonly delay: LoopDelay;
  readonly reads: readonly number[];
  readonly answers: readonly number[];
}

/** Runs some work while a large file is read and requests are answered, and says what was felt until its end. */
export type Feel = (work: () => Promise<unknown>) => Promise<Felt>;

/** Milliseconds from one request to the next. */
const EVERY = 10;

/** Milliseconds from the end of a file read to the next one. */
const BETWEEN_READS = 5;

/** Starts an HTTP server in this process, and writes the file to read. */
export async function startSenses(folder: string): Promise<{ feel: Feel; stop(): void }> {
  const file = join(folder, 'file');
  await writeFile(file, Buffer.alloc(1_000_000));
  const server = createServer({ keepAliveTimeout: 60_000 }, (_, response) => response.end('answer'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const feel: Feel = async (work) => {
    const client = fork(join(import.meta.dirname, 'http-client.ts'), [url, String(EVERY)]);
    const gone = new AbortController();
    client.once('exit', () => gone.abort(new Error('the HTTP client ended early')));
    // Its first request says that it is ready, and makes the connection.
    await once(server, 'request', gone);
    const meter = await startLoopDelay();
    const done = new AbortController();
    const reads = readUntil(done.signal, file);
    try {
      await work();
    } finally {
      done.abort();
      await Promise.all([reads, meter.stop()]);
    }
    const answered = once(client, 'message', gone);
    client.send('stop');
    const [answers] = await answered;
    return { delay: await meter.stop(), reads: await reads, answers: answers.slice(1) };
  };

  return {
    feel,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Reads a file again and again, and gives the milliseconds of each read. */
async function readUntil(signal: AbortSignal, file: string): Promise<number[]> {
  const reads: number[] = [];
  while (!signal.aborted) {
    reads.push(await timed(() => readFile(file)));
    await delay(BETWEEN_READS, undefined, { signal }).catch(() => {});
  }
  return reads;
}
