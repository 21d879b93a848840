import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { LoopDelay } from '../../ts/example/compare/loop-delay.ts';
import { built } from '../bench/built.ts';
import type { Answers, Requests } from './http-client.ts';
import type { Effort } from './section.ts';

const { startLoopDelay } = await built<typeof import('../../ts/example/compare/loop-delay.ts')>(
  'example/compare/loop-delay.js',
);

/** What the rest of the process felt while something ran. Times are in milliseconds. */
export interface Felt {
  readonly delay: LoopDelay;
  readonly reads: readonly number[];
  readonly answers: readonly number[];
}

/** What is going on beside the work: files are read, and requests are answered. */
export interface Senses {
  /** Runs some work that takes about so many milliseconds, and says what was felt until its end. */
  feel(work: () => Promise<void>, milliseconds: number, requests: number): Promise<Felt>;
  stop(): void;
}

/** The size of the file, in bytes. */
const FILE_SIZE = 1_000_000;

/** Milliseconds between the end of a file read and the next one. */
const BETWEEN_READS = 7;

/** The part of a round over which its requests are spread. */
const ASKED_WITHIN = 0.9;

/** Starts an HTTP server in this process and its client in another one, and writes the file to read. */
export async function startSenses({ folder, atEnd }: Effort): Promise<Senses> {
  const file = join(folder, 'file');
  await writeFile(file, Buffer.alloc(FILE_SIZE));
  const server = createServer({ keepAliveTimeout: 60_000 }, (_, response) => response.end('answer'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  const client = fork(join(import.meta.dirname, 'http-client.ts'));
  atEnd(() => client.kill());

  return {
    async feel(work, milliseconds, requests) {
      const meter = await startLoopDelay();
      const reads = readInTurns(file);
      const asked = ask(client, {
        port,
        count: requests,
        every: (milliseconds * ASKED_WITHIN) / requests,
      });
      // It is awaited after the work, which may fail first.
      asked.catch(() => {});
      try {
        await work();
      } finally {
        client.send('stop');
        await reads.stop();
        await meter.stop();
      }
      return { delay: await meter.stop(), reads: await reads.stop(), answers: await asked };
    },
    stop() {
      client.disconnect();
      server.close();
      server.closeAllConnections();
    },
  };
}

async function ask(client: ChildProcess, requests: Requests): Promise<readonly number[]> {
  client.send(requests);
  const answers = await new Promise<Answers>((resolve, reject) => {
    const gone = (): void => reject(new Error('the HTTP client ended early'));
    client.once('exit', gone);
    client.once('message', (message: Answers) => {
      client.off('exit', gone);
      resolve(message);
    });
  });
  if ('error' in answers) {
    throw new Error(`the HTTP client had no answer: ${answers.error}`);
  }
  return answers.times;
}

/** Reads the file again and again, and notes how long each read took. */
function readInTurns(file: string): { stop(): Promise<number[]> } {
  let stopped = false;
  const loop = async (): Promise<number[]> => {
    const times: number[] = [];
    while (!stopped) {
      const began = performance.now();
      await readFile(file);
      times.push(performance.now() - began);
      await delay(BETWEEN_READS);
    }
    return times;
  };
  const times = loop();
  return {
    stop() {
      stopped = true;
      return times;
    },
  };
}
