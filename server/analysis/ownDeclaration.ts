/** Projects that declare the global `posthog` themselves: beside that, ours would be a second one. */
import type { Host } from '../host.ts';
import { joinPath } from '../uris.ts';
import type { App } from './appFolder.ts';
import { environmentFile, environmentMark, isConfigured, projectFolder } from './environmentFile.ts';

const declaresPostHog = /^\s*(?:export\s+)?(?:declare\s+)?(?:const|let|var)\s+posthog\b/m;
const foreign: ReadonlySet<string> = new Set(['node_modules', 'dist', 'build', 'out', '.git']);
/** Projects keep such files near their top. */
const deepest = 4;
const mostFiles = 200;
const mostFolders = 500;

/** The path of a declaration file of the project that declares `posthog`, and is none of ours; undefined for none. */
export function ownDeclaration(host: Host, app: App): string | undefined {
  if (!isConfigured(host, app)) return undefined;
  let files = 0;
  let folders = 0;
  const inFolder = (folder: string, depth: number): string | undefined => {
    const entries = host.readDirectory(folder);
    for (const { isDirectory, name } of entries) {
      if (isDirectory || !name.endsWith('.d.ts') || name === environmentFile || ++files > mostFiles) continue;
      const path = joinPath(folder, name);
      const text = host.readFile(path) ?? '';
      if (declaresPostHog.test(text) && !text.startsWith(environmentMark)) return path;
    }
    if (depth === deepest || ++folders > mostFolders) return undefined;
    for (const { isDirectory, name } of entries) {
      const found =
        isDirectory && !foreign.has(name) ? inFolder(joinPath(folder, name), depth + 1) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  };
  return inFolder(projectFolder(host, app), 0);
}
