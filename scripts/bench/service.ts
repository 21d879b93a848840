// `npm run bench:service`: how the server does under load: latency, cost, memory, and whether addresses get equal shares.
import { setTimeout as delay } from 'node:timers/promises';
import { median, quantile } from '../../ts/timeline/index.ts';
import { sumSync } from '../kit/library.ts';
import { newProgress, type Progress } from '../kit/progress.ts';
import {
  checkAnswers,
  SERVER_SEED,
  type Service,
  startClients,
  startService,
  usageOf,
} from '../kit/service.ts';
import { columns } from '../kit/tables.ts';
import type { Heard } from '../kit/tcp-clients.ts';
import { figure, milliseconds, wrapped } from '../kit/words.ts';
import { bound, boundLines, type Finding, findAll } from './kit/finding.ts';
import { describeMachine, machineLine } from './kit/machine.ts';
import { type Asked, writeFiles } from './kit/record.ts';

/** What is asked, and how much. */
interface Load {
  readonly clients: number;
  readonly requests: number;
  readonly samples: number;
  /** Milliseconds that a load may take. */
  readonly within: number;
  readonly quick: boolean;
  readonly progress: Progress;
}

const SECTIONS = {
  load: [measureLoad],
  cost: [measureCost],
  memory: [measureMemory],
  fairness: [measureFairness],
};

type Options = Asked & {
  clients: number;
  requests: number;
  samples: number;
  seconds: number;
  only?: string[];
};

export async function service(options: Options): Promise<void> {
  const { clients, requests, samples, seconds, only, quick = false, quiet = false, ...files } = options;
  const machine = await describeMachine();
  console.log(`${wrapped(machineLine(machine))}\n`);
  const progress = newProgress(quiet);
  const load = { clients, requests, samples, within: seconds * 1000, quick, progress };
  const { findings, bounds } = await findAll(SECTIONS, only, load);
  console.log(boundLines(bounds).join('\n'));
  writeFiles(files, { machine, clients, requests, samples, quick, findings, bounds });
}

/** Sends a server many requests from one address, and fails if it does not answer all in time. */
async function ask(
  { port }: Service,
  { clients, requests, within }: Pick<Load, 'clients' | 'requests' | 'within'>,
  from = '127.0.0.1',
): Promise<Heard> {
  const heard = await startClients({ port, from, clients, requests, within }).heard;
  if (heard.answers.length < requests) {
    const why = Object.entries(heard.failures).map(([code, times]) => `${code} ${times} times`);
    throw new Error(
      `${heard.answers.length} of ${requests} requests had an answer within ${within / 1000} s: ${why.join(', ') || 'no failures'}`,
    );
  }
  return heard;
}

/** Runs something with its own server. */
async function withService<T>(args: readonly string[], use: (service: Service) => Promise<T>): Promise<T> {
  const service = await startService(['--quiet', ...args]);
  try {
    return await use(service);
  } finally {
    await service.stop();
  }
}

function measureLoad(load: Load): Promise<Finding> {
  const { clients, requests, samples, progress } = load;
  progress.show(`${clients} clients at once, ${requests} requests`);
  return withService(['--samples', String(samples)], async (service) => {
    const began = performance.now();
    const heard = await ask(service, load);
    const took = performance.now() - began;
    progress.show('Checking every answer');
    await checkAnswers([heard], { samples });
    const times = { p50: 0.5, p90: 0.9, p99: 0.99, max: 1 };
    const latency = Object.entries(times).map(([name, q]) => [name, quantile(heard.times, q)] as const);
    return {
      lines: [
        `Load: ${clients} clients at once, ${requests} requests of ${samples} Gaussian samples: ${requests} exact answers in ${milliseconds(took)}, ${figure((requests / took) * 1000)} a second. Latency, from connecting to the end of the answer:`,
        ...columns([
          ['', ...latency.map(([name]) => name)],
          ['ms', ...latency.map(([, ms]) => figure(ms))],
        ]),
      ],
      bounds: [bound('load: exact answers', heard.answers.length, 'at least', requests, 'count')],
      figures: { took, latency: Object.fromEntries(latency) },
    };
  });
}

function leftOut(line: string): Finding {
  return { lines: [line], bounds: [], figures: {} };
}

