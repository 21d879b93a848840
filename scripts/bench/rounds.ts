import assert from 'node:assert/strict';
import { Bench } from 'tinybench';
import { median, shuffled } from '../../ts/example/compare/statistics.ts';
import type { Progress } from './progress.ts';
import { type Summary, summarize } from './statistics.ts';

/** Something to measure. */
export interface Case {
  readonly name: string;
  /** How many samples one run draws. */
  readonly samples: number;
  /** Whether `run` gives a promise, which is waited for. */
  readonly async?: boolean;
  run(): unknown;
}

/** How long, and how often, a case is measured. */
export interface Effort {
  readonly rounds: number;
  /** The least milliseconds that a case runs in a round: a short job runs many times. */
  readonly time: number;
  /** The milliseconds after which a slow case has no more rounds; one it always has. */
  readonly enough?: number;
  /** Whether every case has run before, so that there is nothing to warm up. */
  readonly warm?: boolean;
}

/** What a case cost, in nanoseconds a sample. */
export interface Measured extends Summary {
  readonly name: string;
}

/**
 * Measures cases in turns: each round runs every case once, in an order of its own, so that a slow minute of
 * the machine hits all alike and no case always follows the same other one. A round before them only warms up.
 *
 * tinybench times one case of one round (it runs its tasks one after the other, never in turns); the median of
 * that is the round's figure.
 */
export async function measure(
  cases: readonly Case[],
  { rounds, time, enough = Number.POSITIVE_INFINITY, warm = false }: Effort,
  progress: Progress,
): Promise<Measured[]> {
  const found = new Map(cases.map(({ name }) => [name, { figures: [] as number[], spent: 0 }]));
  for (let round = warm ? 0 : -1; round < rounds; round++) {
    for (const measured of shuffled(cases)) {
      const { figures, spent } = found.get(measured.name)!;
      if (spent < enough) {
        const ms = await once(measured, time);
        if (round >= 0) {
          figures.push((ms * 1e6) / measured.samples);
          found.get(measured.name)!.spent += ms;
        }
      }
      progress.advance();
    }
  }
  return cases.map(({ name }) => ({ name, ...summarize(found.get(name)!.figures) }));
}

/** How many steps of progress `measure` takes. */
export function steps(cases: readonly Case[], { rounds, warm }: Effort): number {
  return cases.length * (warm ? rounds : rounds + 1);
}

async function once({ name, run, async = false }: Case, time: number): Promise<number> {
  const checked = (): void => {
    assert.ok(!(run() instanceof Promise), `${name} gives a promise and does not say so`);
  };
  const bench = new Bench({ warmup: false, iterations: 1, time, retainSamples: true, throws: true });
  // Told whether it is asynchronous, since tinybench finds out by a run that it does not wait for.
  bench.add(name, async ? run : checked, { async });
  const [task] = await bench.run();
  if (task?.result.state !== 'completed') {
    throw new Error(`${name} was not measured`);
  }
  return median(task.result.latency.samples ?? []);
}
