import { availableParallelism } from 'node:os';
import { chooseEngine } from '../../library/engines/choose.ts';
import type { EngineName, SlotLimits } from '../../library/engines/engine.ts';
import { runAsync } from '../programs/async.ts';
import type { ProgramOptions, ProgramResult } from '../programs/options.ts';
import { runSerial } from '../programs/serial.ts';

/** The id of a way. `all-slots` exists if the process has more than one slot; `too-fine` needs the pool. */
type WayId = 'serial' | 'cooperative' | 'one-slot' | 'all-slots' | 'blocking' | 'too-fine';

/** The costs that predictions are made from, in milliseconds. */
interface Costs {
  /** The wait for the server, with nothing else to do. */
  readonly wait: number;
  /** Computing on one core, with nothing else to do. */
  readonly compute: number;
  readonly allotment: number;
}

/** One way of asking the server and summing the samples. All give the same answer. */
export interface Way {
  readonly id: WayId;
  /** The name for people. */
  readonly label: string;
  readonly engine: EngineName;
  /** The baseline of the others (one task after the other), a way worth using, or a common mistake. */
  readonly kind: 'baseline' | 'overlapped' | 'mistake';
  run(options: ProgramOptions): Promise<ProgramResult>;
  /** How long it should take, in milliseconds. */
  predict(costs: Costs): number;
}

/** The part of a way needed to run it and to name its run. */
export type RunnableWay = Pick<Way, 'engine' | 'label' | 'run'> & { readonly id: string };

/** The ways that an engine has: the serial one first, the mistakes last. The example's pool is libuv's. */
export function waysOf(engine: EngineName): Way[] {
  return waysWith(engine, engine === 'native' ? chooseEngine(engine).slots?.limits : undefined);
}

/** The same, in a process with the given slots, or none. */
export function waysWith(engine: EngineName, limits: SlotLimits | undefined): Way[] {
  const ways = limits
    ? [SERIAL, COOPERATIVE, ...inSlots(limits), BLOCKING, TOO_FINE]
    : [SERIAL, COOPERATIVE, BLOCKING];
  return ways.map((way) => ({ ...way, engine, run: (options) => way.run({ ...options, engine }) }));
}

/** A way whose engine is still open. */
type AnyEngineWay = Omit<Way, 'engine'>;

const SERIAL: AnyEngineWay = {
  id: 'serial',
  label: 'serial',
  kind: 'baseline',
  run: runSerial,
  predict: oneAfterTheOther,
};

const COOPERATIVE: AnyEngineWay = {
  id: 'cooperative',
  label: 'async, cooperative',
  kind: 'overlapped',
  run: (options) => runAsync({ ...options, mode: 'cooperative' }),
  // The request goes out at the first pause.
  predict: ({ wait, compute, allotment }) => overlapped(wait + Math.min(allotment, compute), compute, 1),
};

const BLOCKING: AnyEngineWay = {
  id: 'blocking',
  label: 'one blocking call',
  kind: 'mistake',
  run: (options) => runAsync({ ...options, mode: 'blocking' }),
  predict: oneAfterTheOther,
};

const TOO_FINE: AnyEngineWay = {
  id: 'too-fine',
  label: 'chunks of one block',
  kind: 'mistake',
  run: (options) => runAsync({ ...options, mode: 'threadpool', concurrency: 1, chunkBlocks: 1 }),
  predict: ({ wait, compute }) => overlapped(wait, compute, 1),
};

function inSlots({ slots }: SlotLimits): AnyEngineWay[] {
  const one = inPool('one-slot', '1 slot', 1);
  return slots === 1 ? [one] : [one, inPool('all-slots', `${slots} slots`, slots)];
}

function inPool(id: WayId, slots: string, concurrency: number): AnyEngineWay {
  return {
    id,
    label: `async, thread pool, ${slots}`,
    kind: 'overlapped',
    run: (options) => runAsync({ ...options, mode: 'threadpool', concurrency }),
    predict: ({ wait, compute }) => overlapped(wait, compute, concurrency),
  };
}

function oneAfterTheOther({ wait, compute }: Costs): number {
  return wait + compute;
}

/** The longer of both, if there are enough cores: the server needs one, too. */
function overlapped(wait: number, compute: number, threads: number): number {
  const cores = availableParallelism();
  return Math.max(wait, compute / Math.min(threads, cores), (wait + compute) / cores);
}
