import { OffloopError, type OffloopErrorCode } from '../../checks/errors.ts';
import { rowSize, type Stream, standardParameters } from '../../distributions/registry.ts';
import { writerOf } from '../../distributions/write.ts';
import { isDoubles, isFloats, type SampleArray } from '../../stream/arrays.ts';
import { LANES_WORDS, toKey } from '../../stream/lanes.ts';
import { BLOCK_SAMPLES, samplesOfBlock } from '../../stream/stream.ts';
import type { Engine } from '../engine.ts';
import { typescriptEngine } from '../typescript/index.ts';
import { Instance, MOST_PARAMETERS, type Module } from './instance.ts';

/** The engine of a compiled module. It computes in the module's memory, and copies from there. */
export function engineOf(module: Module): Engine {
  let instance = new Instance(module);

  /** What an instance that has trapped would compute is not defined, so that another takes its place. */
  const attempt = <T>(compute: (instance: Instance) => T): T => {
    try {
      return compute(instance);
    } catch (cause) {
      if (!isTrap(cause)) {
        throw cause;
      }
      instance = new Instance(module);
      throw new OffloopError<OffloopErrorCode>(
        'OFFLOOP_WASM_FAILED',
        `The WebAssembly engine failed: ${cause.message}`,
        { cause },
      );
    }
  };

  return {
    name: 'wasm',
    simd: instance.exports.simd() ? 'simd128' : 'none',
    sum: ({ distribution, seed, stream }, { start, samples }) =>
      attempt((instance) => {
        instance.use({ distribution, parameters: standardParameters(distribution) });
        const { low, high } = toKey(seed);
        instance.exports.sum(low, high, stream, start, samples);
        const [lower, upper] = instance.sum as unknown as [bigint, bigint];
        return (BigInt.asIntN(64, upper) << 64n) | lower;
      }),
    fill: (stream, start, array) => {
      if (stream.parameters.length > MOST_PARAMETERS) {
        typescriptEngine.fill(stream, start, array);
        return;
      }
      attempt((instance) => fill(instance, stream, start, array));
    },
    seekLanes: (lanes, { number, seed, stream }, word, start) =>
      attempt((instance) => {
        const { low, high } = toKey(seed);
        instance.exports.seek(number, low, high, stream, word, start);
        lanes.set(instance.lanes.subarray(0, LANES_WORDS));
      }),
    readLanes: (lanes, stream, start, array, from) =>
      attempt((instance) => {
        instance.use(stream);
        const { low, high } = toKey(stream.seed);
        const words = lanes.length / LANES_WORDS;
        instance.lanes.set(lanes);
        for (let at = from; at < array.length; at += READ) {
          const count = Math.min(READ, array.length - at);
          instance.exports.read(low, high, stream.stream, start + at - from, words, count);
          array.set(instance.doubles.subarray(0, count), at);
        }
        lanes.set(instance.lanes.subarray(0, lanes.length));
      }),
    readWords: (lanes, array) =>
      attempt((instance) => {
        instance.lanes.set(lanes);
        for (let at = 0; at < array.length; at += READ) {
          const count = Math.min(READ, array.length - at);
          instance.exports.read_halves(count);
          array.set(instance.halves.subarray(0, count), at);
        }
        lanes.set(instance.lanes.subarray(0, LANES_WORDS));
      }),
  };
}

/** How many samples, or halves of words, are read at a time: lanes are behind them in the scratch array. */
const READ = 4096;

/** Block by block, so that no call begins within one: rows as many as have a block's numbers. */
function fill(instance: Instance, stream: Stream, start: number, array: SampleArray): void {
  instance.use(stream);
  const { low, high } = toKey(stream.seed);
  const size = rowSize(stream);
  const most = samplesOfBlock(size) * size;
  const floats = isFloats(array);
  const made = floats ? instance.floats : instance.doubles;
  const write = floats || isDoubles(array) ? undefined : writerOf(stream, array);
  for (let done = 0; done < array.length; ) {
    const first = start + done / size;
    const room = size === 1 ? BLOCK_SAMPLES - (first % BLOCK_SAMPLES) : most;
    const count = Math.min(room, array.length - done);
    instance.exports.fill(floats, low, high, stream.stream, first, count);
    const samples = made.subarray(0, count);
    if (write === undefined) {
      (array as Float64Array).set(samples, done);
    } else {
      write(samples as Float64Array, done, start * size + done);
    }
    done += count;
  }
}

function isTrap(error: unknown): error is Error {
  return error instanceof Error && error.name === 'RuntimeError';
}
