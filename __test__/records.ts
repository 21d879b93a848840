import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type OverlapRecord, readRecord, type SpeedRecord } from '../scripts/bench/kit/record.ts';
import type { NumbersRecord } from '../scripts/prove/numbers/record.ts';

const fileOf = (name: string): string => join(import.meta.dirname, '../benchmarks', `${name}.json`);

/** What RANDOMNESS.md tells of. */
interface Randomness {
  readonly numbers: NumbersRecord;
  readonly accuracy: { words: number; radius: number; sine: number; cosine: number };
  readonly batteries: readonly { battery: string; input: string; p: number[] }[];
  readonly mutants: readonly { name: string; vectors: string; numbers: boolean; equallyRandom?: string }[];
}

/** The recorded runs, from which every published figure comes. */
export const speed = readRecord<SpeedRecord>(fileOf('latest'));
export const overlap = readRecord<OverlapRecord>(fileOf('overlap'));
export const randomness: Randomness = JSON.parse(readFileSync(fileOf('numbers'), 'utf8'));
