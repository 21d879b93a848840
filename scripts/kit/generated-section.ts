/** The marks in a document between which a script writes. */
export function marksOf(name: string): readonly [begin: string, end: string] {
  return [`<!-- ${name}:begin -->`, `<!-- ${name}:end -->`];
}

/**
 * A document with the text between a section's marks replaced.
 *
 * @throws when a mark is missing, occurs twice or stands on the wrong side of the other
 */
export function replaceSection(document: string, name: string, text: string): string {
  const [begin, end] = marksOf(name);
  const parts = document.split(begin);
  const rest = parts[1]?.split(end);
  if (parts.length !== 2 || rest?.length !== 2 || parts[0]?.includes(end)) {
    throw new Error(`there must be one ${begin} and, after it, one ${end}`);
  }
  return `${parts[0]}${begin}\n${text.trim()}\n${end}${rest[1]}`;
}
