/** The source map of a file that a bundler made: errors are to name the files that the author wrote. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import { posix } from 'node:path';
import type { SourceLocation } from '../../protocol/trace.ts';

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

  /** Undefined for what is no source map: it is as good as none. */
  static read(text: string, path: string): BuiltMap | undefined {
    const payload = payloadOf(text);
    return payload === undefined ? undefined : new BuiltMap(text, path, payload);
  }

  /** Where a place of the built file comes from; undefined where the map does not say. */
  origin(line: number, column: number): SourceLocation | undefined {
    const entry = this.#map.findEntry(line - 1, column - 1);
    const file = 'originalSource' in entry ? this.pathOf(entry.originalSource) : undefined;
    return file === undefined || !('originalLine' in entry)
      ? undefined
      : { file, line: entry.originalLine + 1, column: entry.originalColumn + 1 };
  }

  /** The path of a source in the app's folder; undefined for one outside of it, such as a package. */
  pathOf(source: string): string | undefined {
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
