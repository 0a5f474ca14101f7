/** What a bundler put into a file of the app: code of libraries, that whoever writes the app cannot mend. */
import type ts from 'typescript';

/** Where one file ends and the next begins, as esbuild, Rollup and Rolldown write it: `// node_modules/qs/lib/utils.js`. */
const beginning = /^[ \t]*\/\/(?:#region| ) ?(\S+\.[cm]?[jt]sx?)[ \t]*$/gm;

interface Section {
  readonly start: number;
  readonly isLibrary: boolean;
}

const known = new WeakMap<ts.SourceFile, readonly Section[]>();

/** Whether a place in a file is code of a library that a bundler put there. */
export function isBundled(file: ts.SourceFile, position: number): boolean {
  if (!file.text.includes('node_modules/')) return false;
  let sections = known.get(file);
  if (sections === undefined) {
    sections = [...file.text.matchAll(beginning)].map(({ index, 1: path = '' }) => ({
      start: index,
      isLibrary: path.includes('node_modules/'),
    }));
    known.set(file, sections);
  }
  return sections.findLast(({ start }) => start <= position)?.isLibrary === true;
}
