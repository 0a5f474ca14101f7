/** Finds the file of an app that an import means. */
import type ts from 'typescript';

const endings = [
  '',
  '.ts',
  '.tsx',
  '.js',
  '.jsx',
  '.mts',
  '.mjs',
  '.cts',
  '.cjs',
  '.json',
  '/index.ts',
  '/index.tsx',
  '/index.js',
];

/**
 * The file that a relative specifier means, as bundlers find it: with or without its ending, or the index of a folder.
 *
 * @returns undefined for packages, and for files that are not in the program.
 */
export function joinFolder(
  program: Pick<ts.Program, 'getSourceFile'>,
  specifier: string,
  from: string,
): ts.SourceFile | undefined {
  const path = pathOfModule(specifier, from);
  if (path === undefined) return undefined;
  const source = path.replace(/\.([cm]?)js(x?)$/, '.$1ts$2');
  for (const base of new Set([path, source])) {
    for (const ending of endings) {
      const file = program.getSourceFile(base + ending);
      if (file !== undefined && !file.isDeclarationFile) return file;
    }
  }
  return undefined;
}

/** The path that a relative specifier means, as it is written: mostly without an ending. Undefined for packages. */
export function pathOfModule(specifier: string, from: string): string | undefined {
  if (!/^(\.{1,2}(\/|$)|\/)/.test(specifier)) return undefined;
  return specifier.startsWith('/')
    ? specifier
    : normalize(`${from.slice(0, from.lastIndexOf('/'))}/${specifier}`);
}

function normalize(path: string): string {
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  // Drives of Windows stand at the start, without a slash before them.
  return /^[a-z]:$/i.test(parts[0] ?? '') ? parts.join('/') : `/${parts.join('/')}`;
}
