import {
  groupsOf,
  judgement,
  type NumbersRecord,
  pOf,
  pText,
  type Result,
  resultText,
  shortNumber,
} from './record.ts';

/** What was found, in lines of at most 80 columns. */
export function numbersText(record: NumbersRecord): string {
  return Object.entries(record.engines)
    .map(([engine, verdict]) => {
      const lines = [
        `${engine}: ${verdict.tests} tests`,
        '',
        row('', 'tests', 'samples', 'least p', 'most p'),
      ];
      for (const [group, results] of groupsOf(record, engine)) {
        const p = results.flatMap(pOf);
        const samples = shortNumber(Math.max(...results.map((result) => result.samples)));
        lines.push(
          p.length > 0
            ? row(
                group,
                String(results.reduce((sum, { tests = 1 }) => sum + tests, 0)),
                samples,
                pText(Math.min(...p)),
                pText(Math.max(...p)),
              )
            : `${group.padEnd(20)}${resultText(worstOf(results))}`,
        );
      }
      lines.push('');
      for (const result of record.results.filter(
        ({ engine: own, kind }) => own === engine && kind === 'tail',
      )) {
        lines.push(`  ${result.name.padEnd(18)}${resultText(result)}`);
      }
      const { spread, extreme } = verdict;
      lines.push(
        '',
        `Together: p = ${pText(spread)} that they lie so unevenly, ${pText(extreme)} that one is so extreme.`,
        judgement(record, engine),
      );
      return lines.join('\n');
    })
    .join('\n\n');
}

/** Of bounds the one that is furthest from being kept. */
function worstOf(results: readonly Result[]): Result {
  const distance = ({ wrong = 0, error = 0 }: Result): number =>
    wrong > 0 ? Number.POSITIVE_INFINITY : error;
  return results.toSorted((a, b) => distance(b) - distance(a))[0]!;
}

function row(group: string, ...figures: string[]): string {
  return group.padEnd(20) + figures.map((figure) => figure.padStart(12)).join('');
}
