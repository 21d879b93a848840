/** How the page looks. Kinds of spans differ in colour and in texture: full, striped, lined. */
export const STYLE = `
:root {
  color-scheme: light dark;
  --paper: #ffffff; --ink: #1b2027; --muted: #56606b; --rule: #d5dae0; --track: #f2f4f6;
  --computing: #22638f; --waiting: #a5730c; --waiting-paper: #f7ecd2; --paused: #66707b; --paused-paper: #e4e8ec;
  --late: #b03a28; --chosen: #1b2027;
  --name: 8.5rem; --sums: 13.5rem; --gap: 1rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #14171b; --ink: #e3e7eb; --muted: #9ca7b2; --rule: #333b44; --track: #1d2227;
    --computing: #5597cb; --waiting: #cf9a3c; --waiting-paper: #382e1a; --paused: #98a3ae; --paused-paper: #2c333a;
    --late: #ee7c67; --chosen: #ffffff;
  }
}
* { box-sizing: border-box; }
body {
  margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 2.5rem) 4rem; max-width: 76rem;
  background: var(--paper); color: var(--ink);
  font: 1rem/1.55 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif;
  font-variant-numeric: tabular-nums; overflow-wrap: break-word;
}
h1 { margin: 0 0 1rem; font-size: clamp(1.5rem, 4vw, 2rem); line-height: 1.2; font-weight: 650; letter-spacing: -0.01em; }
h2 { margin: 2.75rem 0 0.5rem; font-size: 1.25rem; font-weight: 650; }
.heading { margin: 2rem 0 0; padding-bottom: 0.35rem; border-bottom: 1px solid var(--ink); font-size: 1.05rem; }
p, .summary li { max-width: 46rem; text-wrap: pretty; }
p { margin: 0 0 0.75rem; }
small, .note { color: var(--muted); font-size: 0.8125rem; }
.note { margin: 0.35rem 0 0; }
a { color: inherit; text-decoration-color: var(--muted); text-underline-offset: 0.2em; }
:focus-visible { outline: 2px solid var(--computing); outline-offset: 2px; }

.summary { margin: 0; padding: 0; list-style: none; }
.summary li { margin: 0 0 0.35rem; }
.summary li:first-child { margin-bottom: 1rem; color: var(--muted); }

.wide { overflow-x: auto; }
table { border-collapse: collapse; font-size: 0.875rem; }
th, td { padding: 0.35rem 0 0.35rem 1.5rem; text-align: right; white-space: nowrap; border-bottom: 1px solid var(--rule); }
th { font-weight: 600; }
thead th { color: var(--muted); font-weight: 500; vertical-align: bottom; border-bottom-color: var(--ink); }
th:first-child { padding-left: 0; text-align: left; }
tbody th { font-weight: 400; }
.figures thead th { white-space: normal; }

.settings { display: flex; flex-wrap: wrap; align-items: center; gap: 0.25rem 1.25rem; min-height: 2rem; margin: 0; padding: 0; border: 0; font-size: 0.875rem; }
.settings legend { float: left; padding: 0; }
.settings legend, .settings span { color: var(--muted); white-space: nowrap; }
.settings label { display: inline-flex; max-width: 100%; align-items: center; gap: 0.35rem; }
input { margin: 0; accent-color: var(--computing); }
.legend { display: flex; flex-wrap: wrap; gap: 0.25rem 1.25rem; margin: 0.75rem 0 0; padding: 0; list-style: none; font-size: 0.875rem; }
.legend svg { width: 1.75rem; height: 1rem; margin-right: 0.4rem; vertical-align: -0.15rem; }

.player {
  position: sticky; z-index: 2; top: 0; margin: 1rem 0 0; padding: 0.6rem 0 0.5rem;
  background: var(--paper); border-bottom: 1px solid var(--rule); font-size: 0.875rem;
}
.settings[hidden], .player[hidden], .tip[hidden] { display: none; }
.controls { display: flex; align-items: center; gap: 0.75rem; }
button, select {
  height: 2rem; padding: 0 0.75rem; border: 1px solid var(--rule); border-radius: 4px;
  background: var(--track); color: var(--ink); font: inherit;
}
button:hover, select:hover { border-color: var(--muted); }
select { min-width: 0; max-width: 22rem; padding: 0 0.35rem; text-overflow: ellipsis; }
#play { min-width: 4.5rem; }
#time { flex: 1 1 8rem; min-width: 0; }
#now { min-width: 4rem; text-align: right; font-weight: 600; }
#status { height: 2.6em; margin: 0.3rem 0 0; max-width: none; overflow-y: auto; line-height: 1.3; }

.timelines:focus { outline: none; }
.run { margin: 1.5rem 0 0; scroll-margin-top: 8rem; }
figcaption { display: grid; grid-template-columns: minmax(0, 1fr) var(--sums); gap: var(--gap); align-items: baseline; margin-bottom: 0.25rem; }
figcaption h3, figcaption h4 { display: inline; margin: 0 0.5rem 0 0; font-size: 1rem; font-weight: 600; }
.kinds, .sums { display: grid; grid-template-columns: repeat(3, 1fr); justify-items: end; color: var(--muted); font-size: 0.8125rem; }
.rows { position: relative; padding-bottom: 1.35rem; }
.axis {
  position: absolute; left: calc(var(--name) + var(--gap)); top: 0; height: 100%;
  width: calc(100% - var(--name) - var(--sums) - 2 * var(--gap)); overflow: visible;
}
.axis line { stroke: var(--rule); }
.axis text { fill: var(--muted); font-size: 0.75rem; transform: translate(4px, -3px); }
.axis .last { text-anchor: end; transform: translate(-4px, -3px); }
.lane {
  position: relative; display: grid; align-items: center; column-gap: var(--gap);
  grid-template-columns: var(--name) minmax(0, 1fr) var(--sums); min-height: 2.25rem;
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

.bar { align-self: stretch; }
:root:has(#scale-group:checked) .cut .bar { overflow: hidden; mask-image: linear-gradient(to right, #000 94%, transparent); }
.track {
  position: relative; display: grid; align-items: center; height: 100%;
  width: calc(100% * var(--part)); min-width: 2px; border-right: 1px solid var(--muted);
}
.track svg { display: block; width: 100%; height: 26px; }
.track::before {
  content: ""; position: absolute; inset: calc(50% - 8px) 0; background: var(--track);
}
.loop .track { align-items: end; }
.loop .track::before { inset: auto 0 0; height: 1px; background: var(--rule); }
.track svg { position: relative; }
.track .signs { position: absolute; inset: 0; height: 100%; overflow: visible; }
.computing { fill: var(--computing); }
.waiting { fill: url(#waiting); }
.paused { fill: url(#paused); }
.waiting.narrow { fill: var(--waiting); }
.paused.narrow { fill: var(--paused); }
.pause, .resume { fill: none; stroke: var(--muted); vector-effect: non-scaling-stroke; }
.late { fill: var(--late); transform-origin: bottom; transform: scaleY(var(--rise)); }
.sign { fill: var(--ink); stroke: var(--paper); }
.line { fill: none; stroke: var(--paused); }
.stripes { fill: var(--waiting); }
.waiting-paper { fill: var(--waiting-paper); }
.paused-paper { fill: var(--paused-paper); }
.defs { position: absolute; width: 0; height: 0; }

.moving .track::after {
  content: ""; position: absolute; z-index: 1; inset: 0 -7px 0 calc(var(--at) * 1%);
  background: color-mix(in srgb, var(--paper) 78%, transparent); border-left: 2px solid var(--ink);
}
.mark { position: absolute; z-index: 1; top: 2px; bottom: 2px; min-width: 4px; border: 2px solid var(--chosen); border-radius: 2px; pointer-events: none; }
.tip {
  position: fixed; z-index: 3; max-width: min(20rem, calc(100vw - 1rem)); padding: 0.4rem 0.6rem;
  border-radius: 4px; background: var(--ink); color: var(--paper);
  font-size: 0.8125rem; line-height: 1.45; white-space: pre-line; pointer-events: none;
}

details { margin-top: 0.35rem; font-size: 0.8125rem; }
summary { width: fit-content; color: var(--muted); cursor: pointer; }
details table { margin: 0.25rem 0 0.5rem; font-size: 0.8125rem; }

@media (max-width: 46rem) {
  body { padding-top: 1.5rem; }
  figcaption { display: block; }
  .kinds { display: none; }
  .lane { grid-template-columns: auto minmax(0, 1fr); padding-top: 4px; }
  .bar { grid-row: 2; grid-column: 1 / -1; height: 30px; }
  .sums { display: flex; flex-wrap: wrap; justify-content: flex-end; gap: 0 0.75rem; }
  .sums i, .name small { display: inline; }
  .axis { left: 0; width: 100%; }
  .axis text:nth-of-type(even) { display: none; }
  .lane > .name, .lane > .sums { background: var(--paper); }
  .controls { gap: 0.5rem; }
  #status { height: 3.9em; }
  .controls button > span { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  th, td { padding-left: 1rem; }
  .figures th:first-child { position: sticky; left: 0; min-width: 9rem; padding-right: 0.5rem; background: var(--paper); white-space: normal; }
}
/* Where the axis cannot be chosen, every run fills the width. */
@supports not selector(:has(a)) {
  .run .all, .run .group { display: none; }
}
@media print {
  .player, .settings, details { display: none; }
  .run { break-inside: avoid; }
}
`;
