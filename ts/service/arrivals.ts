import type { Server } from 'node:net';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { BACKLOG } from './protocol.ts';

/**
 * Clients that have connected to a server but are not accepted yet. libuv accepts one connection per turn of the event
 * loop, so a loop that computes in every turn would see one client while hundreds wait.
 */
export class Arrivals {
  #count = 0;
  #accepting: Promise<void> | undefined;

  constructor(listener: Server) {
    listener.on('connection', () => this.#count++);
  }

  /** Resolves when everyone who has connected so far is accepted. */
  accepted(): Promise<void> {
    this.#accepting ??= this.#acceptAll().finally(() => {
      this.#accepting = undefined;
    });
    return this.#accepting;
  }

  async #acceptAll(): Promise<void> {
    // The rest of the current turn may not include a look at the network.
    await nextTurn();
    // No more than BACKLOG can have been waiting: clients that keep coming are no reason to wait for ever.
    for (let turn = 0; turn < BACKLOG; turn++) {
      const before = this.#count;
      await nextTurn();
      if (this.#count === before) {
        return;
      }
    }
  }
}
