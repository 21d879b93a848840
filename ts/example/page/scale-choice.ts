import { type DrawnGroup, type DrawnTimeline, SCALES, type Scale } from './drawn-timeline.ts';
import { escapeText } from './escape-html.ts';

/** How many times the shortest group's axis the longest may be before each group has its own at first. */
export const COMPARABLE = 2;

/** A choice of the scales that make a difference. It works without a script. */
export function scaleChoice(groups: readonly DrawnGroup[]): string {
  const shortest = Math.min(...groups.map(({ timelines }) => timelines[0]!.extent.group));
  const apart = groups[0]!.timelines[0]!.extent.all > COMPARABLE * shortest;
  const labels: Record<Scale, string> = {
    all: 'one for all',
    group: 'one for each group',
    own: 'every run fills the width',
  };
  const scales = SCALES.filter((scale) => scale !== 'group' || groups.length > 1);
  const initial: Scale = apart ? 'group' : 'all';
  const radios = scales.map(
    (scale) =>
      `<label><input type="radio" name="scale" id="scale-${scale}"${scale === initial ? ' checked' : ''}>` +
      `${escapeText(labels[scale])}</label>`,
  );
  return `<fieldset class="settings"><legend>Time axis:</legend> ${radios.join('\n')}</fieldset>`;
}

/** Which part of the width, and of the height of the event loop's row, a timeline has in each scale. */
export function scaleStyle(timelines: readonly DrawnTimeline[]): string {
  const choice = (scale: Scale): string => {
    const others = SCALES.filter((other) => other !== scale);
    const rules = timelines.map(({ index, extent, lateness }) => {
      const part = rounded(extent.own / extent[scale]);
      const rise = rounded(lateness.own / lateness[scale]);
      return `:root:has(#scale-${scale}:checked) #run-${index} { --part: ${part}; --rise: ${rise}; }`;
    });
    const hidden = others.map((other) => `:root:has(#scale-${scale}:checked) .run .${other}`);
    return [...rules, `${hidden.join(', ')} { display: none; }`].join('\n');
  };
  return `${SCALES.map(choice).join('\n')}\n`;
}

function rounded(part: number): number {
  return Number(part.toPrecision(5));
}
