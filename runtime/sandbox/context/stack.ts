/** Stacks: ours, in which the runner finds the author's line, and those that the app reads. */
import { send } from './host.ts';

// The app may replace `Error` and the methods of texts; ours must go on working.
const OwnError = Error;
const { captureStackTrace } = OwnError;
const { apply, set: setProperty } = Reflect;
const describe = OwnError.prototype.toString;
const { includes, startsWith } = String.prototype;
const { get, set } = WeakMap.prototype;

/** What the files of the app are called in stacks. */
const appScheme = 'posthog-app:///';
const ownScheme = 'posthog-runtime:///';
const nodeScheme = 'node:';

interface Frame {
  getFileName?(): unknown;
  getLineNumber?(): unknown;
  getColumnNumber?(): unknown;
}

/** What the app reads of a stack, and what it was made of. */
interface Stack {
  readonly written: string;
  readonly compiled: string;
}

const stacks = new WeakMap<object, Stack>();
let isOurs = false;
/** Only the author's line is asked for: see {@link placeHere}. */
let isPlace = false;

/** As the language has it. */
const mostFrames = 10;
const framesBelow = 20;

type Prepare = (error: unknown, frames: readonly Frame[]) => unknown;

/**
 * The stack at this moment as text. The runner finds the author's own line in it. Never throws: the app may have put a
 * function of its own in the way of stacks.
 */
export function stackHere(): string {
  const holder: { stack?: unknown } = {};
  try {
    isOurs = true;
    captureStackTrace(holder);
    return typeof holder.stack === 'string' ? holder.stack : '';
  } catch {
    return '';
  } finally {
    isOurs = false;
  }
}

/** Frames in which the author's line is most often found, and all of those in which it may be: each costs. */
const fewFrames = 6;
const framesToPlace = 12;

/** The same as {@link stackHere}, with the frame alone that tells the author's line. */
export function placeHere(): string {
  const limit = OwnError.stackTraceLimit;
  // An app that froze it, or set a limit of its own, gets what that leaves.
  const isSet = limit === mostFrames + framesBelow && setProperty(OwnError, 'stackTraceLimit', fewFrames);
  try {
    isPlace = true;
    const place = stackHere();
    if (place !== '' || !isSet) return place;
    OwnError.stackTraceLimit = framesToPlace;
    return stackHere();
  } finally {
    isPlace = false;
    if (isSet) setProperty(OwnError, 'stackTraceLimit', limit);
  }
}

/** Gives an error the stack that {@link stackHere} gave where it came about. */
export function setStack(error: Error, compiled: string): void {
  // Assigned: the object of a definition would inherit what the app may add to objects.
  error.stack = written(error, compiled);
}

/**
 * The stack of something that was thrown, as it was compiled, unless the app has set another.
 *
 * @throws what the app throws when it is read.
 */
export function stackOf(thrown: { readonly stack?: unknown }): unknown {
  const { stack } = thrown;
  const known = apply(get, stacks, [thrown]) as Stack | undefined;
  return known !== undefined && known.written === stack ? known.compiled : stack;
}

/**
 * Keeps our own frames, with the paths of this computer in them, out of every stack that the app reads; also out of
 * those that a function of its own makes, which it may set as `Error.prepareStackTrace`, as in Node.
 */
export function hideOwnFrames(): void {
  // The calls of ours and of Node below an app's count, too, and would leave no room for those of the app.
  OwnError.stackTraceLimit = mostFrames + framesBelow;
  let ofApp: unknown;
  const prepare: Prepare = (error, frames) => {
    if (isPlace) return placeIn(frames);
    const shown = framesOfApp(frames);
    if (typeof ofApp === 'function') return apply(ofApp, OwnError, [error, shown]);
    const compiled = stackText(error, shown);
    return isOurs ? compiled : written(error, compiled);
  };
  Object.defineProperty(OwnError, 'prepareStackTrace', {
    configurable: true,
    get: () => prepare,
    set: (value: unknown) => {
      ofApp = value === prepare ? undefined : value;
    },
  });
}

/** The author's own lines in place of those of the compiled code. */
function written(error: unknown, compiled: string): string {
  if (!apply(includes, compiled, [appScheme])) return compiled;
  let text: string;
  try {
    text = send('stack', compiled);
  } catch {
    return compiled; // The stack of calls is full: better compiled lines than another error.
  }
  if (typeof error === 'object' && error !== null) apply(set, stacks, [error, { written: text, compiled }]);
  return text;
}

/** The nearest frame in a file of the app, or ''. */
function placeIn(frames: readonly Frame[]): string {
  for (let index = 0; index < frames.length; index += 1) {
    const frame = frames[index];
    const file = frame?.getFileName?.();
    if (typeof file !== 'string' || !apply(startsWith, file, [appScheme])) continue;
    // The text of a frame costs several times as much, for the names of its function and its object.
    return `    at ${file}:${String(frame?.getLineNumber?.())}:${String(frame?.getColumnNumber?.())}`;
  }
  return '';
}

function framesOfApp(frames: readonly Frame[]): readonly Frame[] {
  const shown: Frame[] = [];
  // An app that sets a limit of its own gets what that leaves.
  const isUsual = OwnError.stackTraceLimit === mostFrames + framesBelow;
  const most = isUsual ? mostFrames : Infinity;
  for (let index = 0; index < frames.length && shown.length < most; index += 1) {
    const frame = frames[index];
    if (frame !== undefined && isOfApp(frame)) shown[shown.length] = frame;
  }
  return shown;
}

/** Functions of the language itself have no file; code that was made at run time names the file that made it. */
function isOfApp(frame: Frame): boolean {
  const file = frame.getFileName?.();
  if (typeof file !== 'string' || file === '' || apply(startsWith, file, [appScheme])) return true;
  // The text of a frame costs more than all the rest.
  if (apply(startsWith, file, [ownScheme]) || apply(startsWith, file, [nodeScheme])) return false;
  return apply(includes, String(frame), [appScheme]);
}

function stackText(error: unknown, frames: readonly Frame[]): string {
  let text: string;
  try {
    text = apply(describe, error, []);
  } catch {
    text = '<error>'; // Its name or message throws when it is read, which the language shows in this way.
  }
  for (let index = 0; index < frames.length; index += 1) text += `\n    at ${String(frames[index])}`;
  return text;
}
