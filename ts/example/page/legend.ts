import { type InstantName, SPAN_KINDS, type Timeline } from '../../timeline/timeline.ts';

/**
 * Definitions that the figures refer to: textures that look the same however far they are stretched sideways, and
 * signs.
 */
export const DEFINITIONS = `<svg class="defs" aria-hidden="true">
<pattern id="waiting" width="8" height="4" y="1" patternUnits="userSpaceOnUse"><rect class="waiting-paper" width="8" height="4"/><rect class="stripes" y="1" width="8" height="1.5"/></pattern>
<pattern id="paused" width="8" height="8" y="1" patternUnits="userSpaceOnUse"><rect class="paused-paper" width="8" height="8"/><path class="line" d="M0 4h8"/></pattern>
<path id="answer" class="sign" d="M0-6 6 0 0 6-6 0z"/>
<path id="abort" class="sign" d="M-6-4-4-6 0-2 4-6 6-4 2 0 6 4 4 6 0 2-4 6-6 4-2 0z"/>
</svg>`;

const MOMENTS: Readonly<Record<InstantName, string>> = {
  pause: '<path class="pause" d="M8 10v5m6-5v5m6-5v5"/>',
  resume: '<path class="resume" d="M8 1v5m6-5v5m6-5v5"/>',
  answer: '<use href="#answer" x="14" y="8"/>',
  abort: '<use href="#abort" x="14" y="8"/>',
};

/** The meaning of the signs in the timelines. */
export function legend(timelines: readonly Timeline[]): string {
  const spans = new Set(timelines.flatMap((timeline) => timeline.spans.map(({ kind }) => kind)));
  const instants = new Set(timelines.flatMap((timeline) => timeline.instants.map(({ name }) => name)));
  const kinds = SPAN_KINDS.filter((kind) => spans.has(kind)).map((kind) =>
    sign(`<rect class="${kind}" y="1" width="28" height="14"/>`, kind),
  );
  const moments = (Object.keys(MOMENTS) as InstantName[])
    .filter((name) => instants.has(name))
    .map((name) => sign(MOMENTS[name], name));
  return [
    `<ul class="legend">${[...kinds, ...moments].join('')}`,
    sign('<path class="late" d="M2 16h20v-14z"/>', 'how late the event loop is'),
    '</ul>',
    '<p class="note">The runs of a group are drawn to one scale. Where spans are too narrow to be drawn one by one, ' +
      'heights show which part of the time each kind has (computing below, paused on top).</p>',
  ].join('');
}

function sign(shapes: string, words: string): string {
  return `<li><svg viewBox="0 0 28 16" aria-hidden="true">${shapes}</svg>${words}</li>`;
}
