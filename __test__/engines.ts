import { setTimeout as delay } from 'node:timers/promises';
import type { ExecutionContext } from 'ava';
import { poolStats } from '../ts/index.ts';
import { ENGINES } from '../ts/library/engines/choose.ts';
import type { EngineName } from '../ts/library/engines/engine.ts';
import { loadNative } from '../ts/library/engines/native/native.ts';
import { loadWasm } from '../ts/library/engines/wasm/wasm.ts';
import { LIMIT, SLOWNESS } from './time.js';
import { type Declare, type Tool, testWhere, whereIs } from './where.ts';

/** Whether an engine is to be tested. Where it is required (in CI) it is even if it cannot be loaded, and so fails. */
const HAS: Record<EngineName, boolean> = {
  native: loadNative().reason === undefined || process.env.OFFLOOP_REQUIRE_NATIVE === '1',
  wasm: loadWasm().reason === undefined || process.env.OFFLOOP_REQUIRE_WASM === '1',
  typescript: true,
};

/** The engines to test. */
export const engines: readonly EngineName[] = ENGINES.filter((engine) => HAS[engine]);

/** Whether the native engine is one of them. */
export const hasNative = engines.includes('native');

/** What to have for an engine. */
const NEEDED: Record<EngineName, Tool | undefined> = {
  native: whereIs('cargo') ? 'the native engine' : 'cargo',
  wasm: 'the WebAssembly module',
  typescript: undefined,
};

/** A test of one engine: skipped where it is not built. */
export function testOf(engine: EngineName): Declare {
  return testWhere(HAS[engine], NEEDED[engine]);
}

/** A test of what only the native engine does. */
export const nativeTest = testOf('native');

/** A test of its own for each engine: skipped for one that is not there, or where a machine lacks what else it needs. */
export function testEngines(
  title: string,
  body: (t: ExecutionContext, engine: EngineName) => Promise<void>,
  has = true,
  tool?: Tool,
): void {
  for (const engine of ENGINES) {
    const isHere = HAS[engine];
    testWhere(isHere && has, isHere ? tool : NEEDED[engine])(`${title} (${engine})`, (t) => body(t, engine));
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
