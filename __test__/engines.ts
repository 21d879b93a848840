import test, { type TestFn } from 'ava';
import { ENGINES } from '../ts/engine/choose.ts';
import type { EngineName } from '../ts/engine/engine.ts';
import { loadNative } from '../ts/engine/native.ts';

const { reason } = loadNative();

/** The engines to test. Where native is required (in CI) it is named even if it cannot be loaded, and so fails. */
export const engines: readonly EngineName[] =
  reason === undefined || process.env.OFFLOOP_REQUIRE_NATIVE === '1' ? ENGINES : ['typescript'];

export const hasNative = engines.includes('native');

/** A test of what only the native engine does: skipped where it is not built. */
export const nativeTest = (hasNative ? test : test.skip) as TestFn;
