import { join } from 'node:path';
import { type OverlapRecord, readRecord, type SpeedRecord } from '../scripts/bench/kit/record.ts';
import { readRecorded } from '../scripts/prove/numbers/randomness.ts';

const fileOf = (name: string): string => join(import.meta.dirname, '../benchmarks', `${name}.json`);

/** The recorded runs, from which every published figure comes. */
export const speed = readRecord<SpeedRecord>(fileOf('latest'));
export const overlap = readRecord<OverlapRecord>(fileOf('overlap'));
export const randomness = readRecorded();
