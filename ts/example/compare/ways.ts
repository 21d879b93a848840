import { availableParallelism } from 'node:os';
import type { EngineName } from '../../engine/engine.ts';
import { loadNative } from '../../engine/native.ts';
import { runAsync } from '../programs/async.ts';
import type { ProgramOptions, ProgramResult } from '../programs/options.ts';
import { runSerial } from '../programs/serial.ts';
import { runFlooded } from './flooded.ts';

/** What a prediction is made from, in milliseconds. */
interface Costs {
  /** The wait for the server, when nothing else is done. */
  readonly wait: number;
  /** Computing on one core, when nothing else is done. */
  readonly compute: number;
  readonly allotment: number;
}

/** One way of asking the server and summing the samples. All give the same answer. */
export interface Way {
  readonly name: string;
  readonly engine: EngineName;
  /** Whether it is what others are measured by (one task after the other), worth using, or what people do wrong. */
  readonly kind: 'baseline' | 'overlapped' | 'mistake';
  run(options: ProgramOptions): Promise<ProgramResult>;
  /** How long it should take, in milliseconds. */
  predict(costs: Costs): number;
}

/** The ways that an engine has: the serial one first, the mistakes last. */
export function waysOf(engine: EngineName): Way[] {
  const way = (kind: Way['kind'], name: string, run: Way['run'], predict: Way['predict']): Way => ({
    name,
    engine,
    kind,
    run: (options) => run({ ...options, engine }),
    predict,
  });
  const pooled = (slots: number): Way =>
    way(
      'overlapped',
      `async, thread pool, ${slots} ${slots === 1 ? 'slot' : 'slots'}`,
      (options) => runAsync({ ...options, mode: 'threadpool', concurrency: slots }),
      (costs) => overlapped(costs, slots),
    );
  const serial = way('baseline', 'serial', runSerial, oneAfterTheOther);
  const cooperative = way(
    'overlapped',
    'async, cooperative',
    (options) => runAsync({ ...options, mode: 'cooperative' }),
    // The request goes out at the first pause.
    ({ wait, ...costs }) =>
      overlapped({ ...costs, wait: wait + Math.min(costs.allotment, costs.compute) }, 1),
  );
  const blocking = way(
    'mistake',
    'one blocking call on the loop',
    (options) => runAsync({ ...options, mode: 'blocking' }),
    oneAfterTheOther,
  );
  if (engine === 'typescript') {
    return [serial, cooperative, blocking];
  }
  const { threads, slots } = loadNative().engine!.slots!.limits;
  const flooded = way('mistake', `the pool filled with ${threads} whole jobs`, runFlooded, (costs) =>
    overlapped(costs, threads),
  );
  const fine = way(
    'mistake',
    'chunks too fine: one block each',
    (options) => runAsync({ ...options, mode: 'threadpool', concurrency: 1, chunkBlocks: 1 }),
    (costs) => overlapped(costs, 1),
  );
  const pools = slots === 1 ? [pooled(1)] : [pooled(1), pooled(slots)];
  return [serial, cooperative, ...pools, blocking, flooded, fine];
}

function oneAfterTheOther({ wait, compute }: Costs): number {
  return wait + compute;
}

/** The longer of both, as far as there are cores for it: the server needs one, too. */
function overlapped({ wait, compute }: Costs, threads: number): number {
  const cores = availableParallelism();
  return Math.max(wait, compute / Math.min(threads, cores), (wait + compute) / cores);
}
