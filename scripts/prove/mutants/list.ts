import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../kit/places.mjs';
import { GROUPS, type GroupName } from '../numbers/groups.ts';

/** A way to break the library, as mutants.txt has it. */
export interface Mutant {
  readonly name: string;
  /** Of `ts` it is the TypeScript engine's, of `crates` the native one's. */
  readonly file: string;
  readonly from: string;
  readonly to: string;
  readonly places: number;
  /** The part of prove:numbers that should see it. Only that one is tried. */
  readonly seenBy?: GroupName | undefined;
  /** Or else why statistics cannot see it. All parts are tried. */
  readonly equallyRandom?: string | undefined;
  /** Why vectors cannot see it. */
  readonly unpublished?: string | undefined;
}

/** All mutants. Throws for what is incomplete. */
export function readMutants(): Mutant[] {
  const [, ...files] = readFileSync(join(import.meta.dirname, 'mutants.txt'), 'utf8').split('\n\n');
  return files.flatMap((section) => {
    const [file = '', ...mutants] = section.trim().split(/\n\* /);
    return mutants.map((text) => toMutant(file, text.split('\n')));
  });
}

function toMutant(file: string, [name = '', from = '', to = '', ...about]: readonly string[]): Mutant {
  const facts = new Map(about.map((line) => [line.replace(/: .*/, ''), line.replace(/^.*?: /, '')]));
  const seenBy = facts.get('seen by');
  const known = ['places', 'seen by', 'equally random', 'unpublished'];
  if (
    !(
      from.startsWith('- ') &&
      /^\+($| )/.test(to) &&
      [...facts.keys()].every((key) => known.includes(key))
    ) ||
    (seenBy === undefined) === !facts.has('equally random') ||
    (seenBy !== undefined && !(seenBy in GROUPS))
  ) {
    throw new Error(`mutants.txt: '${name}' is not as the first lines say`);
  }
  return {
    name,
    file,
    from: from.slice(2),
    to: to.slice(2),
    places: Number(facts.get('places') ?? 1),
    seenBy: seenBy as GroupName | undefined,
    equallyRandom: facts.get('equally random'),
    unpublished: facts.get('unpublished'),
  };
}

/** The broken text of a mutant's file, in a copy of the project. Throws if what it breaks is not there as often as it says. */
export function brokenText({ name, file, from, to, places }: Mutant, folder: string = root): string {
  const text = readFileSync(join(folder, file), 'utf8');
  const parts = text.split(spaced(from));
  if (parts.length !== places + 1) {
    throw new Error(`'${name}': ${file} has '${from}' ${parts.length - 1} times, not ${places}`);
  }
  return parts.join(to);
}

/** A text in code, whatever white space is between its words and signs. */
function spaced(text: string): RegExp {
  const tokens = text.match(/\w+|[^\w\s]/g) ?? [];
  const escaped = tokens.map((token) => token.replace(/\W/, '\\$&'));
  return new RegExp(escaped.join('\\s*'));
}
