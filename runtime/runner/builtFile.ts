/** A file that a bundler made, with its source map. */
import { posix } from 'node:path';
import type { ReadAppFile } from './appFiles.ts';
import { BuiltMap } from '../sourceMaps/builtMap.ts';

export interface BuiltFile {
  /** Undefined where the map that the file names cannot be read: the file is its own source then. */
  readonly map: BuiltMap | undefined;
  /** One sentence on what makes the map wrong or useless, and what to do. */
  readonly problem: string | undefined;
}

/** The last line of a built file, as every bundler writes it. */
const mapComment = /\n\/\/[#@] sourceMappingURL=(\S+)\s*$/;
/** An address of the web, or data of another kind. */
const elsewhere = /^[a-z][a-z\d+.-]+:|^\/\//i;
const inlineMap = /^data:application\/json;(?:charset=[^;]+;)?base64,/;

/**
 * Reads the source map that a file names.
 *
 * @param path of the file, relative to the app's folder.
 * @param root the app's folder.
 * @returns undefined for a file that names none in the app's folder.
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
  if (!isInline && elsewhere.test(address)) return undefined;
  const mapPath = isInline ? path : posix.join(posix.dirname(path), address);
  const json = isInline
    ? Buffer.from(address.replace(inlineMap, ''), 'base64').toString('utf8')
    : await read(mapPath);
  const map = json === undefined ? undefined : BuiltMap.read(json, mapPath, root);
  if (map === undefined) return { map, problem: unusable(path, isInline ? undefined : mapPath, json) };
  const source = await outdatedSource(read, map);
  const isOutdated = source !== undefined;
  const problem = `${path} was built from another text than ${source} has now. Build the app to run what you see.`;
  return { map, problem: isOutdated ? problem : undefined };
}

function unusable(path: string, mapPath: string | undefined, json: string | undefined): string {
  const what = mapPath === undefined ? 'its source map' : `its source map ${mapPath}`;
  const reason = json === undefined ? 'is not there' : 'cannot be read';
  return `Places are lines of ${path}, since ${what} ${reason}. Build the app with its source map to see your own lines.`;
}

/** A file of the app that has another text now than when it was built. */
async function outdatedSource(read: ReadAppFile, map: BuiltMap): Promise<string | undefined> {
  const { sources, sourcesContent } = map.payload;
  for (const [index, source] of sources.entries()) {
    const path = map.pathOf(source);
    const builtFrom = sourcesContent?.[index];
    if (path === undefined || typeof builtFrom !== 'string') continue;
    const now = await read(path);
    if (now !== undefined && now !== builtFrom) return path;
  }
  return undefined;
}
