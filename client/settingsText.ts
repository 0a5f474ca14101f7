/** Reads a setting out of the text of a settings file or of a workspace file, and empties one. */
import { applyEdits, modify, parse } from 'jsonc-parser';

/** @returns the value, whatever it is; undefined when it is not there. */
export function settingIn(text: string, key: string): unknown {
  const json: unknown = parse(text, [], { allowTrailingComma: true });
  return fieldOf(json, key) ?? fieldOf(fieldOf(json, 'settings'), key);
}

function fieldOf(value: unknown, key: string): unknown {
  const isObject = typeof value === 'object' && value !== null && Object.hasOwn(value, key);
  return isObject ? (value as { readonly [key: string]: unknown })[key] : undefined;
}

/** The text with a setting emptied, wherever in it the setting stands; comments and everything else stay as they are. */
export function withSettingEmptied(text: string, key: string): string {
  return [[key], ['settings', key]].reduce((left, path) => {
    const parent: unknown = path.length === 1 ? parse(left) : fieldOf(parse(left), 'settings');
    return fieldOf(parent, key) === undefined ? left : applyEdits(left, modify(left, path, '', {}));
  }, text);
}
