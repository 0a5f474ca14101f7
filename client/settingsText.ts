/** Reads a setting out of the text of a settings file, or of a workspace file. */
import { parse } from 'jsonc-parser';

/** @returns the value where it is a text; undefined when it is not there, or something else. */
export function settingIn(text: string, key: string): string | undefined {
  const json: unknown = parse(text, [], { allowTrailingComma: true });
  const value = fieldOf(json, key) ?? fieldOf(fieldOf(json, 'settings'), key);
  return typeof value === 'string' ? value : undefined;
}

function fieldOf(value: unknown, key: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  return isObject ? (value as { readonly [key: string]: unknown })[key] : undefined;
}
