/** From places in compiled code back to the author's own lines. */
import { SourceMap, type SourceMapPayload } from 'node:module';
import type { MapTexts } from '../../protocol/sandbox.ts';
import type { SourceLocation } from '../../protocol/trace.ts';
import { BuiltMap } from './builtMap.ts';

/** A line of a stack that lies in a file of the app as it was compiled. Paths may have blanks and brackets. */
const compiledFrame = /^\s*at (?:(.*?) \()?posthog-app:\/\/\/([^:\n]+):(\d+):(\d+)\)?$/;
/** The same in a file as it was written, where an app reads it. */
const writtenFrame = /^\s*at (?:(.*?) \()?([^:\n]+):(\d+):(\d+)\)?$/;
/** A place in a file of the app as it was compiled, wherever it stands in a stack. */
const compiledPlace = /posthog-app:\/\/\/([^:\n]+):(\d+):(\d+)/g;

/** No function of an app is called so. */
const nameOfNone = /^(?:async )?posthog\./;

/**
 * V8 calls a function without a name after the text around it: one in the arguments of `posthog.capture` would look as if
 * PostHog had thrown.
 *
 * @returns the name, or '' for one that is made up like that.
 */
export function authorsName(name: string): string {
  if (nameOfNone.test(name)) return '';
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}

/** Names of functions may be made of anything; nobody reads a longer one. */
const longestName = 120;

export class SourceMaps {
  readonly #texts = new Map<string, string>();
  readonly #maps = new Map<string, SourceMap>();
  readonly #built = new Map<string, BuiltMap>();

  /** Those of another process. */
  static from(texts: MapTexts): SourceMaps {
    const maps = new SourceMaps();
    for (const [path, { built, map }] of Object.entries(texts)) {
      maps.add(path, map);
      const read = built === null ? undefined : BuiltMap.read(built.text, built.path);
      if (read !== undefined) maps.addBuilt(path, read);
    }
    return maps;
  }

  /** For {@link from}. */
  get texts(): MapTexts {
    return Object.fromEntries(
      [...this.#texts].map(([path, map]) => {
        const built = this.#built.get(path);
        return [path, { map, built: built === undefined ? null : { text: built.text, path: built.path } }];
      }),
    );
  }

  /** @param map the source map as JSON text; it is read when first needed. */
  add(path: string, map: string): void {
    this.#texts.set(path, map);
  }

  /** The file at that path was built from others. */
  addBuilt(path: string, built: BuiltMap): void {
    this.#built.set(path, built);
  }

  /** Where a place of a file that the app is loaded from comes from: itself, unless it was built. */
  origin(location: SourceLocation): SourceLocation {
    return this.#built.get(location.file)?.origin(location.line, location.column) ?? location;
  }

  /** The source map of a compiled file as JSON text, and that of the file itself where it was built. */
  of(path: string): { readonly text: string; readonly built: BuiltMap | undefined } {
    return { text: this.#texts.get(path) ?? '{}', built: this.#built.get(path) };
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
      const location = this.#frame(line)?.location;
      if (location !== undefined) return location;
    }
    return null;
  }

  /** The author's own frames alone, one a line, such as `at onEvent (index.js:3:5)`. */
  mapStack(stack: string): string {
    return stack
      .split('\n')
      .flatMap((line) => {
        const frame = this.#frame(line);
        if (frame === undefined) return [];
        const { file, line: row, column } = frame.location;
        return [`at ${frame.name} (${file}:${row}:${column})`];
      })
      .join('\n');
  }

  /** A stack as the author may read it: the same frames, with places in the author's own files. */
  asWritten(stack: string): string {
    return stack.replace(compiledPlace, (_, path: string, line: string, column: string) => {
      const location = this.locate(path, Number(line), Number(column));
      return `${location.file}:${location.line}:${location.column}`;
    });
  }

  #frame(text: string): { readonly name: string; readonly location: SourceLocation } | undefined {
    const compiled = compiledFrame.exec(text);
    const [, called = '', file = '', row, at] = compiled ?? writtenFrame.exec(text) ?? [];
    if (file === '') return undefined;
    const name = authorsName(called) || '<anonymous>';
    const [line, column] = [Number(row), Number(at)];
    if (compiled !== null) return { name, location: this.locate(file, line, column) };
    return this.#isWritten(file) ? { name, location: { file, line, column } } : undefined;
  }

  /** Whether it is a file that the author wrote. */
  #isWritten(file: string): boolean {
    if (this.#texts.has(file)) return true;
    return [...this.#built.values()].some((map) =>
      map.payload.sources.some((source) => map.pathOf(source) === file),
    );
  }

  #mapOf(path: string): SourceMap | undefined {
    const text = this.#texts.get(path);
    if (text === undefined) return undefined;
    const map = this.#maps.get(path) ?? new SourceMap(JSON.parse(text) as SourceMapPayload);
    this.#maps.set(path, map);
    return map;
  }
}
