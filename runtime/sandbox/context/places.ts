/** Where functions of the app are, for errors that have no line of their own. */
import type { CodePlace, CompiledFile } from '../../../protocol/sandbox.ts';

// The app may replace it; ours must go on working.
const { toString } = Function.prototype;
const { apply } = Reflect;

/**
 * Looks for the text of each function in the files. A function whose text is nowhere, such as a bound one, is left out.
 *
 * @param functions by the name that PostHog calls them.
 */
export function placesOf(
  functions: ReadonlyMap<string, unknown>,
  files: readonly CompiledFile[],
): { readonly [name: string]: CodePlace } {
  const places: [string, CodePlace][] = [];
  for (const [name, value] of functions) {
    const text: string = typeof value === 'function' ? apply(toString, value, []) : '';
    const place = text === '' ? undefined : placeOf(text, files);
    if (place !== undefined) places.push([name, place]);
  }
  return Object.fromEntries(places);
}

function placeOf(text: string, files: readonly CompiledFile[]): CodePlace | undefined {
  for (const file of files) {
    const index = file.code.indexOf(text);
    if (index >= 0) return placeAt(file, index);
  }
  return undefined;
}

/** The first place in a file that looks so. */
export function placeOfPattern(file: CompiledFile, pattern: RegExp): CodePlace | undefined {
  const index = file.code.search(pattern);
  return index < 0 ? undefined : placeAt(file, index);
}

function placeAt({ code, path }: CompiledFile, index: number): CodePlace {
  const before = code.slice(0, index);
  return { path, line: before.split('\n').length, column: index - before.lastIndexOf('\n') };
}
