import type { WriteStream } from 'node:tty';
import type { TextOptions } from '../timeline/text.ts';

/** The width of a terminal that does not tell, in columns. */
const USUAL_WIDTH = 80;

/** What a stream can show. `hasColors` respects NO_COLOR and TERM. */
export function drawnOn(stream: WriteStream, ascii = false): TextOptions {
  return { ascii, width: widthOf(stream), colour: stream.isTTY === true && stream.hasColors() };
}

/** Some terminals have no size, and say 0. */
export function widthOf({ columns }: WriteStream): number {
  return columns || USUAL_WIDTH;
}

/**
 * Whether a line that is shown can be drawn anew. Terminals that are dumb, or do not say what they are, cannot do that,
 * and the terminal of a CI run is read as a log.
 */
export function canRedraw({ isTTY }: WriteStream, { TERM, CI }: NodeJS.ProcessEnv = process.env): boolean {
  const known = TERM === undefined ? process.platform === 'win32' : TERM !== '' && TERM !== 'dumb';
  const inCI = CI !== undefined && !['', '0', 'false'].includes(CI);
  return isTTY === true && known && !inCI;
}
