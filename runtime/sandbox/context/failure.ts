/** Takes apart whatever the app threw, inside the app's realm, so that only text leaves it. */
import type { Failure } from '../../../protocol/sandbox.ts';
import { RetryError } from './retryError.ts';
import { stackOf } from './stack.ts';

/** Thrown by us where the set-up and not the code of the app is at fault. */
export class SetupProblem extends Error {
  override readonly name: string = 'SetupProblem';
}

/** Never throws: the app may have thrown a proxy, or an error whose getters throw. */
export function describeFailure(thrown: unknown): Failure {
  try {
    if (isErrorLike(thrown)) {
      return {
        name: text(thrown.name) || 'Error',
        message: text(thrown.message),
        stack: text(stackOf(thrown)),
        isRetry: thrown instanceof RetryError,
        isSetup: thrown instanceof SetupProblem,
      };
    }
    return plain(
      `The app threw ${shown(thrown)}, which is no Error. Throw new Error('...') to see the line.`,
    );
  } catch {
    return plain('The app threw a value that cannot be read.');
  }
}

function isErrorLike(
  thrown: unknown,
): thrown is { readonly name?: unknown; readonly message?: unknown; readonly stack?: unknown } {
  return typeof thrown === 'object' && thrown !== null && ('message' in thrown || thrown instanceof Error);
}

function text(value: unknown): string {
  return value === undefined ? '' : String(value);
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `the text "${value}"`;
  if (typeof value === 'object' && value !== null) return JSON.stringify(value) ?? 'an object';
  return String(value);
}

function plain(message: string): Failure {
  return { name: 'Error', message, stack: '', isRetry: false, isSetup: false };
}
