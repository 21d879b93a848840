// `npm run docs:distributions`: the table of docs/distributions.md, from the registry.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DISTRIBUTIONS, definitionOf } from '../ts/library/distributions/registry.ts';
import { replaceSection } from './kit/generated-section.ts';

const page = join(import.meta.dirname, '../docs/distributions.md');

/** The page with its table as the registry has it. */
export function withTable(text: string): string {
  return replaceSection(text, 'distributions', table());
}

function table(): string {
  const rows = DISTRIBUTIONS.map((name) => {
    const { list, use, whole, row } = definitionOf(name);
    const parameters = list.map((parameter) => {
      const standard = parameter.default === undefined ? '' : ` = ${parameter.default}`;
      return `\`${parameter.name}${standard}\`: ${parameter.meaning}`;
    });
    const kind = `${whole ? 'whole numbers' : 'numbers'}${row === undefined ? '' : ', in rows'}`;
    return `| \`${name}\` | ${use} | ${parameters.join('<br>')} | ${kind} |`;
  });
  return [
    '| distribution | for | parameters, in order | samples |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  writeFileSync(page, withTable(readFileSync(page, 'utf8')));
}
