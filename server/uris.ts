/**
 * Between the URIs of the protocol and the paths of the program. A path is absolute, written with `/` on every system,
 * with a small drive letter on Windows (`c:/apps/mine`), so that one file has one name.
 */
import { URI } from 'vscode-uri';

/** Path of a `file:` URI; undefined for any other scheme, whose documents no app can own. */
export function uriToPath(uri: string): string | undefined {
  const parsed = URI.parse(uri);
  return parsed.scheme === 'file' ? normalizePath(parsed.fsPath) : undefined;
}

export function pathToUri(path: string): string {
  return URI.file(path).toString();
}

/** Brings a path as systems write it into our form; the root keeps its slash. */
export function normalizePath(path: string): string {
  const slashed = path.replaceAll('\\', '/').replace(/^[A-Z]:/, (drive) => drive.toLowerCase());
  return slashed.length > 1 && !/^[a-z]:\/$/.test(slashed) ? slashed.replace(/\/+$/, '') : slashed;
}

/** Folder of a path; the root is its own. */
export function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  if (slash === 0) return '/';
  const parent = path.slice(0, slash);
  return /^[a-z]:$/.test(parent) ? `${parent}/` : parent;
}

export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Joins a folder with a relative path, resolving `.` and `..` in it. */
export function joinPath(folder: string, relative: string): string {
  const parts = folder.split('/').filter((part, index) => part !== '' || index === 0);
  for (const part of relative.replaceAll('\\', '/').split('/')) {
    if (part === '..') {
      if (parts.length > 1) parts.pop();
    } else if (part !== '.' && part !== '') parts.push(part);
  }
  return parts.length === 1 ? `${parts[0] ?? ''}/` : parts.join('/');
}

/** Whether `path` is the folder itself or something below it. */
export function isWithin(folder: string, path: string): boolean {
  return path === folder || path.startsWith(folder.endsWith('/') ? folder : `${folder}/`);
}
