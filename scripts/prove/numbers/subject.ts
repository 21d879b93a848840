/** The library that is judged: its public calls, and of what is inside only its list of distributions and its raw words. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Definition } from '../../../ts/library/distributions/definition.ts';
import type { Distribution } from '../../../ts/library/distributions/registry.ts';
import { Cells } from './cells.ts';
import type { Library, Subject, Tried } from './evidence.ts';

/** What expected.py answers for each distribution: the parameters with which it is tried, and the cells of each. */
export type Expected = Record<
  string,
  { readonly parameters: Record<string, number>; readonly edges: number[]; readonly p: number[] }[]
>;

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

  const cases = await expected(DISTRIBUTIONS);
  const distributions = DISTRIBUTIONS.map((name) => triedOf(definitionOf(name), name, cases[name]!));
  const low = [new Int32Array(1)];
  const high = [new Int32Array(1)];
  return (engine, samples, tailSamples) => ({
    library,
    engine,
    samples,
    tailSamples,
    distributions,
    uses: Object.values(USES),
    words(number, seed, samples, word = 0) {
      const found = new BigUint64Array(samples);
      const lanes = new Int32Array(64);
      const { seekLanes, readWords } = chooseEngine(engine);
      for (let start = 0; start < samples; start += BLOCK_SAMPLES) {
        seekLanes(lanes, { number, seed: BigInt(seed), stream: 0 }, word, start);
        const halves = 2 * Math.min(BLOCK_SAMPLES, samples - start);
        readWords(lanes, new Uint32Array(found.buffer, 8 * start, halves));
      }
      return found;
    },
    redrawn(number, seed, sample, call) {
      redraw([seed, 0], number, 0, sample, call, 0, 1, false, { low, high }, 0);
      return (BigInt(high[0]![0]! >>> 0) << 32n) | BigInt(low[0]![0]! >>> 0);
    },
  });
}

function triedOf(
  { number, whole, names }: Definition,
  name: Distribution,
  expected: Expected[string],
): Tried {
  const cases = expected.map(({ parameters: given, ...cells }) => ({
    title: `${name}(${Object.values(given).join(', ')})`,
    job: { distribution: name, ...given } as Tried['cases'][number]['job'],
    arguments: names.map((key) => given[key]),
    cells: new Cells(cells),
  }));
  return { name, number, whole: whole === true, cases };
}
