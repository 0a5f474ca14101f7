/** Where functions of the app are, for errors that have no line of their own. */
import type { CodePlace, CompiledFile } from '../../../protocol/sandbox.ts';
import { forAll, placeIn } from './lists.ts';

// The app may replace it; ours must go on working.
const { toString } = Function.prototype;
const { apply } = Reflect;
const { create } = Object;
const { forEach } = Map.prototype;
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
  const places = create(null) as Record<string, CodePlace>;
  const look = (value: unknown, name: string): void => {
    const text: string = typeof value === 'function' ? apply(toString, value, []) : '';
    const place = text === '' ? undefined : placeOf(text, files);
    if (place !== undefined) places[name] = place;
  };
  apply(forEach, functions, [look]);
  return places;
}

function placeOf(text: string, files: readonly CompiledFile[]): CodePlace | undefined {
  const file = files[placeIn(files, ({ code }) => apply(indexOf, code, [text]) >= 0)];
  return file === undefined ? undefined : placeAt(file, apply(indexOf, file.code, [text]));
}

/** Where an object has the text `value` under the name `key`, as the compiler writes it. */
export function placeOfEntry(
  files: readonly CompiledFile[],
  key: string,
  value: string,
): CodePlace | undefined {
  let found: CodePlace | undefined;
  forAll([key, `'${key}'`, `"${key}"`], (quotedKey) =>
    forAll(["'", '"', '`'], (quote) => {
      found ??= placeOf(` ${quotedKey}: ${quote}${value}${quote}`, files);
    }),
  );
  return found === undefined ? undefined : { ...found, column: found.column + 1 };
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
