/** Calls back in the next turn of the event loop. Unlike timers, a channel is not delayed, and no fake timers stop it. */
export function throughChannel(act: () => void): void {
  // A new one each time: Node delivers up to 1,000 messages of one channel in the same turn.
  const { port1, port2 } = new MessageChannel();
  port1.addEventListener('message', () => {
    port1.close();
    act();
  });
  port1.start();
  port2.postMessage(undefined);
}
