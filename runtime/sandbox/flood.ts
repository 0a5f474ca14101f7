/** Stops a flood of messages at its source: the channel's queue would fill the memory. */
import type { FromSandbox } from '../../protocol/sandbox.ts';

/** A few more than the runner lets pass, so that it is the runner that says so. */
const mostMessages = 60_000;
const mostCharacters = 64 * 1024 * 1024;

export class FloodGuard {
  #messages = 0;
  #characters = 0;

  /** Whether the message may be sent. What ends a call always may. */
  lets(message: FromSandbox): boolean {
    if (message.type !== 'note' && message.type !== 'ask') return true;
    this.#messages += 1;
    this.#characters +=
      message.stack.length + (message.type === 'note' ? message.value : message.request).length;
    return this.#messages <= mostMessages && this.#characters <= mostCharacters;
  }
}
