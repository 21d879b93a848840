/** The library that is judged: its public calls, and of what is inside only its list of distributions and its raw words. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Definition } from '../../../ts/library/distributions/definition.ts';
import type { Distribution } from '../../../ts/library/distributions/registry.ts';
import { fromJson } from '../../vectors.ts';
import { Cells } from './cells.ts';
import type { Case, Library, Measure, Measured, Subject, Tried } from './evidence.ts';

/** What expected.py answers for each distribution: the parameters with which it is tried, what is measured, and its cells. */
export type Expected = Record<
  string,
  {
    readonly parameters: Record<string, unknown>;
    readonly measures: ({ readonly name: string; readonly edges: number[]; readonly p: number[] } & Form)[];
    readonly holds: ({ readonly name: string; readonly is: number; readonly within: number } & Form)[];
  }[]
>;

/** A weighted sum of a row's numbers, a quadratic form about a centre, or in which quarter about it two numbers are. */
type Form =
  | { readonly weights: readonly number[] | Readonly<Record<string, number>> }
  | { readonly centre: readonly number[]; readonly matrix: readonly (readonly number[])[] }
  | { readonly centre: readonly number[]; readonly signs: readonly [number, number] };

/** Loads a library from its folder. What it returns makes a subject for each engine. */
export async function loadSubject(
  folder: string,
  expected: (distributions: readonly Distribution[]) => Promise<Expected>,
): Promise<(engine: Subject['engine'], samples: number, tailSamples: number) => Subject> {
  const load = (file: string) => import(pathToFileURL(join(folder, file)).href);
  const library: Library = await load('dist/index.js');
  // A library as it is built is one file: what is inside comes from its sources.
  const loadInner = (name: string) => load(`ts/library/${name}.ts`);
  const { definitionOf, DISTRIBUTIONS }: typeof import('../../../ts/library/distributions/registry.ts') =
    await loadInner('distributions/registry');
  const { chooseEngine }: typeof import('../../../ts/library/engines/choose.ts') =
    await loadInner('engines/choose');
  const { redraw }: typeof import('../../../ts/library/stream/redraws.ts') =
    await loadInner('stream/redraws');
  const { BLOCK_SAMPLES, USES }: typeof import('../../../ts/library/stream/stream.ts') =
    await loadInner('stream/stream');
  const { toParameters }: typeof import('../../../ts/library/distributions/definition.ts') =
    await loadInner('distributions/definition');
  const { newBatch }: typeof import('../../../ts/library/stream/batch.ts') = await loadInner('stream/batch');
  const { normalsOfPairs }: typeof import('../../../ts/library/math/circle.ts') =
    await loadInner('math/circle');
  const { BATCH_STEPS }: typeof import('../../../ts/library/stream/lanes.ts') =
    await loadInner('stream/lanes');

  const exported: typeof import('../../../ts/library/math/index.ts') = await loadInner('math/index');
  const { saddle, stirling }: typeof import('../../../ts/library/math/factorials.ts') =
    await loadInner('math/factorials');
  const { tangents }: typeof import('../../../ts/library/math/tangent.ts') = await loadInner('math/tangent');
  const one = new Float64Array(1);
  /** Of a word whose uniform in (0, 1) this is. */
  const tangent = (u: number): number => {
    const word = (u - 2 ** -53) * 2 ** 52;
    const upper = Math.floor(word * 2 ** -20);
    tangents(Int32Array.of((word - upper * 2 ** 20) * 2 ** 12), Int32Array.of(upper), one, 1);
    return one[0]!;
  };

  const cases = await expected(DISTRIBUTIONS);
  const low = [new Int32Array(1)];
  const high = [new Int32Array(1)];
  return (engine, samples, tailSamples) => {
    const words: Subject['words'] = (number, seed, samples, word = 0) => {
      const found = new BigUint64Array(samples);
      const lanes = new Int32Array(64);
      const { seekLanes, readWords } = chooseEngine(engine);
      for (let start = 0; start < samples; start += BLOCK_SAMPLES) {
        seekLanes(lanes, { number, seed: BigInt(seed), stream: 0 }, word, start);
        const halves = 2 * Math.min(BLOCK_SAMPLES, samples - start);
        readWords(lanes, new Uint32Array(found.buffer, 8 * start, halves));
      }
      return found;
    };

    /** The first samples of which the first stage's first attempt is rejected; of rows in order, of their first numbers. */
    function rejected(
      definition: Definition,
      parameters: Float64Array,
      seed: number,
      samples: number,
    ): number[] {
      const rule = definition.rule(parameters, false);
      const size = definition.row?.size(parameters) ?? 1;
      const { first = 0, words: count, pair } = rule;
      const numbers = ROW * Math.ceil((samples * size) / ROW);
      const halves = Array.from(
        { length: count },
        (_, n) => new Int32Array(words(definition.number, seed, numbers, first + n).buffer),
      );
      const batch = newBatch();
      const found: number[] = [];
      const each = rule.sequential ? 1 : BATCH_STEPS;
      for (let start = 0; start < numbers; start += 8 * each) {
        for (let j = 0; j < 8; j++) {
          const steps = Math.min(each, (numbers - start) / 8);
          const place = (start + j) % size;
          if (rule.sequential && place > 0) {
            continue;
          }
          for (let n = 0; n < count; n++) {
            for (let t = 0; t < steps; t++) {
              const at = 2 * (start + j + 8 * t);
              batch.low[first + n]![t] = halves[n]![at]!;
              batch.high[first + n]![t] = halves[n]![at + 1]!;
            }
          }
          if (pair) {
            normalsOfPairs(batch.low[0]!, batch.high[0]!, steps / 2, batch.normals, 0, 1, 2);
          }
          for (let t = 0; t < steps; t++) {
            batch.places[t] = (start + j + 8 * t) % size;
          }
          const rejections = rule.attempt(batch, steps);
          for (let n = 0; n < rejections; n++) {
            found.push(Math.floor((start + j + 8 * batch.rejected[n]!) / size));
          }
        }
      }
      return [...new Set(found)].filter((sample) => sample < samples).sort((a, b) => a - b);
    }

    function triedOf(name: Distribution): Tried {
      const definition = definitionOf(name);
      const { number, whole, names } = definition;
      const tried = cases[name]!.map(({ parameters: given, measures, holds }): Case => {
        const values = Object.fromEntries(
          Object.entries(given).map(([key, value]) => [key, fromJson(value)]),
        );
        const parameters = toParameters(definition, values);
        const size = definition.row?.size(parameters) ?? 1;
        const of = measures.map(({ name, edges, p, ...form }): Measure => {
          return { name, of: measuredOf(form, size), cells: new Cells({ edges, p }) };
        }) as [Measure, ...Measure[]];
        return {
          title: `${name}(${Object.values(values).map(shown).join(', ')})`,
          job: { distribution: name, ...values } as Case['job'],
          arguments: names.map((key) => values[key]),
          size,
          range: definition.range(parameters),
          measures: of,
          holds: holds.map(({ name, is, within, ...form }) => {
            return { name, is, within, of: measuredOf(form, size) };
          }),
          cells: of[0].cells,
          rejected: (seed, samples) => rejected(definition, parameters, seed, samples),
        };
      });
      return { name, number, whole: whole === true, cases: tried };
    }

    return {
      library,
      engine,
      samples,
      tailSamples,
      distributions: DISTRIBUTIONS.map(triedOf),
      uses: Object.values(USES),
      functions: { ...exported, saddle, stirling, tangent },
      words,
      redrawn(number, seed, sample, call) {
        redraw({ low: seed, high: 0 }, number, 0, sample, call, 0, 1, false, { low, high }, 0);
        return (BigInt(high[0]![0]! >>> 0) << 32n) | BigInt(low[0]![0]! >>> 0);
      },
    };
  };
}

