/** The slots of engines without any of their own: threads of JavaScript, those of the thread that this code is in. */
import { rowSize, type Stream, standardParameters } from '../../distributions/registry.ts';
import { nextTurn, now } from '../../platform/loop.ts';
import { type Thread, usableCores, WAYS } from '../../platform/threads.ts';
import { packageVersion } from '../../platform/version.ts';
import type {
  ChunkEvent,
  Engine,
  EngineName,
  PoolStats,
  SlotLimits,
  Slots,
  SummedStream,
} from '../engine.ts';
import { loadWasm, wasmBytes } from '../wasm/wasm.ts';
import { DurationCounts } from './durations.ts';
import { Host } from './host.ts';
import type { FromThread, Part, Stretch, ToThread } from './messages.ts';
import { ThreadRun } from './run.ts';

/** What handing a job to a thread costs, in milliseconds; and starting the threads, which the first one does. */
const HANDOVER = 0.2;
const START = 4;

/** More threads than this gain little, and take memory. */
const MOST_SLOTS = 16;

/** A thread, and the part that it has. */
interface Slot {
  readonly number: number;
  readonly thread: Thread;
  /** The way in which it was started. */
  readonly way: number;
  ready: boolean;
  /** How many milliseconds its clock began after this one. */
  ahead: number;
  /** When it last computed. */
  busyUntil: number;
  /** Whether it has the WebAssembly module. */
  hasModule: boolean;
  given: Given | undefined;
}

interface Given {
  readonly run: ThreadRun<unknown>;
  readonly part: Part;
  readonly queued: number;
  /** Samples that it was told of. */
  told: number;
}

class ThreadPool {
  readonly size = Math.min(MOST_SLOTS, usableCores());
  readonly waited = new DurationCounts();
  readonly ran = new DurationCounts();
  readonly #slots: (Slot | undefined)[] = [];
  /** Those that want a slot, in the order in which they get one. */
  readonly #runs = new Set<ThreadRun<unknown>>();
  #contended = false;
  /** Which of the ways to start a thread is used: the first that has not failed. */
  #way = 0;

  get started(): boolean {
    return this.#slots.length > 0;
  }

  get busy(): number {
    return this.#slots.filter((slot) => slot?.given !== undefined).length;
  }

  get waiting(): number {
    return [...this.#runs].filter(({ wants }) => wants > 0).length;
  }

  enter(run: ThreadRun<unknown>): void {
    run.queued = now();
    this.#runs.add(run);
    this.#pump();
  }

  stop(run: ThreadRun<unknown>): void {
    for (const slot of this.#slots) {
      if (slot?.given?.run === run) {
        post(slot, { kind: 'stop' });
      }
    }
    this.#pump();
    run.settle();
  }

  /** Gives parts to threads that have none, and starts threads as they are wanted. */
  #pump(): void {
    for (let slot = this.#idle(); slot !== undefined; slot = this.#idle()) {
      const run = this.#next();
      if (run === undefined) {
        break;
      }
      this.#give(slot, run);
    }
    let wanted = 0;
    for (const run of this.#runs) {
      if (wanted >= this.size) {
        break;
      }
      wanted += run.wants;
    }
    let starting = this.#slots.filter((slot) => slot !== undefined && !slot.ready).length;
    while (starting < wanted && this.#start()) {
      starting += 1;
    }
    this.#contend(wanted > 0 && starting === 0);
    for (const slot of this.#slots) {
      slot?.thread.hold(slot.given !== undefined || (!slot.ready && wanted > 0));
    }
  }

