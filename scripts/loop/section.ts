import type { Machine } from '../bench/machine.ts';
import type { Progress } from '../bench/progress.ts';
import type { Bound } from './bounds.ts';

/** How much is measured, and with what. */
export interface Effort {
  readonly machine: Machine;
  /** A rough answer, soon. */
  readonly quick: boolean;
  /** How often each case is measured; undefined: as often as the section needs. */
  readonly rounds: number | undefined;
  readonly progress: Progress;
  /** A temporary folder, removed at the end. */
  readonly folder: string;
  /** Registers what must be ended however the script ends. */
  readonly atEnd: (clean: () => void) => void;
}

/** What a section finds. */
export interface Finding {
  /** Its tables, as lines. */
  readonly lines: readonly string[];
  readonly bounds: readonly Bound[];
  /** The same figures for the record. */
  readonly figures: unknown;
}

/** Measures one section. */
export type Measure = (effort: Effort) => Promise<Finding>;
