import { setImmediate as nextTurn } from 'node:timers/promises';
import type { Cancel, Engine, OffLoop, OffLoopChunk } from '../engine/engine.ts';
import { type Job, samplesBefore } from '../job.ts';
import type { Plan } from './options.ts';
import { pool } from './pool.ts';

/** How far a job is, told at every pause and at the end. */
export interface Progress {
  /** Samples done so far. */
  readonly samplesDone: number;
  /** Samples of the whole job. */
  readonly samples: number;
  /** Milliseconds since the job began. */
  readonly elapsed: number;
  /** Milliseconds since the job began or last went on after a pause. */
  readonly worked: number;
}

/** A chunk that has ended. Times are in milliseconds on the clock of `performance.now()`. */
export interface ChunkEvent {
  readonly firstBlock: number;
  readonly blockCount: number;
  /** The slot of the pool that it ran in, from 0; none when it ran on the event loop. */
  readonly slot?: number;
  /** When it was handed to its thread, or when that was done with the chunk before it. */
  readonly queued: number;
  /** When its thread took it up. */
  readonly started: number;
  /** When its thread was done. */
  readonly ended: number;
}

/** A pause that is over. Times are in milliseconds on the clock of `performance.now()`. */
export interface PauseEvent {
  readonly paused: number;
  readonly resumed: number;
}

/** What is computed of a chunk, on the event loop or off it, and where its answer goes. */
export interface ChunkWork<T> {
  onLoop(engine: Engine, firstBlock: number, blockCount: number): T;
  offLoop(
    engine: OffLoop,
    firstBlock: number,
    blockCount: number,
    slot: number,
    cancel: Cancel,
  ): Promise<OffLoopChunk<T>>;
  merge(value: T, firstBlock: number): void;
}

/** Consecutive blocks of a job, `end` not included. */
export interface BlockRange {
  readonly start: number;
  readonly end: number;
}

/**
 * The chunk loop: everything that runs a job asynchronously goes through it. It computes chunks until the
 * allotment is spent, hands control back with its progress, and goes on when asked. Ending it early
 * (`return`, an abort, an error) cancels the chunks in flight and waits until they have left the pool.
 */
export async function* runChunks<T>(
  job: Job,
  blocks: BlockRange,
  work: ChunkWork<T>,
  plan: Plan,
): AsyncGenerator<Progress, void, void> {
  plan.signal?.throwIfAborted();
  const began = performance.now();
  const position = samplesBefore(job, blocks.start);
  const samples = samplesBefore(job, blocks.end) - position;
  const sizer = new ChunkSizer(plan);
  const inFlight = new Set<Promise<void>>();
  const run = newRun(plan);
  let next = blocks.start;
  let samplesDone = 0;
  let resumed = began;

  const progress = (): Progress => {
    const now = performance.now();
    return { samplesDone, samples, elapsed: now - began, worked: now - resumed };
  };

  const launch = (): void => {
    const firstBlock = next;
    const blockCount = Math.min(
      sizer.next(blocks.end - next, performance.now() - resumed),
      blocks.end - next,
    );
    next += blockCount;
    const chunk = run.compute(work, firstBlock, blockCount).then(({ value, event }) => {
      inFlight.delete(chunk);
      work.merge(value, firstBlock);
      sizer.learn(event);
      plan.onChunk?.(event);
      samplesDone += samplesBefore(job, firstBlock + blockCount) - samplesBefore(job, firstBlock);
    });
    inFlight.add(chunk);
  };

  try {
    while (next < blocks.end || inFlight.size > 0) {
      while (next < blocks.end && run.hasRoom(inFlight.size)) {
        launch();
      }
      await Promise.race(inFlight);
      plan.signal?.throwIfAborted();
      const now = performance.now();
      if (samplesDone < samples && now - resumed >= plan.allotment) {
        const paused = progress();
        plan.onProgress?.(paused);
        if (plan.mode !== 'blocking') {
          yield paused;
        }
        if (plan.mode === 'cooperative') {
          await nextTurn();
        }
        plan.signal?.throwIfAborted();
        resumed = performance.now();
        if (plan.mode !== 'blocking') {
          plan.onPause?.({ paused: now, resumed });
        }
      }
    }
    plan.onProgress?.(progress());
  } catch (error) {
    // A cancelled chunk fails in its engine's words; what the caller said comes first.
    plan.signal?.throwIfAborted();
    throw error;
  } finally {
    run.end();
    await Promise.allSettled(inFlight);
  }
}

/** How the chunks of one run are computed. */
interface Run {
  /** Whether one more chunk may be started now, when so many have not ended. */
  hasRoom(inFlight: number): boolean;
  compute<T>(
    work: ChunkWork<T>,
    firstBlock: number,
    blockCount: number,
  ): Promise<{ value: T; event: ChunkEvent }>;
  /** Cancels what is in flight and lets go of the caller's signal. */
  end(): void;
}

