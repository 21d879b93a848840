// `npm run docs:distributions`: the tables, sections and pictures of docs/distributions.md, from the registry and scripts/gallery.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DISTRIBUTIONS, definitionOf } from '../ts/library/distributions/registry.ts';
import { gallery, link, topics } from './gallery/page.ts';
import { picture } from './gallery/picture.ts';
import { replaceSection } from './kit/generated-section.ts';

const docs = join(import.meta.dirname, '../docs');

/** The page as the registry and the gallery have it. */
export function withSections(text: string): string {
  const sections = { topics: topics(), distributions: table(), gallery: gallery() };
  return Object.entries(sections).reduce((page, [name, part]) => replaceSection(page, name, part), text);
}

/** The pictures, by the names of their files in docs/distributions. */
export function pictures(): Record<string, string> {
  return Object.fromEntries(DISTRIBUTIONS.map((name) => [`${name}.svg`, picture(name)]));
}

function table(): string {
  const rows = DISTRIBUTIONS.map((name) => {
    const { list, use, whole, row } = definitionOf(name);
    const parameters = list.map((parameter) => {
      const standard = parameter.default === undefined ? '' : ` = ${parameter.default}`;
      return `\`${parameter.name}${standard}\``;
    });
    const kind = `${whole ? 'whole numbers' : 'numbers'}${row === undefined ? '' : ', in rows'}`;
    return `| ${link(name)} | ${use} | ${parameters.join(', ')} | ${kind} |`;
  });
  return [
    '| distribution | for | parameters, in order | samples |',
    '| --- | --- | --- | --- |',
    ...rows,
  ].join('\n');
}

if (process.argv[1] === import.meta.filename) {
  const page = join(docs, 'distributions.md');
  writeFileSync(page, withSections(readFileSync(page, 'utf8')));
  mkdirSync(join(docs, 'distributions'), { recursive: true });
  for (const [name, text] of Object.entries(pictures())) {
    writeFileSync(join(docs, 'distributions', name), text);
  }
}