  #idle(): Slot | undefined {
    return this.#slots.find((slot) => slot?.ready === true && slot.given === undefined);
  }

  /** The run whose turn it is. */
  #next(): ThreadRun<unknown> | undefined {
    for (const run of this.#runs) {
      if (run.wants > 0) {
        return run;
      }
      this.#runs.delete(run);
    }
    return undefined;
  }

  /** Puts a run that wants a slot behind the others. */
  #queue(run: ThreadRun<unknown>): void {
    this.#runs.delete(run);
    if (run.wants > 0) {
      this.#runs.add(run);
    }
  }

  #give(slot: Slot, run: ThreadRun<unknown>): void {
    const part = run.take(this.size);
    this.#queue(run);
    slot.given = { run, part, queued: run.queued, told: 0 };
    if (part.engine === 'wasm' && !slot.hasModule) {
      this.#begin(slot);
    }
    run.queued = now();
    post(
      slot,
      { kind: 'compute', part },
      run.handsOver && part.array ? [part.array.buffer as ArrayBuffer] : [],
    );
  }

  #contend(contended: boolean): void {
    if (contended !== this.#contended) {
      this.#contended = contended;
      for (const slot of this.#slots) {
        if (slot?.ready) {
          post(slot, { kind: 'contended', contended });
        }
      }
    }
  }

  /** Starts one more thread, if there may be one. */
  #start(): boolean {
    let number = this.#slots.indexOf(undefined);
    number = number < 0 ? this.#slots.length : number;
    const way = Math.min(this.#way, WAYS.length);
    // The event loop is one thread.
    if (number >= this.size || (way === WAYS.length && this.#slots.some((slot) => slot?.way === way))) {
      return false;
    }
    let slot: Slot | undefined;
    const end = (reason: unknown): void => {
      if (slot !== undefined && this.#slots[slot.number] === slot) {
        this.#ended(slot, reason);
      }
    };
    try {
      const hears = { message: (message: unknown) => this.#hear(slot!, message as FromThread), end };
      slot = {
        number,
        thread: (WAYS[way] ?? onLoop)(hears),
        way,
        ready: false,
        ahead: 0,
        busyUntil: 0,
        hasModule: false,
        given: undefined,
      };
    } catch {
      this.#giveUp(way);
      return this.#start();
    }
    this.#slots[number] = slot;
    this.#begin(slot);
    return true;
  }

  /** A way to start a thread has failed. */
  #giveUp(way: number): void {
    this.#way = Math.max(this.#way, way + 1);
  }

  /** Sends the WebAssembly module, once it is there if it is coming. */
  #begin(slot: Slot): void {
    const send = (bytes: Uint8Array | undefined): void => {
      slot.hasModule = bytes !== undefined;
      post(slot, { kind: 'begin', bytes });
    };
    const bytes = wasmBytes();
    if (bytes instanceof Promise) {
      void bytes.then(send);
    } else {
      send(bytes);
    }
  }

  #hear(slot: Slot, message: FromThread): void {
    if (message.kind === 'ready') {
      if (slot.ready) {
        return;
      }
      if (message.version === packageVersion()) {
        slot.ready = true;
        slot.ahead = message.origin - performance.timeOrigin;
        post(slot, { kind: 'contended', contended: this.#contended });
      } else {
        this.#slots[slot.number] = undefined;
        this.#giveUp(slot.way);
        slot.thread.end();
      }
      this.#pump();
      return;
    }
    const given = slot.given!;
    const { run, part } = given;
    const chunk = this.#note(slot, given, message.stretch);
    given.told += chunk.samples;
    if (message.kind === 'pause') {
      run.pause(chunk);
      return;
    }
    slot.given = undefined;
    const { units, array, failure } = message;
    if (failure === undefined) {
      run.back(part, given.told, chunk, units, array);
    } else {
      run.failed(part, failure, array);
    }
    this.#queue(run);
    this.#pump();
    run.settle();
  }

  #note(slot: Slot, { queued, told }: Given, { samples, ...times }: Stretch): ChunkEvent {
    const [started, ended] = [times.started + slot.ahead, times.ended + slot.ahead];
    // Nobody waits for a slot that computes for them.
    const from = told > 0 ? started : Math.min(started, Math.max(queued, slot.busyUntil));
    if (told === 0) {
      this.waited.note(started - from);
    }
    this.ran.note(ended - started);
    slot.busyUntil = ended;
    return { samples, slot: slot.number, queued: from, started, ended };
  }

  /** Another takes its place when it is wanted. One that never was ready is not tried in this way again. */
  #ended(slot: Slot, reason: unknown): void {
    this.#slots[slot.number] = undefined;
    if (!slot.ready) {
      this.#giveUp(slot.way);
    }
    const { given } = slot;
    if (given !== undefined) {
      given.run.lost(given.part, given.told, reason);
      this.#queue(given.run);
    }
    this.#pump();
    given?.run.settle();
  }
}

function post({ thread }: Slot, message: ToThread, transfer?: readonly ArrayBuffer[]): void {
  thread.post(message, transfer);
}

/** The engines, by name, of the last way of all: a thread that is none, on the event loop, in turns with it. */
const engines = new Map<EngineName, Engine>();

function onLoop({ message: hear }: { message(message: unknown): void }): Thread {
  const host = new Host({
    engine: (name) => engines.get(name) ?? engines.get('typescript')!,
    tell: hear,
    turn: nextTurn,
  });
  return { post: (message) => nextTurn(() => host.hear(message as ToThread)), hold() {}, end() {} };
}

let pool: ThreadPool | undefined;

/** The same engine with slots, if there can be any. */
export function withThreads(engine: Engine): Engine {
  engines.set(engine.name, engine);
  return { ...engine, ...slotsOf(engine.name) };
}

/** An engine's slots, if there can be any. */
export function slotsOf(engine: EngineName): { readonly slots?: Slots } {
  return WAYS.length === 0 ? {} : { slots: makeSlots(engine) };
}

function makeSlots(engine: EngineName): Slots {
  const all = (): ThreadPool => {
    pool ??= new ThreadPool();
    return pool;
  };
  return {
    get limits(): SlotLimits {
      const { size } = all();
      return { cores: size, threads: size, slots: size };
    },
    get handover() {
      return all().started ? HANDOVER : START;
    },
    stats(): Omit<PoolStats, 'cores'> {
      const { size, busy, waiting, waited, ran } = all();
      return { size, busy, waiting, waited: waited.all(), ran: ran.all() };
    },
    sum: (stream, range, how) =>
      new ThreadRun(
        all(),
        { engine: wanted(engine), stream: streamOf(stream), range, array: undefined, how },
        (units) => units,
      ),
    fill: (stream, start, array, how) => {
      const samples = array.length / rowSize(stream);
      const request = {
        engine: wanted(engine),
        stream: streamOf(stream),
        range: { start, samples },
        array,
        how,
      };
      return new ThreadRun(all(), request, (_, filled) => filled!);
    },
  };
}

/** Sees to it that the engine comes, if it is not there. */
function wanted(engine: EngineName): EngineName {
  if (engine === 'wasm') {
    loadWasm();
  }
  return engine;
}

/** A stream, of a job that may say more, as it is sent. Standard samples are summed. */
function streamOf(stream: Stream | SummedStream): Stream {
  const { distribution, seed, stream: number } = stream;
  const parameters = 'parameters' in stream ? stream.parameters : standardParameters(distribution);
  return { distribution, parameters, seed, stream: number };
}
