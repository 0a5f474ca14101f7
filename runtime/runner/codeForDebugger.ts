/** What the sandbox runs of a file while a debugger is attached: the code, and where it lies in the author's files. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { decode, encode, type SourceMapSegment } from '@jridgewell/sourcemap-codec';
import type { CompiledFile } from '../../protocol/sandbox.ts';
import type { BuiltMap } from '../sourceMaps/builtMap.ts';
import { isAbsoluteSource, urlOfAbsolute } from '../sourceMaps/sourcePlaces.ts';
import type { SourceMaps } from '../sourceMaps/sourceMaps.ts';

interface DebuggerMap {
  readonly version: number;
  readonly sources: readonly string[];
  readonly sourcesContent?: readonly (string | null)[];
  readonly names: readonly string[];
  readonly mappings: string;
}

/**
 * Code with its source map behind it, in which each source is named by where it really lies.
 *
 * @param root folder of the app.
 */
export function codeForDebugger({ code, path }: CompiledFile, maps: SourceMaps, root: string): string {
  const { built, text } = maps.of(path);
  const own = { ...(JSON.parse(text) as DebuggerMap), sources: [urlIn(root, path)] };
  const map = built === undefined ? own : throughBuilt(own, built, root);
  const encoded = Buffer.from(JSON.stringify(map)).toString('base64');
  return `${code}\n//# sourceMappingURL=data:application/json;base64,${encoded}`;
}

/**
 * The map of a file that a bundler made, on to the sources of that. The debugger would follow a map in a map by itself,
 * but does not wait for it: the app runs past breakpoints meanwhile.
 */
function throughBuilt(own: DebuggerMap, built: BuiltMap, root: string): DebuggerMap {
  const { sources, sourcesContent } = built.payload;
  const names = new Map<string, number>();
  const follow = (segment: SourceMapSegment): SourceMapSegment => {
    const [column, , line, place] = segment;
    const entry = line === undefined || place === undefined ? undefined : built.entry(line, place);
    // What the bundler wrote itself comes from nowhere, and is stepped over.
    if (entry === undefined) return [column];
    const { name, originalColumn, originalLine, originalSource } = entry;
    const origin = [column, sources.indexOf(originalSource), originalLine, originalColumn] as const;
    if (name === undefined) return [...origin];
    if (!names.has(name)) names.set(name, names.size);
    return [...origin, names.get(name) ?? 0];
  };
  return {
    version: 3,
    sources: sources.map((source) => urlOf(source, built, root)),
    sourcesContent,
    mappings: encode(decode(own.mappings).map((line) => line.map(follow))),
    names: [...names.keys()],
  };
}

/** Where a source of a bundle lies; what bundlers made up stays as they named it. */
function urlOf(source: string, built: BuiltMap, root: string): string {
  const path = built.pathOf(source);
  if (path !== undefined) return urlIn(root, path);
  if (isAbsoluteSource(source)) return urlOfAbsolute(source);
  const relative = `${built.payload.sourceRoot ?? ''}${source}`;
  return URL.parse(relative, urlIn(root, built.path))?.href ?? source;
}

function urlIn(root: string, path: string): string {
  return pathToFileURL(join(root, path)).href;
}
