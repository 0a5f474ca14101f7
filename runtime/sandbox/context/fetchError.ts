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

/** An error of this realm for what the gate answered. */
export function fetchError(failure: unknown): Error {
  if (failure instanceof Error) return failure;
  const { name, message, type, code } = failure as AskFailure;
  return name === 'FetchError' ? new FetchError(message, type, code) : new Error(message);
}
