/** What was probably meant by a wrong word. */

/** Names that other libraries use. */
export const SYNONYMS: Readonly<Record<string, string>> = {
  min: 'low',
  minimum: 'low',
  max: 'high',
  maximum: 'high',
  mu: 'mean',
  loc: 'mean',
  sd: 'deviation',
  std: 'deviation',
  stddev: 'deviation',
  sigma: 'deviation',
  standarddeviation: 'deviation',
  gaussian: 'normal',
  count: 'samples',
  size: 'samples',
  n: 'samples',
};

/** The nearest of the known keys, or all of them if none is near. */
export function suggestion(key: string, keys: readonly string[]): string {
  const asked = key.slice(0, 60).toLowerCase();
  const meant = SYNONYMS[asked];
  if (meant !== undefined && keys.includes(meant)) {
    return `: did you mean '${meant}'?`;
  }
  const [nearest] = keys
    .map((known) => ({ known, distance: editDistance(asked, known.toLowerCase()) }))
    .filter(({ known, distance }) => distance <= Math.max(2, Math.floor(known.length / 2)))
    .sort((a, b) => a.distance - b.distance);
  return nearest ? `: did you mean '${nearest.known}'?` : `; it has ${keys.join(', ')}`;
}

/** How many letters must be inserted, deleted or replaced to turn one word into the other (Levenshtein). */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      next.push(Math.min(row[j]! + 1, next[j - 1]! + 1, row[j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    row = next;
  }
  return row[b.length]!;
}
