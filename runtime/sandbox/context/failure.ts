/** Takes apart whatever the app threw, inside the app's realm, so that only text leaves it. */
import type { Failure, FailureCause } from '../../../protocol/sandbox.ts';
import { listHas, itemAt } from './lists.ts';
import { NotHere } from './notHere.ts';
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
    if (isErrorLike(thrown)) return failureOf(thrown);
    return plain(
      `The app threw ${shown(thrown)}, which is no Error. Throw new Error('...') to see the line.`,
    );
  } catch (reason) {
    const why = partsOfReason(reason);
    const told = why === undefined ? '.' : `: ${why.name}: ${why.message}`;
    return { ...plain(`The app threw a value that cannot be read${told}`), stack: why?.stack ?? '' };
  }
}

/** Why there is no line of an object that has a message and is no Error. */
const noError = `the app threw an object that is no Error: throw new Error('...') to see the line`;

/** What reading an error throws, and the part of it that was read. */
interface Unread {
  readonly part: string;
  readonly reason: unknown;
}

/** @throws what a trap of the app throws. */
function failureOf(thrown: ErrorLike): Failure {
  const unread: Unread[] = [];
  const parts = partsOf(thrown, unread);
  const message =
    parts.stack === '' && !(thrown instanceof Error) ? `${parts.message} (${noError})` : parts.message;
  const more = {
    isRetry: thrown instanceof RetryError,
    isSetup: thrown instanceof SetupProblem,
    ...(thrown instanceof NotHere ? { isOurs: true as const } : {}),
  };
  let causes: Pick<Failure, 'causes'> = {};
  try {
    causes = causesOf(thrown);
  } catch (reason) {
    unread[unread.length] = { part: 'cause', reason };
  }
  const problem = itemAt(unread, 0);
  if (problem === undefined) return { ...parts, message, ...more, ...causes };
  const why = partsOfReason(problem.reason);
  if (why === undefined) throw problem.reason;
  const what = `its ${problem.part} cannot be read: ${why.name}: ${why.message}`;
  return {
    ...parts,
    ...more,
    message: parts.message === '' ? `The app threw an error, and ${what}` : `${parts.message} (${what})`,
    stack: parts.stack === '' ? why.stack : parts.stack,
    causes: [{ relation: 'cause', ...why }],
  };
}

/** Of what reading an error threw; undefined where that cannot be read either. */
function partsOfReason(reason: unknown): Pick<Failure, 'name' | 'message' | 'stack'> | undefined {
  try {
    const unread: Unread[] = [];
    const parts = isErrorLike(reason)
      ? partsOf(reason, unread)
      : { name: 'a value', message: shown(reason), stack: '' };
    return unread.length === 0 ? parts : undefined;
  } catch {
    return undefined;
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
    const parts = isErrorLike(value)
      ? partsOf(value, [])
      : { name: 'a value', message: shown(value), stack: '' };
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

/** @param unread takes what cannot be read. */
function partsOf(error: ErrorLike, unread: Unread[]): Pick<Failure, 'name' | 'message' | 'stack'> {
  const read = (part: 'name' | 'message' | 'stack'): string => {
    try {
      return text(part === 'stack' ? stackOf(error) : error[part]);
    } catch (reason) {
      unread[unread.length] = { part, reason };
      return '';
    }
  };
  // The stack last: the language reads the others for it, where no getter that never ends can be found.
  const name = beginning(read('name'), mostOfName) || 'Error';
  const message = beginning(read('message'), mostOfMessage);
  const stack = read('stack');
  // The lines are at its end, behind the message.
  return {
    name,
    message,
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
