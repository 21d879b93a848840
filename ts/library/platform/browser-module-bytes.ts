/** The same as module-bytes.ts, for browsers, their workers and edge runtimes. The build replaces that with it. */

/** The module's bytes, which are in a file of their own, deflated. */
export async function moduleBytes(): Promise<Uint8Array<ArrayBuffer>> {
  const { default: text } = (await import('./engine-bytes.js' as string)) as { default: string };
  if (text === '') {
    throw new Error('this package was built without it');
  }
  const deflated = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  const inflated = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate-raw'));
  return new Uint8Array(await new Response(inflated).arrayBuffer());
}

/** They come later. */
export const AT_ONCE = false;
