/** The source map of a file that a bundler made: errors are to name the files that the author wrote. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import { posix } from 'node:path';
import type { SourceLocation } from '../../protocol/trace.ts';
import { isAbsoluteSource, withOwnSources } from './sourcePlaces.ts';

/** A place of a source, counted from 0. */
export interface BuiltEntry {
  readonly originalSource: string;
  readonly originalLine: number;
  readonly originalColumn: number;
  readonly name?: string;
}

export class BuiltMap {
  /** As JSON text, as which it goes to the sandbox. */
  readonly text: string;
  /** Of the file that it was read from, relative to the app's folder. */
  readonly path: string;
  readonly payload: SourceMapPayload;
  readonly #map: SourceMap;

  private constructor(text: string, path: string, payload: SourceMapPayload) {
    this.text = text;
    this.path = path;
    this.payload = payload;
    this.#map = new SourceMap(payload);
  }

  /**
   * @param root the app's folder, in which sources may be named by where they lie; not needed for a text of a map that was
   *   read before.
   * @returns undefined for what is no source map: it is as good as none.
   */
  static read(text: string, path: string, root?: string): BuiltMap | undefined {
    const payload = payloadOf(text);
    if (payload === undefined || root === undefined) return payload && new BuiltMap(text, path, payload);
    const own = withOwnSources(payload, path, root);
    return new BuiltMap(own === payload ? text : JSON.stringify(own), path, own);
  }

  /**
   * What the map says of a place, counted from 0.
   *
   * @returns undefined for what the bundler wrote itself.
   */
  entry(line: number, column: number): BuiltEntry | undefined {
    // Declared as whole, but what comes from nowhere has no source (Node 22 and 24).
    const entry: { readonly generatedLine?: number } & Partial<BuiltEntry> = this.#map.findEntry(
      line,
      column,
    );
    // Node goes back to lines before, which the format does not.
    return entry.originalSource === undefined || entry.generatedLine !== line
      ? undefined
      : (entry as BuiltEntry);
  }

  /** Where a place of the built file comes from; undefined where the map does not say. */
  origin(line: number, column: number): SourceLocation | undefined {
    const entry = this.entry(line - 1, column - 1);
    const file = entry === undefined ? undefined : this.pathOf(entry.originalSource);
    return entry === undefined || file === undefined
      ? undefined
      : { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  }

  /** The path of a source in the app's folder; undefined for one outside of it, such as a package. */
  pathOf(source: string): string | undefined {
    if (isAbsoluteSource(source)) return undefined;
    const folder = posix.dirname(this.path);
    const plain = source.replace(/^webpack:\/\/[^/]*\//, '');
    const isOfBundler = plain !== source;
    const path = posix.normalize(
      isOfBundler ? plain : posix.join(folder, this.payload.sourceRoot ?? '', plain),
    );
    const isOutside = path.startsWith('..') || posix.isAbsolute(path) || /(?:^|\/)node_modules\//.test(path);
    return isOutside || path.includes(':') ? undefined : path;
  }
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
