/** The error of node-fetch 2, with which `fetch` and `posthog.api` reject. */
import type { AskFailure } from '../../../protocol/sandbox.ts';

export class FetchError extends Error {
  readonly type: string;
  readonly code: string | undefined;
  readonly errno: string | undefined;

  constructor(message: string, type: string, code?: string | null) {
    super(message);
    this.name = 'FetchError';
    this.type = type;
    this.code = code ?? undefined;
    this.errno = code ?? undefined;
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
  const error = name === 'FetchError' ? new FetchError(message, type, code) : new Error(message);
  const frames = stack.split('\n').filter((line) => /^\s+at /.test(line));
  error.stack = [`${error.name}: ${error.message}`, ...frames].join('\n');
  return error;
}
