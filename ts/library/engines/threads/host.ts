import { rowSize } from '../../distributions/registry.ts';
import { now } from '../../platform/loop.ts';
import { packageVersion } from '../../platform/version.ts';
import type { SampleArray } from '../../stream/arrays.ts';
import { samplesOfBlock } from '../../stream/stream.ts';
import { partOf } from '../../stream/views.ts';
import type { Engine, EngineName } from '../engine.ts';
import type { Failure, FromThread, Part, Stretch, ToThread } from './messages.ts';

/** How many milliseconds pass at most before it looks for messages. */
const DEAF = 4;

/** What it needs of the thread that it is in. */
export interface Surroundings {
  /** Gets ready: the WebAssembly module, if there is one. */
  begin?(bytes: Uint8Array | undefined): void;
  engine(name: EngineName): Engine;
  /** Tells something. The memory of an array that goes back is handed over. */
  tell(message: FromThread, array?: SampleArray): void;
  /** Lets messages come in, then goes on. */
  turn(goOn: () => void): void;
}

/** Computes parts, one at a time. */
export class Host {
  readonly #around: Surroundings;
  #contended = false;
  #stopped = false;

  constructor(around: Surroundings) {
    this.#around = around;
  }

  hear(message: ToThread): void {
    switch (message.kind) {
      case 'begin':
        this.#around.begin?.(message.bytes);
        this.#around.tell({ kind: 'ready', version: packageVersion(), origin: performance.timeOrigin });
        break;
      case 'compute':
        this.#compute(message.part);
        break;
      case 'stop':
        this.#stopped = true;
        break;
      case 'contended':
        this.#contended = message.contended;
    }
  }

  /** Computes a part until it is done, stopped, or to be given back. */
  #compute(part: Part): void {
    this.#stopped = false;
    const computing = new Computing(part, this.#around.engine(part.engine));
    const { array } = part;
    /** What has not been told of. */
    let from = 0;
    let started = now();
    const stretch = (): Stretch => ({ samples: computing.done - from, started, ended: now() });
    const giveBack = (failure?: Failure): void => {
      const { units } = computing;
      this.#around.tell({ kind: 'back', stretch: stretch(), units, array, failure }, array);
    };
    const goOn = (): void => {
      try {
        computing.compute(Math.min(DEAF, part.allotment));
      } catch (error) {
        giveBack(failureOf(error));
        return;
      }
      const isOver = now() - started >= part.allotment;
      if (computing.isDone || this.#stopped || (isOver && (part.once || this.#contended))) {
        giveBack();
        return;
      }
      if (isOver && part.pauses) {
        this.#around.tell({ kind: 'pause', stretch: stretch() });
        from = computing.done;
        started = now();
      }
      this.#around.turn(goOn);
    };
    goOn();
  }
}

/** A part that is being computed. */
class Computing {
  readonly #part: Part;
  readonly #engine: Engine;
  readonly #size: number;
  #blocks = 0;
  done = 0;
  units = 0n;

  constructor(part: Part, engine: Engine) {
    this.#part = part;
    this.#engine = engine;
    this.#size = rowSize(part.stream);
  }

  /** Whether it is to be given back. */
  get isDone(): boolean {
    return this.done === this.#part.samples || this.#blocks >= this.#part.blocks;
  }

  /** Computes block by block for so many milliseconds. */
  compute(room: number): void {
    const began = now();
    do {
      this.#computeBlock();
    } while (!this.isDone && now() - began < room);
  }

  #computeBlock(): void {
    const { stream, samples, array } = this.#part;
    const start = this.#part.start + this.done;
    // Rows do not end where blocks do.
    const unit = samplesOfBlock(this.#size);
    const count = Math.min(unit - (start % unit), samples - this.done);
    if (array === undefined) {
      this.units += this.#engine.sum(stream, { start, samples: count });
    } else {
      const [from, numbers] = [this.done * this.#size, count * this.#size];
      this.#engine.fill(stream, start, partOf(array, from, numbers));
    }
    this.done += count;
    this.#blocks += 1;
  }
}

function failureOf(error: unknown): Failure {
  const { name, message, code } = error as Error & { code?: string };
  return { name, message, code };
}
