// Many clients of a server, in a process of their own, so that asking does not disturb who answers. Each asks, reads to
// the end, and asks again. Argument: what to do, as JSON (`Asking`). It ends after so many requests or milliseconds, or
// when it is told to stop, and then tells what it heard (`Heard`).
import net from 'node:net';
import { reset } from './reset.ts';

/** What clients do. */
export interface Asking {
  readonly port: number;
  /** The address that they ask from. */
  readonly from: string;
  /** Clients at once. */
  readonly clients: number;
  /** Answers after which they end. */
  readonly requests: number;
  /** Milliseconds after which they end in any case. */
  readonly within: number;
}

/** What they heard. */
export interface Heard {
  /** How often they connected, or tried to. */
  readonly attempts: number;
  /** The bytes of every answer, as text. */
  readonly answers: readonly string[];
  /** From connecting to the end of each answer, in milliseconds. */
  readonly times: readonly number[];
  /** Why requests had no answer, and how many. */
  readonly failures: Readonly<Record<string, number>>;
}

const { port, from, clients, requests, within }: Asking = JSON.parse(process.argv[2] ?? '{}');
const answers: string[] = [];
const times: number[] = [];
const failures: Record<string, number> = {};
let attempts = 0;
let ended = false;
const open = new Set<net.Socket>();

function ask(): Promise<void> {
  return new Promise((resolve) => {
    const asked = performance.now();
    let answer = '';
    let failure: string | undefined;
    attempts++;
    const socket = net.connect({ host: '127.0.0.1', port, localAddress: from });
    open.add(socket);
    socket.setEncoding('latin1').on('data', (piece) => {
      answer += piece;
    });
    socket.on('error', ({ code }: NodeJS.ErrnoException) => {
      failure = code ?? 'error';
    });
    socket.once('close', () => {
      open.delete(socket);
      if (ended) {
        // Given up: nothing is known of it.
      } else if (failure !== undefined || answer === '') {
        const why = failure ?? 'no answer';
        failures[why] = (failures[why] ?? 0) + 1;
      } else {
        answers.push(answer);
        times.push(performance.now() - asked);
      }
      resolve();
    });
  });
}

async function client(): Promise<void> {
  while (!ended && attempts < requests) {
    await ask();
  }
}

function end(): void {
  ended = true;
  for (const socket of open) {
    // A plain close would look like a client that has said all and waits: it would still be served.
    reset(socket);
  }
}

process.once('message', end);
process.once('disconnect', () => process.exit());
const timer = setTimeout(end, within);
await Promise.all(Array.from({ length: clients }, client));
clearTimeout(timer);
process.send?.({ attempts, answers, times, failures } satisfies Heard, () => process.disconnect());
