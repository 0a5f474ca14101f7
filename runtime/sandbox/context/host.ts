/**
 * The way out of the app's context: a few functions of Node's realm, of which the app must never get hold. They
 * are called by name alone, take and give text alone, and whatever they throw stays here, since an object of
 * Node's realm would lead out of the context by its constructor.
 */

import type { ItemLetter } from '../../../protocol/sandbox.ts';

/** Gives a text to the process around the context and takes a text back. */
export type HostSend = (kind: string, payload: string) => string;
/** Runs the app's entry file as a script of this context. */
export type HostRunEntry = () => void;
type RunFile = (exports: object, module: object, imports: object) => void;
/** Compiles another file of the app in this context; the stack of the error where it is no code. */
export type HostCompile = (path: string) => RunFile | string;

/** Hands over what a list of events gives, and takes its next event: see `EventQueue`. */
export type HostStep = (letter: ItemLetter | '', detail: string) => string;
/** Loads a package of the app's own node_modules, where the user allowed that. */
export type HostRequire = (name: string) => unknown;
/** Compiles the bundle of Node's streams in this context: see `streamsBundle` in scripts/contextBundle.ts. */
export type HostCompileStreams = () => () => StreamsBundle;
export type StreamsBundle = (ofContext: object, ...language: readonly unknown[]) => void;

let hostSend: HostSend = () => '';
let hostRunEntry: HostRunEntry = () => undefined;
let hostCompile: HostCompile = () => () => undefined;
let hostStep: HostStep = () => '';
let hostRequire: HostRequire = () => undefined;
let hostCompileStreams: HostCompileStreams = () => () => () => undefined;

export function connectHost(
  send: HostSend,
  runEntry: HostRunEntry,
  compile: HostCompile,
  step: HostStep,
  requirePackage: HostRequire,
  compileStreams: HostCompileStreams,
): void {
  hostSend = send;
  hostRunEntry = runEntry;
  hostCompile = compile;
  hostStep = step;
  hostRequire = requirePackage;
  hostCompileStreams = compileStreams;
}

// The app may replace the methods of JSON; ours must go on working.
const { parse, stringify } = JSON;
const { apply } = Reflect;
const { match } = String.prototype;
const { create, hasOwn, keys, setPrototypeOf } = Object;
const { isArray, prototype: arrayPrototype } = Array;

/** Sends a text. An error on the other side becomes an error of this realm. */
export function send(kind: string, payload: string): string {
  try {
    return hostSend(kind, payload);
  } catch {
    throw new RangeError('Maximum call stack size exceeded');
  }
}

/** The same for the work on a list of events. */
export function step(letter: ItemLetter | '', detail: string): string {
  try {
    return hostStep(letter, detail);
  } catch {
    throw new RangeError('Maximum call stack size exceeded');
  }
}

/** The entry's own errors are of this realm and pass through. */
export function runEntry(): void {
  hostRunEntry();
}

/** @throws SyntaxError where the file is no code. */
export function compile(path: string): RunFile {
  let compiled: RunFile | string;
  try {
    compiled = hostCompile(path);
  } catch {
    throw new RangeError('Maximum call stack size exceeded');
  }
  if (typeof compiled !== 'string') return compiled;
  const found = apply(match, compiled, [/^\w+: (.*)/]) as readonly string[] | null;
  const message = found?.[1] ?? '';
  const error = new SyntaxError(message);
  error.stack = compiled;
  throw error;
}

/** The function that makes Node's streams, of this realm. */
export function compileStreams(): StreamsBundle {
  try {
    return hostCompileStreams()();
  } catch {
    throw new RangeError('Maximum call stack size exceeded');
  }
}

/** An object of Node's realm, and the end of isolation: called only for packages that the user allowed. */
export function requirePackage(name: string): unknown {
  return hostRequire(name);
}

interface ServiceError {
  readonly error: {
    readonly name: string;
    readonly message: string;
    readonly code: string | null;
    readonly errno?: number;
  };
}

/** What an app adds to all objects is no error. */
function isServiceError(answer: { value: unknown } | ServiceError): answer is ServiceError {
  return hasOwn(answer, 'error');
}

/**
 * Asks Node for something that the language lacks: parsing an URL, a hash, compression.
 *
 * @throws an error of this realm with the name, message and code of Node's.
 */
export function service(name: string, argument: unknown): unknown {
  const answer = parse(send(`service:${name}`, toOwnJson(argument))) as { value: unknown } | ServiceError;
  if (!isServiceError(answer)) return answer.value;
  const Kind =
    answer.error.name === 'TypeError' ? TypeError : answer.error.name === 'RangeError' ? RangeError : Error;
  const error = new Kind(answer.error.message);
  const { code, errno } = answer.error;
  if (errno !== undefined) Object.assign(error, { errno });
  if (code !== null) Object.assign(error, { code });
  throw error;
}

/**
 * JSON text of an object that we made: the app may add a `toJSON` to all objects or lists, which would be asked, too.
 *
 * @param ofApp whether what it holds is the app's, whose `toJSON` counts in PostHog as well.
 */
export function toOwnJson(value: unknown, ofApp = false): string {
  return stringify('toJSON' in arrayPrototype ? bare(value, ofApp) : value);
}

/** A copy that inherits nothing. */
function bare(value: unknown, ofApp: boolean): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const copy = (isArray(value) ? setPrototypeOf([], null) : create(null)) as Record<string, unknown>;
  const names = keys(value);
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] as string;
    const part = (value as Readonly<Record<string, unknown>>)[name];
    copy[name] = ofApp ? part : bare(part, false);
  }
  return copy;
}

export { parse as parseJson, stringify as toJson };
