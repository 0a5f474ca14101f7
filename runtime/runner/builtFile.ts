/** A file that a bundler made, with its source map. */
import { posix } from 'node:path';
import type { ReadAppFile } from './appFiles.ts';
import { BuiltMap } from '../sourceMaps/builtMap.ts';

export interface BuiltFile {
  readonly map: BuiltMap;
  /** Files of the app that have another text now than when it was built. */
  readonly outdated: readonly string[];
}

/** The last line of a built file, as every bundler writes it. */
const mapComment = /\n\/\/[#@] sourceMappingURL=(\S+)\s*$/;
const inlineMap = /^data:application\/json;(?:charset=[^;]+;)?base64,/;

/**
 * Reads the source map that a file names.
 *
 * @param path of the file, relative to the app's folder.
 * @param root the app's folder.
 * @returns undefined for a file that names none, or one that cannot be read: it is its own source then.
 */
export async function readBuiltFile(
  read: ReadAppFile,
  path: string,
  text: string,
  root: string,
): Promise<BuiltFile | undefined> {
  const address = mapComment.exec(text)?.[1];
  if (address === undefined) return undefined;
  const isInline = inlineMap.test(address);
  const mapPath = isInline ? path : posix.join(posix.dirname(path), address);
  const json = isInline
    ? Buffer.from(address.replace(inlineMap, ''), 'base64').toString('utf8')
    : await read(mapPath);
  const map = json === undefined ? undefined : BuiltMap.read(json, mapPath, root);
  return map === undefined ? undefined : { map, outdated: await outdatedSources(read, map) };
}

async function outdatedSources(read: ReadAppFile, map: BuiltMap): Promise<readonly string[]> {
  const { sources, sourcesContent } = map.payload;
  const outdated: string[] = [];
  for (const [index, source] of sources.entries()) {
    const path = map.pathOf(source);
    const builtFrom = sourcesContent?.[index];
    if (path === undefined || typeof builtFrom !== 'string') continue;
    const now = await read(path);
    if (now !== undefined && now !== builtFrom) outdated.push(path);
  }
  return outdated;
}
