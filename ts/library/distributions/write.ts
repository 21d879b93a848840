import { floatAtLeast, floatAtMost } from '../distributions/neighbours.ts';
import { definitionOf } from '../distributions/registry.ts';
import {
  type ArrayName,
  isDoubles,
  isFloats,
  misfitError,
  type SampleArray,
  writeWhole,
} from '../stream/arrays.ts';
import type { Stream } from './registry.ts';

/** Looked up once: where tests and edge runtimes run code in a context of its own, a global takes microseconds. */
const { floor, max, min } = Math;

type Parametrised = Pick<Stream, 'distribution' | 'parameters'>;

/** Writes samples, the first of which has the number `number`, to an array from index `at` on. It may change them. */
export type Write = (samples: Float64Array, at: number, number: number) => void;

/** How a stream's samples are written to an array of its kind (docs/stream.md, "Floats and integer arrays"). */
export function writerOf(stream: Parametrised, array: SampleArray): Write {
  if (isDoubles(array)) {
    return (samples, at) => array.set(samples, at);
  }
  if (isFloats(array)) {
    const round = rounding(stream);
    return (samples, at) => array.set(round(samples), at);
  }
  const size = definitionOf(stream.distribution).row?.size(stream.parameters) ?? 1;
  return (samples, at, number) => {
    const misfit = writeWhole(samples, array, at, number);
    if (misfit !== undefined) {
      // Of rows, the number of the row.
      throw misfitError(array, { ...misfit, number: floor(misfit.number / size) });
    }
  };
}

/** The least and the largest float of a stream's samples: the first is above the second if there is none. */
function floatRange({ distribution, parameters }: Parametrised): [least: number, most: number] {
  const [least, most] = definitionOf(distribution).range(parameters);
  return [floatAtLeast(least), floatAtMost(most)];
}

/** A function that changes samples so that writing them to a Float32Array gives the floats of their range. */
function rounding(stream: Parametrised): (samples: Float64Array) => Float64Array {
  if (definitionOf(stream.distribution).rule(stream.parameters, true).single) {
    // The upper 24 of 53 bits.
    return (samples) => samples.map((sample) => floor(sample * 2 ** 24) * 2 ** -24);
  }
  const [least, most] = floatRange(stream);
  if (least === Number.NEGATIVE_INFINITY && most === Number.POSITIVE_INFINITY) {
    return (samples) => samples;
  }
  // Clamping to floats before rounding is as good as after it.
  return (samples) => samples.map((sample) => min(max(sample, least), most));
}

/** Checks that an array of a kind holds a distribution's samples. */
export function requireKind(stream: Pick<Stream, 'distribution' | 'parameters'>, kind: ArrayName): void {
  const { distribution, parameters } = stream;
  const { whole } = definitionOf(distribution);
  if (kind === 'Float32Array') {
    const [least, most] = floatRange(stream);
    if (least > most) {
      const [low, high] = definitionOf(distribution).range(parameters);
      throw new RangeError(`no float lies from ${low} to ${high}, as these samples do: use a Float64Array`);
    }
  } else if (kind !== 'Float64Array' && !whole) {
    throw new TypeError(
      `'${distribution}' samples are no whole numbers: array must be a Float64Array or a Float32Array, not ${kind}`,
    );
  }
}

/** Checks that an array holds whole rows. */
export function requireRows(length: number, size: number): void {
  if (length % size !== 0) {
    throw new RangeError(`array must hold whole rows of ${size} numbers, and has a length of ${length}`);
  }
}
