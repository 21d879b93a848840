/** Samples as arrays' bytes: little-endian, one after the other, or as a file of NumPy's. */

import { definitionOf, rowSize } from '../library/distributions/registry.ts';
import type { EngineName } from '../library/engines/engine.ts';
import { type FillJob, type SampleJob, toSampleJob } from '../library/jobs/job.ts';
import { fill } from '../library/jobs/samples.ts';
import { ARRAYS, type ArrayName, type SampleArray } from '../library/stream/arrays.ts';
import { toLittleEndian } from '../library/stream/byte-order.ts';
import { BLOCK_SAMPLES } from '../library/stream/stream.ts';
import type { Piece } from './words.ts';

/** Doubles, floats, whole numbers, and NumPy's format, with a header, of doubles or of whole numbers. */
export const ARRAY_FORMATS = ['f64le', 'f32le', 'i32le', 'npy'] as const;

export type ArrayFormat = (typeof ARRAY_FORMATS)[number];

export function isArrayFormat(format: string): format is ArrayFormat {
  return (ARRAY_FORMATS as readonly string[]).includes(format);
}

/** Numbers computed and written at a time. */
const PIECE = 16 * BLOCK_SAMPLES;

/**
 * A job's samples in pieces of such a format.
 *
 * @throws {TypeError | RangeError} for a bad job, before anything starts
 */
export function arraysInPieces(
  job: SampleJob,
  format: ArrayFormat,
  run: { engine: EngineName | undefined; signal: AbortSignal },
): AsyncGenerator<Piece, void, void> {
  const checked = toSampleJob(job);
  const { whole } = definitionOf(checked.distribution);
  if (format === 'i32le' && !whole) {
    throw new RangeError(`i32le is for whole numbers, which '${checked.distribution}' samples are not`);
  }
  const kinds = { f64le: 'Float64Array', f32le: 'Float32Array', i32le: 'Int32Array' } as const;
  const kind: ArrayName = format !== 'npy' ? kinds[format] : whole ? 'BigInt64Array' : 'Float64Array';
  return piecesOf(job, kind, rowSize(checked), format === 'npy', run);
}

async function* piecesOf(
  job: SampleJob,
  kind: ArrayName,
  size: number,
  isNpy: boolean,
  run: { engine: EngineName | undefined; signal: AbortSignal },
): AsyncGenerator<Piece, void, void> {
  const { samples, ...rest } = job;
  if (isNpy) {
    yield { output: npyHeader(kind === 'BigInt64Array' ? '<i8' : '<f8', samples, size), samples: 0 };
  }
  const piece = Math.ceil(PIECE / size);
  const kindOf = ARRAYS[kind] as new (length: number) => SampleArray;
  let array = new kindOf(0);
  for (let done = 0; done < samples; done += piece) {
    const count = Math.min(piece, samples - done);
    const room = array.length === count * size ? array : new kindOf(count * size);
    array = await fill(room, { ...rest, start: (job.start ?? 0) + done } as FillJob, run);
    // A copy: standard output may keep what it is given, and the array is filled again.
    yield { output: Buffer.from(toLittleEndian(array)), samples: count };
  }
}

/** The header of a file for `numpy.load` (format version 1.0): its length is a multiple of 64 bytes. */
function npyHeader(type: string, samples: number, size: number): Uint8Array {
  const shape = size === 1 ? `(${samples},)` : `(${samples}, ${size})`;
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': ${shape}, }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const magic = Uint8Array.of(0x93, ...Buffer.from('NUMPY'), 1, 0, length & 0xff, length >> 8);
  return Buffer.concat([magic, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1')]);
}
