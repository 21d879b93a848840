// How long tests wait, in one place. No limit measures speed: each ends what hangs, and is many times what its work
// takes on an idle machine, since a machine may be busy with other things or slow.

/** How many times as long everything takes here: more than 1 where the machine is emulated (`npm run prove:platforms`). */
export const SLOWNESS = Number(process.env.OFFLOOP_TEST_SLOWNESS ?? 1);

/** Milliseconds for what takes a second or two: a program that starts, a pool that empties. */
export const LIMIT = 60_000 * SLOWNESS;

/** Milliseconds for a build, which takes one minute of two cores. */
export const BUILD_LIMIT = 600_000 * SLOWNESS;

/** When ava ends a run: after so many milliseconds in which no test of any file has ended. The longest takes 20 seconds. */
export const SILENCE = BUILD_LIMIT;
