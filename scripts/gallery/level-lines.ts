import type { Point } from './facts.ts';

/** The lines on which a function of a square is at a level: marching squares, joined. */
export function levelLines(
  of: (x: number, y: number) => number,
  level: number,
  from: number,
  to: number,
  cells: number,
): Point[][] {
  const place = (i: number): number => from + ((to - from) * i) / cells;
  const above = (i: number, j: number): number => of(place(i), place(j)) - level;
  const next = new Map<string, { point: Point; to: string[] }>();
  /** Where an edge is crossed, if it is. */
  const crossing = (i: number, j: number, k: number, l: number): string[] => {
    const [a, b] = [above(i, j), above(k, l)];
    if (a > 0 === b > 0) {
      return [];
    }
    const t = a / (a - b);
    const key = `${i + k} ${j + l}`;
    const point: Point = [place(i + t * (k - i)), place(j + t * (l - j))];
    next.set(key, next.get(key) ?? { point, to: [] });
    return [key];
  };
  for (let i = 0; i < cells; i++) {
    for (let j = 0; j < cells; j++) {
      const [a, b] = [
        ...crossing(i, j, i + 1, j),
        ...crossing(i + 1, j, i + 1, j + 1),
        ...crossing(i, j + 1, i + 1, j + 1),
        ...crossing(i, j, i, j + 1),
      ];
      if (a !== undefined && b !== undefined) {
        next.get(a)!.to.push(b);
        next.get(b)!.to.push(a);
      }
    }
  }
  const lines: Point[][] = [];
  for (const [start] of next) {
    const line: Point[] = [];
    for (let at: string | undefined = start; at !== undefined; ) {
      const { point, to }: { point: Point; to: string[] } = next.get(at)!;
      line.push(point);
      next.delete(at);
      at = to.find((key) => next.has(key));
    }
    lines.push([...line, line[0]!]);
  }
  return lines;
}
