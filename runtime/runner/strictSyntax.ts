/**
 * PostHog reads every app as a module and runs it as a script: code that strict mode alone refuses is not loaded there,
 * though it would run. Source: reference 4.4. The compiler lets some of it through, V8 finds all.
 */
import { compileFunction, Script } from 'node:vm';

export interface StrictProblem {
  /** In the code that was given, from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

const directive = '"use strict";';
/** What V8 puts above the stack: the line, its text, and marks below what is wrong in it. */
const aboveStack = /^[^\n]*:(\d+)\n.*\n([ \t]*)\^/;

/** @returns undefined where the code is as good as a script is, or as bad. */
export function findStrictProblem(code: string): StrictProblem | undefined {
  const added = code.startsWith(directive) ? 0 : directive.length;
  const error = compileError(added === 0 ? code : directive + code);
  if (error === undefined || compileError(code.slice(added === 0 ? directive.length : 0)) !== undefined)
    return undefined;
  const [, line = '1', before = ''] = aboveStack.exec(error.stack ?? '') ?? [];
  const column = before.length + 1 - (line === '1' ? added : 0);
  return { line: Number(line), column, message: error.message };
}

/**
 * Compiles, and never runs.
 *
 * @param isEntry whether it is the file that PostHog runs, a script; the others are functions.
 * @returns what the engine refuses.
 */
export function compileError(code: string, filename = 'app.js', isEntry = true): Error | undefined {
  try {
    if (isEntry) void new Script(code, { filename });
    else compileFunction(code, ['exports', 'module'], { filename });
    return undefined;
  } catch (error) {
    return error as Error;
  }
}
