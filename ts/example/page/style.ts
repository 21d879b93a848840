/** How the page looks, light and dark, on wide screens, narrow ones and paper. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #fff; --ink: #1b2027; --muted: #56606b; --rule: #d5dae0; --track: #f2f4f6;
  --computing: #22638f; --waiting: #a5730c; --waiting-paper: #f7ecd2;
  --paused: #66707b; --paused-paper: #e4e8ec; --late: #b03a28;
  --name: 8.5rem; --sums: 13.5rem; --gap: 1rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e3e7eb; --muted: #9ca7b2; --rule: #333b44; --track: #1d2227;
    --computing: #5597cb; --waiting: #cf9a3c; --waiting-paper: #382e1a;
    --paused: #98a3ae; --paused-paper: #2c333a; --late: #ee7c67;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 2.5rem) 4rem; max-width: 76rem;
  background: var(--paper); color: var(--ink); overflow-wrap: break-word;
  font: 1rem / 1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums;
}
h1 { margin: 0 0 1rem; font-size: clamp(1.5rem, 4vw, 2rem); line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; }
h2 { margin: 2.75rem 0 0.5rem; font-size: 1.25rem; font-weight: 650; }
.heading { margin: 2rem 0 0; padding-bottom: 0.35rem; border-bottom: 1px solid var(--ink); font-size: 1.05rem; }
small, .note { color: var(--muted); font-size: 0.8125rem; }
.note { margin: 0.35rem 0 0; max-width: 46rem; text-wrap: pretty; }
a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: 0.2em; }
:focus-visible { outline: 2px solid var(--computing); outline-offset: 2px; }

.verdict, .conditions, .legend { margin: 0; padding: 0; list-style: none; }
.verdict li, .conditions li { max-width: 64rem; text-wrap: pretty; }
.verdict li { line-height: 1.5; }
.verdict li:first-child { font-weight: 600; }
.conditions { margin-top: 1rem; color: var(--muted); font-size: 0.8125rem; }

table { border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.35rem 0 0.35rem 1.5rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; }
thead th { color: var(--muted); font-weight: 500; vertical-align: bottom; border-bottom-color: var(--ink); }
th:first-child { padding-left: 0; text-align: left; }
tbody th { font-weight: 400; }
.figures thead th { white-space: normal; }

.charts {
  display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 30rem), 1fr));
  align-items: start; gap: 1rem 2.5rem; margin-top: 1.25rem;
}
.chart { width: 100%; table-layout: fixed; }
.chart .names { width: 13rem; }
.chart .medians { width: 4.5rem; }
.chart .ranges { width: 8.5rem; }
.chart caption { padding-bottom: 0.15rem; border-bottom: 1px solid var(--ink); text-align: left; font-weight: 600; }
.chart caption small { font-weight: 400; }
.chart th, .chart td { padding: 0.2rem 0 0.2rem 0.75rem; border-bottom: 0; }
.chart th { padding-left: 0; white-space: normal; }
.chart svg { display: block; width: 100%; min-width: 4rem; height: 0.9rem; background: var(--track); }
.range { stroke: var(--ink); stroke-width: 2; }
.unseen { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }

.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin-top: 0.75rem; font-size: 0.875rem; }
.legend svg { width: 1.75rem; height: 1rem; margin-right: 0.4rem; vertical-align: -0.15rem; }
.defs { position: absolute; width: 0; height: 0; }

.run { margin: 1.5rem 0 0; break-inside: avoid; }
figcaption {
  display: grid; grid-template-columns: minmax(0, 1fr) var(--sums); gap: var(--gap);
  align-items: baseline; margin-bottom: 0.25rem;
}
figcaption h3, figcaption h4 { display: inline; margin: 0 0.5rem 0 0; font-size: 1rem; font-weight: 600; }
.kinds, .sums {
  display: grid; grid-template-columns: repeat(3, 1fr); justify-items: end;
  color: var(--muted); font-size: 0.8125rem;
}
.rows { position: relative; padding-bottom: 1.35rem; }
.axis {
  position: absolute; left: calc(var(--name) + var(--gap)); top: 0; height: 100%;
  width: calc(100% - var(--name) - var(--sums) - 2 * var(--gap)); overflow: visible;
}
.axis line { stroke: var(--rule); }
.axis text { fill: var(--muted); font-size: 0.75rem; transform: translate(4px, -3px); }
.axis .last { text-anchor: end; transform: translate(-4px, -3px); }
.lane {
  position: relative; display: grid; align-items: center; column-gap: var(--gap); min-height: 2.25rem;
  grid-template-columns: var(--name) minmax(0, 1fr) var(--sums);
}
.name, .sums { font-size: 0.8125rem; line-height: 1.25; }
.name small { display: block; font-size: 0.75rem; }
.sums b { color: var(--ink); font-weight: 600; }
.sums i { display: none; font-style: normal; }
.sums > span { white-space: nowrap; }
.of-computing { grid-column: 1; }
.of-waiting { grid-column: 2; }
.of-paused { grid-column: 3; }
.of-loop { grid-column: 1 / -1; }

.bar { position: relative; display: grid; align-items: center; align-self: stretch; }
.bar svg { display: block; width: 100%; height: 26px; overflow: visible; }
.loop .bar { align-items: end; }
.bar .signs { position: absolute; inset: 0; height: 100%; }
.track { fill: var(--track); }
.loop .track { fill: var(--rule); }
.end { stroke: var(--muted); vector-effect: non-scaling-stroke; }
/* Kinds differ in colour and in texture: full, striped, lined. */
.computing { fill: var(--computing); }
.waiting { fill: url(#waiting); }
.paused { fill: url(#paused); }
.waiting.narrow { fill: var(--waiting); }
.paused.narrow { fill: var(--paused); }
.pause, .resume { fill: none; stroke: var(--muted); vector-effect: non-scaling-stroke; }
.late { fill: var(--late); }
.sign { fill: var(--ink); stroke: var(--paper); }
.line { fill: none; stroke: var(--paused); }
.stripes { fill: var(--waiting); }
.waiting-paper { fill: var(--waiting-paper); }
.paused-paper { fill: var(--paused-paper); }

@media (max-width: 46rem) {
  body { padding-top: 1.5rem; }
  figcaption { display: block; }
  .kinds { display: none; }
  .lane { grid-template-columns: auto minmax(0, 1fr); padding-top: 4px; }
  .lane > .name, .lane > .sums { background: var(--paper); }
  .bar { grid-row: 2; grid-column: 1 / -1; height: 30px; }
  .sums { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0 0.75rem; }
  .sums i, .name small { display: inline; }
  .axis { left: 0; width: 100%; }
  .axis text:nth-of-type(even) { display: none; }
  .verdict { font-size: 0.9375rem; }
  .chart, .chart tbody, .chart caption { display: block; }
  .chart tr { display: grid; grid-template-columns: minmax(0, 1fr) auto 8.5rem; }
  .chart th, .chart td { padding-left: 0; }
  .chart .drawn { grid-row: 2; grid-column: 1 / -1; padding: 0 0 0.35rem; }
  /* A row of figures is a list, in which each has its head beside it. */
  .figures thead, .figures td:empty { display: none; }
  .figures tr, .figures th { display: block; }
  .figures tr { padding: 0.5rem 0; border-bottom: 1px solid var(--rule); }
  .figures th, .figures td { padding: 0; border: 0; }
  .figures td { display: flex; justify-content: space-between; }
  .figures td::before { content: attr(data-head); color: var(--muted); }
}
`;
