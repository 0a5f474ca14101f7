/** Takes apart whatever the app threw, inside the app's realm, so that only text leaves it. */
import type { Failure, FailureCause } from '../../../protocol/sandbox.ts';
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
        ...causesOf(thrown),
      };
    }
    return plain(
      `The app threw ${shown(thrown)}, which is no Error. Throw new Error('...') to see the line.`,
    );
  } catch {
    return plain('The app threw a value that cannot be read.');
  }
}

/** Longer chains are cut. */
const mostCauses = 5;

/** The causes of an error, and theirs; of an AggregateError its errors. */
function causesOf(thrown: ErrorLike): Pick<Failure, 'causes'> {
  const found: FailureCause[] = [];
  const add = (relation: FailureCause['relation'], error: ErrorLike): void => {
    found[found.length] = {
      relation,
      name: text(error.name) || 'Error',
      message: text(error.message),
      stack: text(stackOf(error)),
    };
  };
  for (let current = thrown; found.length < mostCauses;) {
    const { errors, cause } = current;
    if (Array.isArray(errors)) {
      for (let index = 0; index < errors.length && found.length < mostCauses; index += 1) {
        const part: unknown = errors[index];
        if (isErrorLike(part)) add('part', part);
      }
    }
    if (!isErrorLike(cause)) break;
    add('cause', cause);
    current = cause;
  }
  return found.length === 0 ? {} : { causes: found };
}

interface ErrorLike {
  readonly name?: unknown;
  readonly message?: unknown;
  readonly stack?: unknown;
  readonly cause?: unknown;
  readonly errors?: unknown;
}

function isErrorLike(thrown: unknown): thrown is ErrorLike {
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
