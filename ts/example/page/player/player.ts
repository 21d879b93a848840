// What the page does where scripts may run: it plays the timelines, steps through their events, and tells the figures of
// what is pointed at.
import { followSlider, moveTo, toEnd, toggle, toStart } from './cursor.ts';
import { type Keys, press } from './keys.ts';
import { unmark } from './marks.ts';
import { point, unpoint } from './pointing.ts';
import { byId, longest, section, timelines } from './shown.ts';
import { goThroughByKey } from './spans-by-key.ts';
import { step } from './steps.ts';
import { draw, zoomBy, zoomByWheel } from './zoom.ts';

const keys: Keys = {
  ' ': toggle,
  ArrowLeft: () => step(-1),
  ArrowRight: () => step(1),
  Home: toStart,
  End: toEnd,
  '+': () => zoomBy(2),
  '-': () => zoomBy(0.5),
};

/** Whether what is in focus needs a key for itself. */
function needs(element: Element, key: string): boolean {
  const own = element.closest('select, input[type=radio], a, summary');
  return own !== null || element.matches(key === ' ' ? 'button' : '#time');
}

for (const timeline of timelines) {
  goThroughByKey(timeline);
}
section.addEventListener('keydown', (event) => {
  if (event.key === 'Escape') {
    unmark();
  }
  if (!needs(event.target as Element, event.key)) {
    press(keys, event);
  }
});
section.addEventListener('pointermove', point);
section.addEventListener('pointerdown', point);
section.addEventListener('pointerleave', unpoint);
section.addEventListener('wheel', zoomByWheel, { passive: false });
section.addEventListener('change', draw);
byId('play').addEventListener('click', toggle);
byId('previous').addEventListener('click', () => step(-1));
byId('next').addEventListener('click', () => step(1));
byId('time').addEventListener('input', followSlider);
byId('closer').addEventListener('click', () => zoomBy(2));
byId('farther').addEventListener('click', () => zoomBy(0.5));

section.tabIndex = -1;
for (const controls of section.querySelectorAll<HTMLElement>('.settings, .player')) {
  controls.hidden = false;
}
moveTo(longest);
draw();
