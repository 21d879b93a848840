/**
 * Milliseconds from `performance.now()`, which counts from the start of its process, to the system's monotonic
 * clock, on which `process.hrtime` is the same in every process of a machine.
 */
const OFFSET = Number(process.hrtime.bigint()) / 1e6 - performance.now();

/** A time of this process's `performance.now()` on the clock that the machine's processes share. */
export function toSharedClock(at: number): number {
  return at + OFFSET;
}

/** A time of the shared clock on this process's `performance.now()`. */
export function fromSharedClock(at: number): number {
  return at - OFFSET;
}
