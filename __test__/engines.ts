import { setTimeout as delay } from 'node:timers/promises';
import test, { type TestFn } from 'ava';
import { ENGINES } from '../ts/engine/choose.ts';
import type { EngineName } from '../ts/engine/engine.ts';
import { loadNative } from '../ts/engine/native.ts';
import { poolStats } from '../ts/index.ts';

/** How many times as long everything takes here: more than 1 where the machine is emulated (`npm run prove:platforms`). */
const SLOWNESS = Number(process.env.OFFLOOP_TEST_SLOWNESS ?? 1);

const { reason } = loadNative();

/** The engines to test. Where native is required (in CI) it is named even if it cannot be loaded, and so fails. */
export const engines: readonly EngineName[] =
  reason === undefined || process.env.OFFLOOP_REQUIRE_NATIVE === '1' ? ENGINES : ['typescript'];

/** Whether the native engine is one of them. */
export const hasNative = engines.includes('native');

/** A test of what only the native engine does: skipped where it is not built. */
export const nativeTest = (hasNative ? test : test.skip) as TestFn;

/** How many to do of what takes long: fewer on a slow machine. */
export function fewer(many: number): number {
  return Math.ceil(many / SLOWNESS);
}

/** Waits until no slot is in the pool: one that was sent for a job that has ended meanwhile is there a moment longer. */
export async function idlePool(): Promise<void> {
  for (let looks = 0; poolStats().busy > 0; looks++) {
    if (looks >= 100 * SLOWNESS) {
      throw new Error(`${poolStats().busy} slots are still busy`);
    }
    await delay(1);
  }
}
