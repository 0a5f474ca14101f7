/** Which part of plugin.json a path leads to. */
import type { JSONPath } from 'jsonc-parser';
import {
  configFields,
  type ManifestField,
  manifestFields,
  payloadFields,
  publicJobFields,
} from '../../../platform/manifestFields.ts';

/**
 * The entries that an object may have.
 *
 * @param path of the object: `[]` for the whole file.
 * @returns undefined where any name may stand, or none.
 */
export function entriesOf(path: JSONPath): readonly ManifestField[] | undefined {
  const [first, second] = path;
  if (path.length === 0) return manifestFields;
  if (first === 'config' && path.length === 2) {
    // In the object form the name of the entry is the key.
    return typeof second === 'number' ? configFields : configFields.filter(({ name }) => name !== 'key');
  }
  if (first !== 'publicJobs') return undefined;
  if (path.length === 2) return publicJobFields;
  return path.length === 4 && path[2] === 'payload' ? payloadFields : undefined;
}

/** What plugin.json says of the entry at a path. */
export function entryAt(path: JSONPath): ManifestField | undefined {
  return entriesOf(path.slice(0, -1))?.find(({ name }) => name === path.at(-1));
}