function newRun(plan: Plan): Run {
  const { offLoop } = plan.engine;
  return plan.mode === 'threadpool' && offLoop ? runInPool(offLoop, plan) : runOnLoop(plan.engine);
}

function runOnLoop(engine: Engine): Run {
  return {
    hasRoom: (inFlight) => inFlight === 0,
    async compute(work, firstBlock, blockCount) {
      const started = performance.now();
      const value = work.onLoop(engine, firstBlock, blockCount);
      return { value, event: { firstBlock, blockCount, queued: started, started, ended: performance.now() } };
    },
    end() {},
  };
}

/** A slot that a run has, and how many of its chunks are in it: one computed, and one that follows it. */
interface Lease {
  readonly slot: number;
  chunks: number;
}

/**
 * A run has up to `concurrency` slots. Each has a chunk ahead of the one that is computed, so that it does not idle
 * until the event loop hears that one is done. But when others wait for a slot there are none ahead, and the slot
 * goes to them when its chunk is done.
 */
function runInPool(engine: OffLoop, { signal, concurrency }: Plan): Run {
  // The caller's signal ends chunks by a flag that Rust looks at, and leaves the pool's queue.
  const cancel = engine.newCancel();
  const ended = new AbortController();
  const leases = new Set<Lease>();
  let asking = 0;

  const end = (): void => {
    signal?.removeEventListener('abort', end);
    cancel.cancel();
    ended.abort(signal?.reason);
  };
  signal?.addEventListener('abort', end, { once: true });

  const maySpread = (): boolean => leases.size + asking < concurrency;
  const withRoomAhead = (): Lease | undefined =>
    pool.contended ? undefined : [...leases].find(({ chunks }) => chunks === 1);

  const waitForSlot = async (): Promise<number> => {
    asking++;
    try {
      return await pool.wait(ended.signal);
    } finally {
      asking--;
    }
  };
  const newLease = (slot: number): Lease => {
    const lease = { slot, chunks: 0 };
    leases.add(lease);
    return lease;
  };

  return {
    hasRoom: () => maySpread() || withRoomAhead() !== undefined,
    async compute(work, firstBlock, blockCount) {
      const asked = performance.now();
      const spread = maySpread();
      // A free slot is taken at once, so that the next chunk is known to be one ahead.
      const lease = spread ? newLease(pool.take() ?? (await waitForSlot())) : withRoomAhead()!;
      const { slot } = lease;
      lease.chunks++;
      try {
        const { value, ...times } = await work.offLoop(engine, firstBlock, blockCount, slot, cancel);
        const event = { firstBlock, blockCount, slot, ...times };
        pool.note(event.started - (spread ? asked : event.queued), event.ended - event.started);
        return { value, event };
      } finally {
        lease.chunks--;
        if (lease.chunks === 0) {
          leases.delete(lease);
          pool.release(slot);
        }
      }
    },
    end,
  };
}

/** How much a chunk may grow over the one before. */
const GROWTH = 8;

/** The part of the allotment that a chunk aims at, so that it rarely takes longer. */
const AIM = 0.95;

/** Decides how many blocks a chunk has: the first is one block, later ones follow the measured rate. */
class ChunkSizer {
  readonly #plan: Plan;
  #blocksPerMs = 0;
  #largest = 0;

  constructor(plan: Plan) {
    this.#plan = plan;
  }

  /** Blocks of the next chunk, when so many are left and the loop has worked so long since its last pause. */
  next(blocksLeft: number, worked: number): number {
    const { allotment, chunkBlocks, concurrency, mode } = this.#plan;
    const full = Math.floor(allotment * AIM * this.#blocksPerMs);
    // On the loop chunks share the allotment; in the pool each slot has its own.
    const room = mode === 'threadpool' ? full : Math.ceil((allotment - worked) * this.#blocksPerMs);
    // The last chunks are smaller, so that the slots, each with a chunk ahead, end together.
    const parts = mode === 'threadpool' ? 2 * concurrency : 1;
    const share = Math.max(Math.ceil(blocksLeft / parts), Math.ceil(full / 8));
    return Math.max(1, Math.min(room, share, chunkBlocks, this.#largest * GROWTH));
  }

  /** Takes in what a chunk cost. */
  learn(chunk: ChunkEvent): void {
    const rate = chunk.blockCount / Math.max(chunk.ended - chunk.started, 0.001);
    this.#blocksPerMs = this.#blocksPerMs === 0 ? rate : (this.#blocksPerMs + rate) / 2;
    this.#largest = Math.max(this.#largest, chunk.blockCount);
  }
}
