/**
 * Packages that PostHog provides and that are too large to be shipped here: they are taken from the app's own
 * `node_modules`, where the user allows it. Reference 4.3.
 */
import { realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface AppPackages {
  /** The folder whose `node_modules` is used, without links; undefined where no package is. */
  readonly root: string | undefined;
  readonly usable: readonly string[];
  /** Why others cannot be loaded, by name. */
  readonly problems: { readonly [name: string]: string };
}

/**
 * Looks which packages are there, and asks whether they may be used.
 *
 * @param folder of the app; undefined for one made of texts.
 * @param allow asked once, where any of them is there.
 */
export async function findPackages(
  names: readonly string[],
  folder: string | undefined,
  allow: (names: readonly string[]) => Promise<boolean>,
): Promise<AppPackages> {
  // An app whose files are open and not saved yet may have no folder.
  const root = folder === undefined ? undefined : await realpath(folder).catch(() => undefined);
  const present: string[] = [];
  for (const name of names) if (root !== undefined && (await isInstalled(root, name))) present.push(name);
  const isAllowed = present.length > 0 && (await allow(present));
  return {
    root: isAllowed ? root : undefined,
    usable: isAllowed ? present : [],
    problems: Object.fromEntries(
      names
        .filter((name) => !isAllowed || !present.includes(name))
        .map((name) => [name, present.includes(name) ? notAllowed(name) : notInstalled(name)]),
    ),
  };
}

function notInstalled(name: string): string {
  return `The app imports '${name}', which PostHog provides. A local run takes it from the app's own node_modules: run npm install --save-dev ${name} in the folder of the app.`;
}

function notAllowed(name: string): string {
  return `The app imports '${name}' from its node_modules, which was not allowed. Run again and allow it; on the command line, add --allow-packages. Packages are less isolated than the app itself.`;
}

async function isInstalled(root: string, name: string): Promise<boolean> {
  return stat(join(root, 'node_modules', name, 'package.json')).then(
    (found) => found.isFile(),
    () => false,
  );
}
