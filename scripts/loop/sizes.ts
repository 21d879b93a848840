/** A run shorter than this, in milliseconds, says little about a rate. */
const ENOUGH = 250;

/** About how many samples take so many milliseconds, from the rate of a shorter run. */
export async function samplesFor(
  milliseconds: number,
  run: (samples: number) => Promise<unknown>,
): Promise<number> {
  for (let samples = 2 ** 22; ; samples *= 2) {
    const began = performance.now();
    await run(samples);
    const took = performance.now() - began;
    if (took >= ENOUGH) {
      return Math.round((samples / took) * milliseconds);
    }
  }
}
