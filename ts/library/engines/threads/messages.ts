/** What a thread and whoever uses it tell each other. */
import type { Stream } from '../../distributions/registry.ts';
import type { SampleArray } from '../../stream/arrays.ts';
import type { EngineName } from '../engine.ts';

/** Some of a job, which one thread computes in order. */
export interface Part {
  readonly engine: EngineName;
  readonly stream: Stream;
  readonly start: number;
  readonly samples: number;
  /** What is filled with them; nothing if they are summed. */
  readonly array: SampleArray | undefined;
  /** How many milliseconds it is computed before others get a turn. */
  readonly allotment: number;
  /** The most blocks until it is given back. */
  readonly blocks: number;
  /** Whether it is given back after an allotment even if nobody waits. */
  readonly once: boolean;
  /** Whether every allotment is told of. */
  readonly pauses: boolean;
}

export type ToThread =
  /** The first one, with the bytes of the WebAssembly module, if there are any. */
  | { readonly kind: 'begin'; readonly bytes: Uint8Array | undefined }
  /** A thread has one part at a time. */
  | { readonly kind: 'compute'; readonly part: Part }
  /** Gives its part back as soon as it can. */
  | { readonly kind: 'stop' }
  /** Whether others wait, so that a part is given back after an allotment. */
  | { readonly kind: 'contended'; readonly contended: boolean };

/** The samples that a thread computed at a stretch. Times are in milliseconds on its own clock. */
export interface Stretch {
  readonly samples: number;
  readonly started: number;
  readonly ended: number;
}

/** Why a part could not be computed. */
export interface Failure {
  readonly name: string;
  readonly message: string;
  readonly code: string | undefined;
}

export type FromThread =
  /** Once, when it can be used: when its clock began, in milliseconds since 1970. */
  | { readonly kind: 'ready'; readonly version: string; readonly origin: number }
  /** An allotment has passed, and it goes on. */
  | { readonly kind: 'pause'; readonly stretch: Stretch }
  /** The part, done or not: the sum of what is done of it, or its array. */
  | {
      readonly kind: 'back';
      readonly stretch: Stretch;
      readonly units: bigint;
      readonly array: SampleArray | undefined;
      readonly failure: Failure | undefined;
    };
