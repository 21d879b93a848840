// A dungeon without end, of which every tile follows from a seed and the tile's coordinates alone. It runs in a browser, too.
import { Generator, weights } from 'offloop';

/** The dungeon is a grid of cells. Each has a room, and corridors to the cells around it. */
const CELL = { width: 18, height: 7 };

/** How likely a corridor is between two cells. */
const CORRIDOR = 0.8;

/** How likely something lies or waits on a tile: gold, a potion, a scroll, a rat, an orc or a dragon. */
const FIND = 0.05;
const FINDS = '$!?roD';
const RARITY = weights([50, 15, 10, 18, 6, 1]);

/** The world of a seed: a word, say. */
export function worldOf(seed) {
  return new Generator(seed);
}

/** A part of the world's dungeon, as lines of text. */
export function partOf(world, { x, y, width, height }) {
  return Array.from({ length: height }, (_, down) =>
    Array.from({ length: width }, (_, right) => tileOf(world, x + right, y + down)).join(''),
  );
}

/** The sign of a tile: rock, floor, rubble or a find. */
function tileOf(world, x, y) {
  if (!isOpen(world, x, y)) {
    return '#';
  }
  // This tile's own generator: it is the same whichever tiles were drawn before.
  const tile = world.child('tile', x, y);
  if (tile.boolean(FIND)) {
    return tile.choice(FINDS, RARITY);
  }
  return tile.boolean(0.1) ? ',' : '.';
}

/** Whether a tile is in the room of its cell, or in a corridor from there or from the cells before it. */
function isOpen(world, x, y) {
  const [column, row] = [Math.floor(x / CELL.width), Math.floor(y / CELL.height)];
  const room = roomOf(world, column, row);
  return (
    (x >= room.x && x < room.x + room.width && y >= room.y && y < room.y + room.height) ||
    isEast(world, column, row, x, y) ||
    isEast(world, column - 1, row, x, y) ||
    isSouth(world, column, row, x, y) ||
    isSouth(world, column, row - 1, x, y)
  );
}

/** The room of a cell: its corner and size, and the point in it where corridors meet. */
function roomOf(world, column, row) {
  const room = world.child('room', column, row);
  const width = room.integer(5, CELL.width - 2);
  const height = room.integer(2, CELL.height - 1);
  const x = column * CELL.width + room.integer(1, CELL.width - width);
  const y = row * CELL.height + room.integer(1, CELL.height - height);
  return { x, y, width, height, meet: { x: x + room.integer(0, width), y: y + room.integer(0, height) } };
}

/** Whether a tile is in the corridor from a cell to the one east of it: first along, then up or down. */
function isEast(world, column, row, x, y) {
  if (!world.child('east', column, row).boolean(CORRIDOR)) {
    return false;
  }
  const [from, to] = [roomOf(world, column, row).meet, roomOf(world, column + 1, row).meet];
  return (y === from.y && isBetween(x, from.x, to.x)) || (x === to.x && isBetween(y, from.y, to.y));
}

/** The same to the one south of it: first down, then along. */
function isSouth(world, column, row, x, y) {
  if (!world.child('south', column, row).boolean(CORRIDOR)) {
    return false;
  }
  const [from, to] = [roomOf(world, column, row).meet, roomOf(world, column, row + 1).meet];
  return (x === from.x && isBetween(y, from.y, to.y)) || (y === to.y && isBetween(x, from.x, to.x));
}

function isBetween(at, one, other) {
  return at >= Math.min(one, other) && at <= Math.max(one, other);
}
