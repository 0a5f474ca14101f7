/** Takes apart whatever the app threw, inside the app's realm, so that only text leaves it. */
import type { Failure, FailureCause } from '../../../protocol/sandbox.ts';
import { listHas } from './lists.ts';
import { RetryError } from './retryError.ts';
import { stackOf } from './stack.ts';

// The app may replace it; ours must go on working.
const { apply } = Reflect;
const { slice } = String.prototype;

/** Thrown by us where the set-up and not the code of the app is at fault. */
export class SetupProblem extends Error {
  override readonly name: string = 'SetupProblem';
}

/** Never throws: the app may have thrown a proxy, or an error whose getters throw. */
export function describeFailure(thrown: unknown): Failure {
  try {
    if (isErrorLike(thrown)) {
      return {
        ...partsOf(thrown),
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
  const told: unknown[] = [thrown];
  const add = (relation: FailureCause['relation'], value: unknown): void => {
    told[told.length] = value;
    const parts = isErrorLike(value) ? partsOf(value) : { name: 'a value', message: shown(value), stack: '' };
    found[found.length] = { relation, ...parts };
  };
  for (let current = thrown; found.length < mostCauses;) {
    const { errors, cause } = current;
    if (Array.isArray(errors)) {
      for (let index = 0; index < errors.length && found.length < mostCauses; index += 1) {
        add('part', errors[index]);
      }
    }
    // A chain may lead back to where it was.
    if (cause === undefined || listHas(told, cause)) break;
    add('cause', cause);
    if (!isErrorLike(cause)) break;
    current = cause;
  }
  return found.length === 0 ? {} : { causes: found };
}

/** More than a person reads, and little enough to leave at once: an app may put all that it has into a message. */
const mostOfName = 200;
const mostOfMessage = 10_000;
const mostOfValue = 1_000;
const mostOfStack = 50_000;

function partsOf(error: ErrorLike): Pick<Failure, 'name' | 'message' | 'stack'> {
  const stack = text(stackOf(error));
  return {
    name: beginning(text(error.name), mostOfName) || 'Error',
    message: beginning(text(error.message), mostOfMessage),
    // The lines are at its end, behind the message.
    stack: stack.length <= mostOfStack ? stack : apply(slice, stack, [-mostOfStack]),
  };
}

/** Cut as {@link cutText} cuts, which knows by its end how long it was. */
function beginning(whole: string, most: number): string {
  if (whole.length <= most) return whole;
  return `${apply(slice, whole, [0, most])}… (${whole.length} characters in all)`;
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
  if (typeof value === 'string') return `the text "${beginning(value, mostOfValue)}"`;
  if (typeof value !== 'object' || value === null) return beginning(String(value), mostOfValue);
  try {
    return beginning(JSON.stringify(value) ?? 'an object', mostOfValue);
  } catch {
    return 'an object that cannot be shown'; // A circle, say, or a getter of the app that throws.
  }
}

function plain(message: string): Failure {
  return { name: 'Error', message, stack: '', isRetry: false, isSetup: false };
}
