/**
 * The map from `posthog-env.d.ts` to plugin.json, a file beside the first, as compilers write it to lead from a declaration to
 * what it was made of: *Go to Definition* of TypeScript comes to the field of a config key by it. It is no line in the file
 * itself, because TypeScript's server reads such a line once, and forgets it with the next edit of the code.
 */
import { parseTree } from 'jsonc-parser';
import { fieldNodes } from '../rules/support/manifestTree.ts';
import { isWithin, nameOf, parentOf } from '../uris.ts';
import { nameOfKey } from './appDeclarations.ts';
import { manifestName } from './appFolder.ts';

interface Place {
  readonly line: number;
  readonly column: number;
}

/** A name of the declarations, with the place of its field. */
interface Mapped {
  readonly at: Place;
  readonly length: number;
  readonly source: Place;
}

/** What `posthog-env.d.ts` of an app holds, and the map beside it where there is one. */
export interface Environment {
  readonly text: string;
  readonly map: string | undefined;
}

/** Where the map of a file stands. */
export function mapPathOf(path: string): string {
  return `${path}.map`;
}

/**
 * The declarations with their map.
 *
 * @param text whose part about the app comes last.
 * @param path of the file that they are for.
 */
export function withMapTo(
  manifest: { readonly path: string; readonly text: string },
  text: string,
  path: string,
): Environment {
  const plain: Environment = { text, map: undefined };
  const folder = parentOf(path);
  const root = parentOf(manifest.path);
  if (folder !== root && !isWithin(root, folder)) return plain;
  const keys = keysOf(manifest.text);
  const mapped = namesIn(text).flatMap(({ name, ...at }): readonly Mapped[] => {
    const source = keys.get(name);
    return source === undefined ? [] : [{ at, length: name.length, source }];
  });
  if (mapped.length === 0) return plain;
  const up = '../'.repeat(folder.slice(root.length).split('/').length - 1);
  const map = {
    version: 3,
    file: nameOf(path),
    sourceRoot: '',
    sources: [`${up}${manifestName}`],
    names: [],
    mappings: mappingsOf(mapped),
  };
  return {
    text: `${text}//# sourceMappingURL=${nameOf(mapPathOf(path))}\n`,
    map: `${JSON.stringify(map)}\n`,
  };
}

/** Where the key of each field stands, by how it is declared, with or without quotes; none that is written in another way. */
function keysOf(text: string): ReadonlyMap<string, Place> {
  const tree = parseTree(text);
  const found = new Map<string, Place>();
  for (const { key, keyNode } of tree === undefined ? [] : fieldNodes(tree)) {
    if (key === undefined || keyNode === undefined || keyNode.length !== key.length + 2) continue;
    const name = nameOfKey(key);
    if (!found.has(name)) found.set(name, placeAt(text, keyNode.offset + (name === key ? 1 : 0)));
  }
  return found;
}

function placeAt(text: string, offset: number): Place {
  const lines = text.slice(0, offset).split(/\r\n|\n|\r/);
  return { line: lines.length - 1, column: lines.at(-1)?.length ?? 0 };
}

/** The config keys and attachments that the declarations name. */
function namesIn(text: string): readonly (Place & { readonly name: string })[] {
  const lines = text.split('\n');
  const start = lines.lastIndexOf('  interface App {');
  if (start === -1) return [];
  let isPart = false;
  return lines.flatMap((content, line) => {
    if (line < start) return [];
    if (/^ {4}\S/.test(content)) isPart = /^ {4}(?:config|attachments): \{$/.test(content);
    const [before, name] = isPart
      ? (/^ {6}readonly ("[^"\\]*"|[\p{ID_Continue}$]+)\??: /u.exec(content) ?? [])
      : [];
    return before === undefined || name === undefined ? [] : { name, line, column: before.indexOf(name) };
  });
}

/**
 * Each name leads to its field, and all else nowhere: what stands before a mapped place is taken for a part of it, if
 * nothing is said of what stands right before.
 */
function mappingsOf(mapped: readonly Mapped[]): string {
  let text = '';
  let line = 0;
  let [sourceLine, sourceColumn] = [0, 0];
  for (const { at, length, source } of mapped) {
    text += ';'.repeat(at.line - line);
    line = at.line;
    const toSource = [0, source.line - sourceLine, source.column - sourceColumn];
    text += [[at.column - 1], [1, ...toSource], [length]]
      .map((segment) => segment.map((value) => digitsOf(value)).join(''))
      .join(',');
    [sourceLine, sourceColumn] = [source.line, source.column];
  }
  return text;
}

const digits = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** A number as source maps have it: five bits a digit, the smallest first, the sign in the first bit. */
function digitsOf(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const more = rest >>> 5 > 0;
    text += digits.charAt((rest & 31) | (more ? 32 : 0));
    rest >>>= 5;
  } while (rest > 0);
  return text;
}
