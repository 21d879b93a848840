import type { WriteStream } from 'node:tty';
import type { TextOptions } from '../example/timeline/text.ts';

/** What a stream can show. `hasColors` respects NO_COLOR. */
export function drawnOn(stream: WriteStream, ascii = false): TextOptions {
  const { isTTY, columns = 80 } = stream;
  return { ascii, width: columns, colour: isTTY === true && stream.hasColors() };
}
