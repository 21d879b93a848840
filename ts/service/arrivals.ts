import type { Server } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BACKLOG } from './protocol.ts';

/**
 * Who has connected to a server and is not accepted yet. libuv accepts one connection a turn of the event loop, so a
 * loop that computes in every turn would know of one client where hundreds wait.
 */
export class Arrivals {
  #count = 0;
  #accepting: Promise<void> | undefined;

  constructor(listener: Server) {
    listener.on('connection', () => this.#count++);
  }

  /** Resolves when everybody is accepted who has connected so far. */
  accepted(): Promise<void> {
    this.#accepting ??= this.#acceptAll().finally(() => {
      this.#accepting = undefined;
    });
    return this.#accepting;
  }

  async #acceptAll(): Promise<void> {
    // What is left of the turn that asks may have no look at the network in it.
    await nextTurn();
    // No more than so many can have waited: those who go on coming are no reason to wait for ever.
    for (let turn = 0; turn < BACKLOG; turn++) {
      const before = this.#count;
      await nextTurn();
      if (this.#count === before) {
        return;
      }
    }
  }
}
