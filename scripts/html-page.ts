// The results of benches and proofs as one self-contained page: no script, no font, no network.

const STYLE = `
:root { color-scheme: light dark; --ink: #1d2026; --paper: #fff; --line: #d9dce1;
  --native: #e0662f; --typescript: #3b82d6; --peer: #8b8f98; }
@media (prefers-color-scheme: dark) { :root { --ink: #e7e9ee; --paper: #14161a; --line: #353942; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); max-width: 900px;
  margin: 2rem auto; padding: 0 1rem; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .9rem; }
th, td { padding: .2rem .7rem; border-bottom: 1px solid var(--line); }
`;

/** A page with a title and a style of its own besides what all have. */
export function htmlPage(title: string, style: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<style>${STYLE}${style}</style>
<h1>${title}</h1>
${body}
</html>`;
}

export function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
