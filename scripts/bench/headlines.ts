import type { BenchRecord, Group, Row } from './record.ts';
import { figure } from './table.ts';

/** What the record says in a sentence or two for each of its tables, all from its own figures. */
export function headlines({ groups, machine }: BenchRecord): string[] {
  const level = machine.simd === undefined ? '' : ` (SIMD level ${machine.simd})`;
  return groups.flatMap((group) => {
    const typescript = fastest(group, 'typescript');
    const native = group.rows.find(({ name }) => name === group.baseline && machine.simd !== undefined);
    const peer = fastest(group, 'peer');
    if (typescript === undefined) {
      return [];
    }
    if (peer !== undefined) {
      return [
        `${group.title}: pure TypeScript is ${times(peer, typescript)} as fast as ${peer.name}, the fastest other JavaScript.`,
      ];
    }
    return native === undefined
      ? []
      : [
          `${group.title}: native is ${times(typescript, native)} as fast as pure TypeScript on one core${level}${slotGain(group, native)}.`,
        ];
  });
}

function slotGain({ rows }: Group, native: Row): string {
  const slots = rows.filter(({ name }) => / [2-9]\d* slots$/.test(name)).at(-1);
  return slots === undefined
    ? ''
    : `; ${/\d+ slots$/.exec(slots.name)![0]} of the thread pool are ${times(native, slots)} as fast as that`;
}

function fastest({ rows }: Group, kind: Row['kind']): Row | undefined {
  return rows.filter((row) => row.kind === kind).sort((a, b) => a.median - b.median)[0];
}

function times(slow: Row, fast: Row): string {
  return `${figure(slow.median / fast.median)} times`;
}
