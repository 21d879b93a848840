/** The marks in the README between which the figures are generated. */
export const BEGIN = '<!-- benchmark:begin -->';
export const END = '<!-- benchmark:end -->';

/**
 * A document with the text between its marks replaced.
 *
 * @throws when a mark is missing, occurs twice or stands on the wrong side of the other
 */
export function replaceSection(document: string, text: string): string {
  const parts = document.split(BEGIN);
  const rest = parts[1]?.split(END);
  if (parts.length !== 2 || rest?.length !== 2 || parts[0]?.includes(END)) {
    throw new Error(`there must be one ${BEGIN} and, after it, one ${END}`);
  }
  return `${parts[0]}${BEGIN}\n${text.trim()}\n${END}${rest[1]}`;
}
