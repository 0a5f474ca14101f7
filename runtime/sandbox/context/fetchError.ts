/** The error of node-fetch 2, with which `fetch` and `posthog.api` reject. */
import type { AskFailure } from '../../../protocol/sandbox.ts';
import { setStack } from './stack.ts';
import { filterList, joinList, joined } from './lists.ts';

export class FetchError extends Error {
  readonly type: string;
  /** Of errors of the system alone. */
  declare readonly code?: string;
  declare readonly errno?: string;

  static {
    // On the prototype, as there, where it is no property of the error itself.
    Object.defineProperty(this.prototype, 'name', {
      value: 'FetchError',
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }

  constructor(message: string, type: string, systemError?: { readonly code?: string | null }) {
    super(message);
    this.type = type;
    if (systemError?.code) Object.assign(this, { errno: systemError.code, code: systemError.code });
  }
}

export class AbortError extends Error {
  readonly type = 'aborted';

  static {
    Object.defineProperty(this.prototype, 'name', {
      value: 'AbortError',
      writable: true,
      enumerable: true,
      configurable: true,
    });
  }
}

/**
 * An error of this realm for what the gate answered.
 *
 * @param stack of the call, taken while the app's own lines were in it: when the answer comes they are gone.
 */
export function fetchError(failure: unknown, stack: string): Error {
  if (failure instanceof Error) return failure;
  const { name, message, type, code } = failure as AskFailure;
  const error = name === 'FetchError' ? new FetchError(message, type, { code }) : new Error(message);
  const frames = filterList(stack.split('\n'), (line) => /^\s+at /.test(line));
  setStack(error, joinList(joined([`${error.name}: ${error.message}`], frames), '\n'));
  return error;
}
