/** From places in compiled code back to the author's own lines. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import type { SourceLocation } from '../../protocol/trace.ts';
import type { BuiltFile } from './builtFile.ts';

/** A line of a stack that lies in a file of the app. */
const appFrame = /^\s*at (?:(.*?) \()?posthog-app:\/\/\/([^\s()]+?):(\d+):(\d+)\)?$/;

export class SourceMaps {
  readonly #texts = new Map<string, string>();
  readonly #maps = new Map<string, SourceMap>();
  readonly #built = new Map<string, BuiltFile>();

  /** @param map the source map as JSON text; it is read when first needed. */
  add(path: string, map: string): void {
    this.#texts.set(path, map);
  }

  /** The file at that path was built from others. */
  addBuilt(path: string, built: BuiltFile): void {
    this.#built.set(path, built);
  }

  /** Where a place of a file that the app is loaded from comes from: itself, unless it was built. */
  origin(location: SourceLocation): SourceLocation {
    return this.#built.get(location.file)?.origin(location.line, location.column) ?? location;
  }

  /** Code with its source map behind it, for a debugger: the author's file is where it really lies. */
  withMap(path: string, code: string, fileUrl: string): string {
    const map = JSON.parse(this.#texts.get(path) ?? '{}') as object;
    const text = JSON.stringify({ ...map, sourceRoot: '', sources: [fileUrl] });
    return `${code}\n//# sourceMappingURL=data:application/json;base64,${Buffer.from(text).toString('base64')}`;
  }

  /** @param line,column in the compiled code, from 1. */
  locate(path: string, line: number, column: number): SourceLocation {
    const entry = this.#mapOf(path)?.findEntry(line - 1, column - 1);
    return this.origin(
      entry !== undefined && 'originalLine' in entry
        ? { file: path, line: entry.originalLine + 1, column: entry.originalColumn + 1 }
        : { file: path, line, column },
    );
  }

  /** The author's line nearest to where a stack was made, or null where none is on it. */
  firstLocation(stack: string): SourceLocation | null {
    for (const line of stack.split('\n')) {
      const match = appFrame.exec(line);
      if (match !== null) return this.locate(match[2] ?? '', Number(match[3]), Number(match[4]));
    }
    return null;
  }

  /** The author's own frames alone, one a line, such as `at onEvent (index.js:3:5)`. */
  mapStack(stack: string): string {
    return stack
      .split('\n')
      .flatMap((line) => {
        const match = appFrame.exec(line);
        if (match === null) return [];
        const { file, line: row, column } = this.locate(match[2] ?? '', Number(match[3]), Number(match[4]));
        return [`at ${match[1] ?? '<anonymous>'} (${file}:${row}:${column})`];
      })
      .join('\n');
  }

  #mapOf(path: string): SourceMap | undefined {
    const text = this.#texts.get(path);
    if (text === undefined) return undefined;
    const map = this.#maps.get(path) ?? new SourceMap(JSON.parse(text) as SourceMapPayload);
    this.#maps.set(path, map);
    return map;
  }
}
