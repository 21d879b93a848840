/** Waits for a promise, but no longer than some milliseconds, and whatever becomes of it. */
export async function within(time: number, promise: Promise<unknown>): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<void>((resolve) => {
    timer = setTimeout(resolve, time);
  });
  await Promise.race([promise.catch(() => {}), late]);
  clearTimeout(timer);
}
