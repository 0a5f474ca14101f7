/**
 * Stops a flood of messages at its source. Code that never pauses keeps its messages from leaving: they would fill the
 * memory of this process long before the runner could count them.
 */
import {
  floodExitCode,
  type FromSandbox,
  mostFloodCharacters,
  mostFloodMessages,
  sizeFloodExitCode,
} from '../../protocol/sandbox.ts';

export class FloodGuard {
  readonly #exit: (code: number) => void;
  #messages = 0;
  #characters = 0;

  constructor(exit: (code: number) => void) {
    this.#exit = exit;
  }

  /** Counts a message, and ends the process where there are too many without a pause. */
  count(message: FromSandbox): void {
    if (message.type === 'returned') this.reset();
    const size = sizeOf(message);
    if (size !== undefined) this.add(size);
  }

  /** Counts something that the app caused, by its characters. */
  add(size: number): void {
    this.#messages += 1;
    this.#characters += size;
    if (this.#characters > mostFloodCharacters) this.#exit(sizeFloodExitCode);
    if (this.#messages > mostFloodMessages) this.#exit(floodExitCode);
  }

  /** A call has ended, or waited. */
  reset(): void {
    this.#messages = 0;
    this.#characters = 0;
  }
}

/** Characters of what the app caused; undefined for what it did not. */
function sizeOf(message: FromSandbox): number | undefined {
  switch (message.type) {
    case 'note':
      return message.stack.length + message.value.length;
    case 'ask':
      return message.stack.length + message.request.length;
    default:
      return undefined;
  }
}
