import { onAbort } from '../library/platform/on-abort.ts';

/** Waits for a promise, but no longer than some milliseconds, and whatever becomes of it. */
export async function within(time: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, time);
  });
  await Promise.race([promise.catch(() => {}), late]);
  clearTimeout(timer);
}

/** A promise that rejects with a signal's reason when that aborts, and a function that stops listening. */
export function untilAborted(signal: AbortSignal | undefined): {
  promise: Promise<never>;
  ignore: () => void;
} {
  let ignore = (): void => {};
  const promise = new Promise<never>((_, reject) => {
    ignore = onAbort(signal, () => reject(signal?.reason));
  });
  promise.catch(() => {});
  return { promise, ignore };
}