/** CPU time of a request and of its kernel alone, in turns. */
function measureCost({ samples, within, quick, progress }: Load): Promise<Finding> {
  const requests = 1000;
  progress.show('CPU time of a request');
  return withService(['--samples', String(samples)], async (service) => {
    if (usageOf(service.pid) === undefined) {
      return leftOut('Cost: left out, since only Linux tells the CPU time of a process.');
    }
    const served: number[] = [];
    const bare: number[] = [];
    for (let round = 0; round <= (quick ? 3 : 9); round++) {
      const before = usageOf(service.pid)!.cpu;
      await ask(service, { clients: 50, requests, within });
      const cost = (usageOf(service.pid)!.cpu - before) / requests;
      const began = process.cpuUsage();
      for (let stream = 0; stream < requests; stream++) {
        sumSync({ distribution: 'normal', samples, seed: SERVER_SEED, stream });
      }
      const { user, system } = process.cpuUsage(began);
      // The first round warms up.
      if (round > 0) {
        served.push(cost);
        bare.push((user + system) / 1000 / requests);
      }
    }
    const ratio = median(served.map((cost, round) => cost / bare[round]!));
    return {
      lines: [
        `Cost: ${milliseconds(median(served))} of CPU time a request of ${samples} samples, the bare kernel ${milliseconds(median(bare))}.`,
      ],
      bounds: [bound('cost: CPU time of a request', ratio, 'at most', 1.15, 'times', "its kernel's")],
      figures: { served, bare, ratio },
    };
  });
}

/** Memory after some requests and after ten times as many. */
function measureMemory({ clients, within, progress }: Load): Promise<Finding> {
  const samples = 1e5;
  return withService(['--samples', String(samples)], async (service) => {
    if (usageOf(service.pid) === undefined) {
      return leftOut('Memory: left out, since only Linux tells that of a process.');
    }
    const held: number[] = [];
    let asked = 0;
    for (const requests of [4000, 40_000]) {
      progress.show(`Memory after ${requests} requests`);
      await ask(service, { clients, requests: requests - asked, within });
      asked = requests;
      held.push(usageOf(service.pid)!.megabytes);
    }
    const [first, last] = held as [number, number];
    return {
      lines: [
        `Memory: ${figure(first)} MB after 4,000 requests by ${clients} clients at once, ${figure(last)} MB after 40,000.`,
      ],
      bounds: [bound('memory: after 40,000 requests', last / first, 'at most', 1.1, 'times', 'after 4,000')],
      figures: { held },
    };
  });
}

const NOTE = 'as long as alone, the worst case';

/** A hog's connections. */
const HOG = 400;

/** How much longer another address waits for an answer while one has hundreds of connections. */
async function measureFairness({ within, quick, progress }: Load): Promise<Finding> {
  const ways = [
    { engine: 'native', mode: 'threadpool' },
    { engine: 'native', mode: 'cooperative' },
    { engine: 'native', mode: 'blocking' },
    { engine: 'typescript', mode: 'cooperative' },
    { engine: 'typescript', mode: 'blocking' },
  ];
  const cases = ways.flatMap((way) => [1e5, 1e6, 1e7].map((samples) => ({ ...way, samples })));
  const rows: ((typeof cases)[number] & Awaited<ReturnType<typeof besideHog>>)[] = [];
  for (const one of cases) {
    const { engine, mode, samples } = one;
    progress.show('Fairness', `${engine}, ${mode}, ${samples} samples`);
    const args = ['--engine', engine, '--mode', mode, '--samples', String(samples)];
    const found = await withService(args, (service) => besideHog(service, samples, within, quick));
    rows.push({ ...one, ...found });
  }
  const cells = rows.map(({ engine, mode, samples, alone, beside, ratio }) => [
    `${engine}, ${mode}`,
    samples.toExponential().replace('+', ''),
    milliseconds(alone),
    milliseconds(beside),
    figure(ratio),
  ]);
  const worst = Math.max(...rows.map(({ ratio }) => ratio));
  return {
    lines: [
      `Fairness: the median latency of an address that asks one thing at a time, alone and beside another one with ${HOG} connections, each of which asks again and again. Every answer of both was checked.`,
      ...columns([['', 'samples', 'alone', 'beside', 'times'], ...cells]),
    ],
    bounds: [bound('fairness: another address waits', worst, 'at most', 5, 'times', NOTE)],
    figures: { rows },
  };
}

async function besideHog(service: Service, samples: number, within: number, quick: boolean) {
  const requests = samples >= 1e7 ? 6 : quick ? 20 : 50;
  const polite = () => ask(service, { clients: 1, requests, within }, '127.0.0.2');
  const heard: Heard[] = [];
  const alone: number[] = [];
  const beside: number[] = [];
  for (let round = 0; round < (quick ? 1 : 3); round++) {
    const first = await polite();
    const hog = startClients({ port: service.port, from: '127.0.0.1', clients: HOG, requests: 1e6, within });
    await delay(1000);
    const second = await polite();
    hog.stop();
    heard.push(first, second, await hog.heard);
    alone.push(...first.times);
    beside.push(...second.times);
    // Lets the server notice the connections that the hog has closed.
    await delay(200);
  }
  await checkAnswers(heard, { samples });
  const [first, second] = [median(alone), median(beside)];
  return { alone: first, beside: second, ratio: second / first };
}
