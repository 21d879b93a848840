// The results of benches and proofs as one self-contained page: no script, no font, no network.

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2026; --soft: #5a6270; --paper: #fff; --line: #d9dce1;
  --native: #e0662f; --typescript: #3b82d6; --peer: #8b8f98; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --soft: #a3abb8; --paper: #14161a; --line: #353942; } }
body { margin: 0; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper);
  overflow-wrap: break-word; }
main { max-width: 900px; margin: 0 auto; padding: 1.5rem 1rem 3rem; }
h1, h2, h3 { line-height: 1.25; }
h1 { margin: 0; font-size: 1.4rem; color: var(--soft); }
h2 { margin: 2.5rem 0 .5rem; font-size: 1.25rem; }
h3 { font-size: 1.05rem; }
.finding { margin: .5rem 0 1rem; font-size: 1.35rem; line-height: 1.35; font-weight: 600; }
.soft { color: var(--soft); }
.scroll { overflow-x: auto; }
table { width: 100%; border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .3rem .7rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top;
  white-space: nowrap; }
thead th { color: var(--soft); vertical-align: bottom; }
tr > :first-child { position: sticky; left: 0; padding-left: 0; background: var(--paper); text-align: left;
  font-weight: 400; white-space: normal; }
tr > :last-child { padding-right: 0; }
@media (max-width: 40rem) {
  .finding { font-size: 1.15rem; }
  table { font-size: .8rem; }
  th, td { padding: .3rem .35rem; white-space: normal; }
}
`;

/** A page with a title, what there is to learn first, and a style of its own besides what all have. */
export function htmlPage(title: string, finding: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escaped(title)}</title>
<style>${STYLE}${style}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
<p class="finding">${escaped(finding)}</p>
${body}
</main>
</body>
</html>`;
}

/**
 * A table whose first column names its rows, each with something below its name. Where it is wider than the screen it
 * moves sideways, by the keyboard, too.
 */
export function htmlTable(
  label: string,
  [head = [], ...rows]: readonly (readonly string[])[],
  below: (row: number) => string = () => '',
): string {
  const heads = head.map((text) => (text === '' ? '<td></td>' : `<th scope="col">${inOneLine(text)}</th>`));
  const lines = rows.map(([name = '', ...cells], n) => {
    const figures = cells.map((text) => `<td>${inOneLine(text)}</td>`);
    return `<tr><th scope="row">${escaped(name)}${below(n)}</th>${figures.join('')}</tr>`;
  });
  return `<div class="scroll" role="region" tabindex="0" aria-label="${escaped(label)}"><table>
<thead><tr>${heads.join('')}</tr></thead>
<tbody>
${lines.join('\n')}
</tbody></table></div>`;
}

/** A figure stays with its unit, and a range in one line. */
function inOneLine(text: string): string {
  return escaped(text).replace(/ (?=…)|(?<=…) |(?<=\d) (?=(?:ms|s|MiB)$)/g, '&nbsp;');
}

export function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