/** Samples of two steps, whose words are whole pairs. */
const ROW = 16;

function measuredOf(form: Form, size: number): Measured {
  if ('weights' in form) {
    const terms = Object.entries(form.weights).map(([i, weight]) => [Number(i), weight] as const);
    const [index, weight] = terms[0]!;
    if (terms.length === 1 && weight === 1) {
      return (numbers, at) => numbers[at + index]!;
    }
    return (numbers, at) => {
      let sum = 0;
      for (const [i, weight] of terms) {
        sum += weight * numbers[at + i]!;
      }
      return sum;
    };
  }
  const { centre } = form;
  if ('signs' in form) {
    const [i, j] = form.signs;
    return (numbers, at) => Number(numbers[at + i]! > centre[0]!) * 2 + Number(numbers[at + j]! > centre[1]!);
  }
  return (numbers, at) => {
    let sum = 0;
    for (let i = 0; i < size; i++) {
      for (let j = 0; j < size; j++) {
        sum += form.matrix[i]![j]! * (numbers[at + i]! - centre[i]!) * (numbers[at + j]! - centre[j]!);
      }
    }
    return sum;
  };
}

/** A parameter for people: of a long list only its beginning. */
function shown(value: unknown): string {
  if (!Array.isArray(value)) {
    return String(value);
  }
  const few = value.slice(0, 4).map(shown);
  return `[${[...few, ...(value.length > few.length ? [`… ${value.length}`] : [])].join(', ')}]`;
}
