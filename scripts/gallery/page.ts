// A section a distribution, in docs/distributions.md.
import { Generator } from '../../ts/index.ts';
import { DISTRIBUTIONS, type Distribution, definitionOf } from '../../ts/library/distributions/registry.ts';
import { markdownTable } from '../kit/tables.ts';
import { FACTS, LIBRARIES, TOPICS } from './facts.ts';
import { pictureText } from './picture.ts';

/** Which to take for what. */
export function topics(): string {
  const rows = TOPICS.map((topic) => {
    const those = DISTRIBUTIONS.filter((name) => FACTS[name].topics.includes(topic));
    return [topic, those.map(link).join(', ')];
  });
  return markdownTable([['for', 'take'], ...rows], '---');
}

/** A link to a distribution's section. */
export function link(distribution: Distribution): string {
  return `[\`${distribution}\`](#${distribution.toLowerCase()})`;
}

export function gallery(): string {
  return DISTRIBUTIONS.map(section).join('\n\n');
}

function section(distribution: Distribution): string {
  const { use, whole, row, list } = definitionOf(distribution);
  const { formula, note, elsewhere } = FACTS[distribution];
  const what = `${whole ? 'Probability' : 'Density'}${row === undefined ? '' : ' of a row'}`;
  const parameters = list.map((parameter) => {
    const standard = parameter.default === undefined ? '' : ` = ${parameter.default}`;
    const each = parameter.list === undefined ? '' : 'each ';
    const also = parameter.also?.map((name) => `\`${name}\``).join(', ') ?? '';
    return [`\`${parameter.name}${standard}\``, parameter.meaning, `${each}${parameter.allowed}`, also];
  });
  const others = LIBRARIES.filter((library) => library in elsewhere).map((library) => [
    library,
    inCode(elsewhere[library]!),
  ]);
  return [
    `### ${distribution}`,
    `${use[0]!.toUpperCase()}${use.slice(1)}.`,
    `![${pictureText(distribution)}](distributions/${distribution}.svg)`,
    `${what}: ${formula}.${note === undefined ? '' : ` ${note}`}`,
    markdownTable([['parameter', 'what it is', 'may be', 'elsewhere it is'], ...parameters], '---'),
    markdownTable([['library', 'the same there'], ...others], '---'),
    `\`\`\`ts\n${exampleOf(distribution)}\n\`\`\``,
  ].join('\n\n');
}

/** Code, and what is said of it behind a comma outside of all brackets. */
function inCode(text: string): string {
  const [, code, rest] = /^(.*?\))(,? (?!\*|\/|-|\+).*)?$/.exec(text) ?? [];
  return code === undefined || rest === undefined ? `\`${text}\`` : `\`${code}\`${rest}`;
}

/** A draw of the usual parameters, and what it gives. */
function exampleOf(distribution: Distribution): string {
  const { example } = definitionOf(distribution);
  const rng = new Generator({ seed: 42, engine: 'typescript' });
  const draw = rng[distribution] as (...values: unknown[]) => number | number[];
  const written = JSON.stringify(example).slice(1, -1).replaceAll(',', ', ');
  const result = draw.apply(rng, [...example]);
  return `new Generator(42).${distribution}(${written}); // ${JSON.stringify(result).replaceAll(',', ', ')}`;
}
