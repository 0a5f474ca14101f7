/** Where V8 found that code of the app is none: it says so above the stack, since nothing has been called yet. */

/** `file:line`, the text of the line, and marks below what is wrong in it. */
const aboveStack = /^(.+):(\d+)\n.*\n([ \t]*)\^/;

/**
 * The stack of an error of the compiler, with the place as if it had been called there.
 *
 * @param error what compiling has thrown.
 */
export function syntaxStack({ message, name, stack = '' }: Error): string {
  const [, file, line, before = ''] = aboveStack.exec(stack) ?? [];
  const heading = `${name}: ${message}`;
  return file === undefined ? heading : `${heading}\n    at ${file}:${line}:${before.length + 1}`;
}
