// `npm run prove:service`: a server under every fault that clients and disks have, all at random, for so many seconds (60).
// Polite clients must have 100 % exact answers meanwhile, and afterwards the server must hold what it held before. Every
// server, client and file is this script's own, on the loopback.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { openSync } from 'node:fs';
import net from 'node:net';
import { text } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { InvalidArgumentError } from 'commander';
import { newCommand } from '../kit/command.ts';
import { reset } from '../kit/reset.ts';
import { checkAnswers, type Service, startClients, startService, usageOf } from '../kit/service.ts';
import type { Heard } from '../kit/tcp-clients.ts';
import { wrapped } from '../kit/words.ts';

const SAMPLES = 100_000;

/** Clients that are polite, and ask all the time. */
const POLITE = { clients: 5, from: '127.0.0.2' };

/** Every fault comes from another address than the polite clients do. */
const FAULTY = { host: '127.0.0.1', localAddress: '127.0.0.1' };

/** What a client may do to a server. It never fails, whatever becomes of it. */
const FAULTS: Readonly<Record<string, (port: number) => Promise<void>>> = {
  'resets at random moments': (port) =>
    withSocket(port, async (socket) => {
      await delay(Math.random() * 20);
      reset(socket);
    }),
  'resets before it is accepted': (port) => withSocket(port, async (socket) => void reset(socket)),
  'half closes': (port) =>
    withSocket(port, async (socket) => {
      socket.end();
      await Promise.race([closed(socket), delay(10_000)]);
    }),
  'is silent and never closes': (port) =>
    withSocket(port, async (socket) => {
      await delay(1000 + Math.random() * 3000);
      reset(socket);
    }),
  'sends junk': (port) =>
    withSocket(port, async (socket) => {
      const junk = Buffer.from(Array.from({ length: 1 + Math.random() * 2000 }, () => Math.random() * 256));
      socket.write(junk);
      await Promise.race([closed(socket), delay(2000)]);
    }),
  'sends without end': (port) =>
    withSocket(port, async (socket) => {
      const end = performance.now() + 500;
      while (!socket.destroyed && performance.now() < end) {
        socket.write(Buffer.alloc(65_536));
        await delay(5);
      }
    }),
  'reads slowly': (port) =>
    withSocket(port, async (socket) => {
      socket.pause();
      await delay(Math.random() * 3000);
      socket.resume();
      await Promise.race([closed(socket), delay(2000)]);
    }),
  'is killed': async (port) => {
    const code = `for(let n=0;n<20;n++)require('net').connect(${port},'127.0.0.1').on('error',()=>{})`;
    const child = spawn(process.execPath, ['-e', code], { stdio: 'ignore' });
    await delay(100 + Math.random() * 300);
    child.kill('SIGKILL');
  },
};

/** How many clients have each fault at once. Processes are dear. */
const AT_ONCE: Readonly<Record<string, number>> = { 'is killed': 1, 'is silent and never closes': 20 };

async function withSocket(port: number, use: (socket: net.Socket) => Promise<void>): Promise<void> {
  const socket = net.connect({ ...FAULTY, port });
  socket.on('error', () => {});
  await new Promise<void>((resolve) => {
    socket.once('connect', resolve);
    socket.once('close', () => resolve());
  });
  await use(socket);
  socket.destroy();
}

function closed(socket: net.Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.closed) {
      resolve();
    }
    socket.resume();
    socket.once('close', () => resolve());
  });
}

/** Does something to a server, whose polite clients must all have answers meanwhile. */
async function besidePolite(service: Service, within: number, act: () => Promise<void>): Promise<Heard> {
  const polite = startClients({ port: service.port, requests: 1e7, within, ...POLITE });
  await act();
  polite.stop();
  const heard = await polite.heard;
  const failed = Object.values(heard.failures).reduce((sum, times) => sum + times, 0);
  if (failed > 0 || heard.answers.length === 0) {
    throw new Error(
      `polite clients had ${heard.answers.length} answers, and ${failed} failures: ${JSON.stringify(heard.failures)}`,
    );
  }
  return heard;
}

/** Does all faults to a server until it is over, beside polite clients, whose every answer is checked. */
async function storm(service: Service, seconds: number): Promise<string> {
  let faults = 0;
  const heard = await besidePolite(service, (seconds + 30) * 1000, async () => {
    const end = performance.now() + seconds * 1000;
    const lanes = Object.entries(FAULTS).flatMap(([name, fault]) =>
      Array.from({ length: AT_ONCE[name] ?? 3 }, async () => {
        while (performance.now() < end) {
          await fault(service.port);
          faults++;
          await delay(Math.random() * 20);
        }
      }),
    );
    await Promise.all(lanes);
  });
  // Faulty clients use streams, too: the log has the number of each.
  const streams = Array.from(service.said().matchAll(/^stream (\d+)/gm), ([, stream]) => Number(stream));
  const used = streams.reduce((most, stream) => Math.max(most, stream), 0);
  await checkAnswers([heard], { samples: SAMPLES, attempts: used > 0 ? used + 200 : 100_000 });
  return `${heard.answers.length} of ${heard.answers.length} polite requests exact beside ${faults} faults`;
}

