/** Folders that links lead to, in a search for apps below a folder. */
import { lstatSync, realpathSync, statSync } from 'node:fs';

export class LinkedFolders {
  readonly #top: string;
  readonly #seen = new Set<string>();

  /** @param top the folder that is searched, absolute. */
  constructor(top: string) {
    this.#top = withSlash(realpathOf(top));
  }

  /**
   * Whether a link has to be followed: to a folder to which no earlier one led, and neither inside of the one that is
   * searched, where it is found without the link, nor around it, where all else would be found.
   *
   * @param path absolute.
   */
  isNew(path: string): boolean {
    try {
      if (!lstatSync(path).isSymbolicLink() || !statSync(path).isDirectory()) return false;
      const real = withSlash(realpathSync.native(path));
      if (real.startsWith(this.#top) || this.#top.startsWith(real) || this.#seen.has(real)) return false;
      this.#seen.add(real);
      return true;
    } catch {
      return false; // It leads nowhere, or round.
    }
  }
}

/** The path itself where nothing is there for now. */
function realpathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

function withSlash(path: string): string {
  const slashed = path.replaceAll('\\', '/');
  return slashed.endsWith('/') ? slashed : `${slashed}/`;
}
