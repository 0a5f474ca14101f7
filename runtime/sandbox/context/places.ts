/** Where functions of the app are, for errors that have no line of their own. */
import type { CodePlace, CompiledFile } from '../../../protocol/sandbox.ts';
import { addTo } from './lists.ts';

// The app may replace it; ours must go on working.
const { toString } = Function.prototype;
const { apply } = Reflect;
const { fromEntries } = Object;
const { indexOf, lastIndexOf, search, slice, split } = String.prototype;

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
    if (place !== undefined) addTo(places, [name, place]);
  }
  return fromEntries(places);
}

function placeOf(text: string, files: readonly CompiledFile[]): CodePlace | undefined {
  for (const file of files) {
    const index = apply(indexOf, file.code, [text]);
    if (index >= 0) return placeAt(file, index);
  }
  return undefined;
}

/** Where an object has the text `value` under the name `key`, as the compiler writes it. */
export function placeOfEntry(
  files: readonly CompiledFile[],
  key: string,
  value: string,
): CodePlace | undefined {
  for (const quotedKey of [key, `'${key}'`, `"${key}"`]) {
    for (const quote of ["'", '"', '`']) {
      const place = placeOf(` ${quotedKey}: ${quote}${value}${quote}`, files);
      if (place !== undefined) return { ...place, column: place.column + 1 };
    }
  }
  return undefined;
}

/** The first place in a file that looks so. */
export function placeOfPattern(file: CompiledFile, pattern: RegExp): CodePlace | undefined {
  const index = apply(search, file.code, [pattern]);
  return index < 0 ? undefined : placeAt(file, index);
}

function placeAt({ code, path }: CompiledFile, index: number): CodePlace {
  const before = apply(slice, code, [0, index]);
  return {
    path,
    line: apply(split, before, ['\n']).length,
    column: index - apply(lastIndexOf, before, ['\n']),
  };
}
