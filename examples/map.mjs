// A roguelike's map from a word. What is on a tile follows from the word and the tile's coordinates, so it does not matter
// which part is visited first, and nothing of the map needs to be kept.
import { partOf, worldOf } from './map/dungeon.mjs';
import { readOptions } from './options.mjs';

const far = 2 ** 50;
const { seed, x, y } = readOptions("Prints a part of a roguelike's map, which has no end.", {
  seed: { initial: 'dragon-42', help: 'a word or a number: the world', check: worldOf },
  x: { initial: 0, least: -far, most: far, help: 'the column where it begins: --x=-1000' },
  y: { initial: 0, least: -far, most: far, help: 'the row where it begins' },
});

// A traveller comes to a part of the map, and sees nothing else.
const part = { x: x + 36, y: y + 7, width: 36, height: 7 };
const seen = partOf(worldOf(seed), part);
console.log(`visited first, from ${part.x}, ${part.y}:`);
console.log(seen.join('\n'));

// Another one, on another day, sees all of it.
const whole = { x, y, width: 78, height: 21 };
const lines = partOf(worldOf(seed), whole);
console.log(`from ${whole.x}, ${whole.y}:`);
console.log(lines.join('\n'));

const again = lines.slice(7, 14).map((line) => line.slice(36, 72));
console.log(`the part that was visited first is the same: ${seen.join('\n') === again.join('\n')}`);
