/** A file that a bundler made, with its source map: errors are to name the files that the author wrote. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import { posix } from 'node:path';
import type { SourceLocation } from '../../protocol/trace.ts';
import type { ReadAppFile } from './appFiles.ts';

export interface BuiltFile {
  /** Where a place of the built file comes from; undefined where the map does not say. */
  origin(line: number, column: number): SourceLocation | undefined;
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
 * @returns undefined for a file that names none, or one that cannot be read: it is its own source then.
 */
export async function readBuiltFile(
  read: ReadAppFile,
  path: string,
  text: string,
): Promise<BuiltFile | undefined> {
  const address = mapComment.exec(text)?.[1];
  if (address === undefined) return undefined;
  const isInline = inlineMap.test(address);
  const mapPath = isInline ? path : posix.join(posix.dirname(path), address);
  const json = isInline
    ? Buffer.from(address.replace(inlineMap, ''), 'base64').toString('utf8')
    : await read(mapPath);
  const payload = json === undefined ? undefined : payloadOf(json);
  if (payload === undefined) return undefined;
  const map = new SourceMap(payload);
  const pathOf = (source: string): string | undefined =>
    insideApp(posix.dirname(mapPath), payload.sourceRoot, source);
  return {
    outdated: await outdatedSources(read, payload, pathOf),
    origin(line, column) {
      const entry = map.findEntry(line - 1, column - 1);
      const file = 'originalSource' in entry ? pathOf(entry.originalSource) : undefined;
      return file === undefined || !('originalLine' in entry)
        ? undefined
        : { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
    },
  };
}

function payloadOf(json: string): SourceMapPayload | undefined {
  try {
    const payload = JSON.parse(json) as Partial<SourceMapPayload> | null;
    return typeof payload?.mappings === 'string' && Array.isArray(payload.sources)
      ? (payload as SourceMapPayload)
      : undefined;
  } catch {
    return undefined; // A map that is broken is as good as none.
  }
}

/** The path of a source in the app's folder; undefined for one outside of it, such as a package. */
function insideApp(folder: string, sourceRoot: string | undefined, source: string): string | undefined {
  const plain = source.replace(/^webpack:\/\/[^/]*\//, '');
  const isOfBundler = plain !== source;
  const path = posix.normalize(isOfBundler ? plain : posix.join(folder, sourceRoot ?? '', plain));
  const isOutside = path.startsWith('..') || posix.isAbsolute(path) || /(?:^|\/)node_modules\//.test(path);
  return isOutside || path.includes(':') ? undefined : path;
}

async function outdatedSources(
  read: ReadAppFile,
  { sources, sourcesContent }: SourceMapPayload,
  pathOf: (source: string) => string | undefined,
): Promise<readonly string[]> {
  const outdated: string[] = [];
  for (const [index, source] of sources.entries()) {
    const path = pathOf(source);
    const builtFrom = sourcesContent?.[index];
    if (path === undefined || typeof builtFrom !== 'string') continue;
    const now = await read(path);
    if (now !== undefined && now !== builtFrom) outdated.push(path);
  }
  return outdated;
}
