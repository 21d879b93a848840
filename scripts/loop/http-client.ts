// A client in a process of its own, so that asking does not disturb the event loop that answers.
import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';

/** What the parent asks for: so many requests, one after the other, one every so many milliseconds. */
export interface Requests {
  readonly port: number;
  readonly count: number;
  readonly every: number;
}

/** The milliseconds that each answer took, or what went wrong. */
export type Answers = { readonly times: readonly number[] } | { readonly error: string };

/** How long an answer may take, in milliseconds. */
const TIMEOUT = 10_000;

const agent = new Agent({ keepAlive: true, maxSockets: 1 });
let stopped = false;

process.on('message', (message: Requests | 'stop') => {
  if (message === 'stop') {
    stopped = true;
    return;
  }
  stopped = false;
  ask(message).then(
    (times) => answer({ times }),
    (error: unknown) => answer({ error: String(error) }),
  );
});
process.on('disconnect', () => process.exit());

async function ask({ port, count, every }: Requests): Promise<number[]> {
  const times: number[] = [];
  const began = performance.now();
  for (let n = 0; n < count && !stopped; n++) {
    const early = began + n * every - performance.now();
    if (early > 0) {
      await delay(early);
    }
    const asked = performance.now();
    await get(port);
    times.push(performance.now() - asked);
  }
  return times;
}

async function get(port: number): Promise<void> {
  const asked = request({ host: '127.0.0.1', port, agent, signal: AbortSignal.timeout(TIMEOUT) }).end();
  const [response] = await once(asked, 'response');
  response.resume();
  await once(response, 'end');
}

function answer(answers: Answers): void {
  process.send?.(answers);
}
