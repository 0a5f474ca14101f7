/** Where the sources of a source map lie on disk. */
import { posix, win32 } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { SourceMapPayload } from 'node:module';

/** A drive has one letter, which makes it no scheme. */
const drive = /^[a-z]:[\\/]/i;
const scheme = /^[a-z][\w+.-]+:/i;
const fileOnDrive = /^file:\/{3}[a-z]:/i;

/** Whether a source is named by where it lies: by a path, here or on Windows, that begins at a root or a drive. */
export function isAbsoluteSource(source: string): boolean {
  return posix.isAbsolute(source) || drive.test(source);
}

/** @param source that {@link isAbsoluteSource}. */
export function urlOfAbsolute(source: string): string {
  return pathToFileURL(source, { windows: drive.test(source) }).href;
}

/**
 * Bundlers may name sources by where they lie on disk. Those in the app's folder get the names that they have in other
 * maps: from the folder of the map.
 *
 * @param mapPath of the map, relative to the app's folder.
 * @param root the app's folder.
 * @returns the payload itself where nothing in it is absolute.
 */
export function withOwnSources(payload: SourceMapPayload, mapPath: string, root: string): SourceMapPayload {
  const places = payload.sources.map((source) => placeOf(source, payload.sourceRoot ?? ''));
  if (!places.some(isAbsoluteSource)) return payload;
  const sources = places.map((place) => {
    const inside = isAbsoluteSource(place) ? pathInside(place, root) : undefined;
    return inside === undefined ? place : posix.relative(posix.dirname(mapPath), inside);
  });
  return { ...payload, sourceRoot: '', sources };
}

function placeOf(source: string, sourceRoot: string): string {
  if (source.startsWith('file:')) return pathOfUrl(source);
  if (isAbsoluteSource(source) || scheme.test(source)) return source;
  const folder = sourceRoot.startsWith('file:') ? pathOfUrl(sourceRoot) : sourceRoot;
  return scheme.test(folder) ? `${folder}${source}` : posix.join(folder, source);
}

/** The URL itself where it names another computer, or nothing. */
function pathOfUrl(url: string): string {
  try {
    return fileURLToPath(url, { windows: fileOnDrive.test(url) });
  } catch {
    return url;
  }
}

function pathInside(place: string, root: string): string | undefined {
  const paths = drive.test(place) ? win32 : posix;
  const path = paths.relative(root, place);
  return path.startsWith('..') || paths.isAbsolute(path) ? undefined : path.replaceAll('\\', '/');
}
