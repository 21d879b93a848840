import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { poolStats } from '../ts/index.ts';
import { ENGINES } from '../ts/library/engines/choose.ts';
import type { EngineName } from '../ts/library/engines/engine.ts';
import { loadNative } from '../ts/library/engines/native/native.ts';
import { LIMIT, SLOWNESS } from './time.js';
import { type Tool, testWhere, whereIs } from './where.ts';

const { reason } = loadNative();

/** The engines to test. Where native is required (in CI) it is named even if it cannot be loaded, and so fails. */
export const engines: readonly EngineName[] =
  reason === undefined || process.env.OFFLOOP_REQUIRE_NATIVE === '1' ? ENGINES : ['typescript'];

/** Whether the native engine is one of them. */
export const hasNative = engines.includes('native');

/** What to have for the native engine. */
const missing: Tool = whereIs('cargo') ? 'the native engine' : 'cargo';

/** A test of what only the native engine does: skipped where it is not built. */
export const nativeTest = testWhere(hasNative, missing);

/** A test of its own for each engine: skipped for one that is not there, or where a machine lacks what else it needs. */
export function testEngines(
  title: string,
  body: (t: ExecutionContext, engine: EngineName) => Promise<void>,
  has = true,
  tool?: Tool,
): void {
  for (const engine of ENGINES) {
    const isHere = engines.includes(engine);
    testWhere(isHere && has, isHere ? tool : missing)(`${title} (${engine})`, (t) => body(t, engine));
  }
}

/** How many to do of what takes long: fewer on a slow machine. */
export function fewer(many: number): number {
  return Math.ceil(many / SLOWNESS);
}

/** Waits until no slot is in the pool: one that was sent for a job that has ended meanwhile is there a moment longer. */
export async function idlePool(): Promise<void> {
  const began = performance.now();
  while (poolStats().busy > 0) {
    if (performance.now() - began > LIMIT) {
      throw new Error(`${poolStats().busy} slots are still busy`);
    }
    await delay(1);
  }
}
