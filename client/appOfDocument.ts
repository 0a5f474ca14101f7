import type { AppInfo } from '../protocol/lsp.ts';

/**
 * The app that owns a document: the one whose folder is nearest. Packages inside an app are not part of it.
 *
 * @param uri of the document, as text.
 */
export function appOfDocument(apps: readonly AppInfo[], uri: string): AppInfo | undefined {
  return apps
    .filter(({ rootUri }) => {
      const folder = rootUri.endsWith('/') ? rootUri : `${rootUri}/`;
      return uri.startsWith(folder) && !uri.slice(folder.length - 1).includes('/node_modules/');
    })
    .toSorted((first, second) => second.rootUri.length - first.rootUri.length)[0];
}