/** So many connections, each of which sends random bytes and is closed or reset at any moment, beside polite clients. */
async function fuzz(service: Service, connections: number): Promise<string> {
  let left = connections;
  const heard = await besidePolite(service, 300_000, async () => {
    const lanes = Array.from({ length: 32 }, async () => {
      while (left-- > 0) {
        await withSocket(service.port, async (socket) => {
          socket.write(randomBytes(1 + Math.random() * 200));
          await delay(Math.random() * 3);
          Math.random() < 0.5 ? reset(socket) : socket.end();
        });
      }
    });
    await Promise.all(lanes);
  });
  return `${connections} connections with random bytes, beside ${heard.answers.length} polite requests`;
}

/** Everyone who has connected is answered by a server that is told to end. */
async function drain(args: readonly string[], clients: number): Promise<void> {
  const title = `SIGTERM with ${clients} connected, ${args.slice(2).join(' ')}`;
  const service = await startService(args);
  const sockets = Array.from({ length: clients }, () => net.connect(service.port, '127.0.0.1'));
  const answers = sockets.map((socket) => text(socket).catch(({ code }) => String(code)));
  await Promise.all(sockets.map((socket) => once(socket, 'connect')));
  const code = await service.stop();
  const heard = { attempts: clients, answers: await Promise.all(answers), times: [], failures: {} };
  await checkAnswers([heard], { samples: SAMPLES });
  if (code !== 0) {
    throw new Error(`${title}: the server ended with exit code ${code}`);
  }
  console.log(wrapped(`held  ${title}: ${clients} exact answers, exit 0`, '      '));
}

/** Waits until a server holds no more files than it did. */
async function backTo(service: Service, files: number): Promise<string> {
  for (let looks = 0; looks < 100; looks++) {
    const now = usageOf(service.pid)!.files;
    if (now <= files) {
      return `${now} files open, as before`;
    }
    await delay(100);
  }
  throw new Error(`the server had ${files} files open before, and has ${usageOf(service.pid)!.files} now`);
}

async function prove(
  title: string,
  start: () => Promise<Service>,
  act: (service: Service) => Promise<string>,
): Promise<void> {
  const service = await start();
  try {
    // One answer first: what is loaded only then stays open.
    await startClients({ port: service.port, from: '127.0.0.2', clients: 1, requests: 5, within: 30_000 })
      .heard;
    await delay(2500);
    const { files } = usageOf(service.pid)!;
    const found = await act(service);
    const after = await backTo(service, files);
    console.log(wrapped(`held  ${title}: ${found}; ${after}`, '      '));
  } finally {
    const code = await service.stop();
    if (code !== 0) {
      console.log(`error ${title}: the server ended with exit code ${code}`);
      process.exitCode = 1;
    }
  }
  const odd = service
    .said()
    .split('\n')
    .filter(
      (line) =>
        line !== '' && !/^(listening on|stream \d+: |dropped a connection: |closing: |closed$)/.test(line),
    );
  if (odd.length > 0) {
    throw new Error(`the server said what it never should: ${odd[0]}`);
  }
}

function toSeconds(text: string): number {
  if (!(Number(text) > 0 && Number(text) <= 3600)) {
    throw new InvalidArgumentError('It must be a number above 0, up to 3600.');
  }
  return Number(text);
}

const command = newCommand('prove:service', 'a server under every fault of clients and disks')
  .argument('[seconds]', 'how long faults of all kinds come at once; the rest takes longer', toSeconds, 60)
  .parse();
const [seconds] = command.processedArgs as [number];
if (process.platform !== 'linux') {
  command.error('error: this script needs Linux, which tells what a process holds');
}
const args = ['--samples', String(SAMPLES)];
const ways = [
  ['--engine', 'native', '--mode', 'threadpool'],
  ...['native', 'typescript'].flatMap((engine) =>
    ['cooperative', 'blocking'].map((mode) => ['--engine', engine, '--mode', mode]),
  ),
];
try {
  const short = Math.max(2, seconds / 6);
  for (const [n, way] of ways.entries()) {
    await prove(
      way.join(' '),
      () => startService([...args, ...way]),
      (service) => storm(service, n === 0 ? seconds : short),
    );
    await drain([...args, ...way], 200);
  }
  const shortly = (service: Service): Promise<string> => storm(service, short);
  await prove('few open files', () => startService(args, { files: 200 }), shortly);
  const log = openSync('/dev/full', 'w');
  await prove('a full disk for its log', () => startService(args, { log }), shortly);
  await prove(
    'fuzz',
    () => startService(args),
    (service) => fuzz(service, Math.ceil((seconds / 60) * 100_000)),
  );
} catch (error) {
  process.stderr.write(`error: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
