/**
 * manifest-main: PostHog cannot load an app whose main file is not there (reference 5.1).
 *
 * ```json
 * { "main": "index.ts" }
 * ```
 */
import { findNodeAtLocation } from 'jsonc-parser';
import { defaultEntryFiles } from '../../platform/manifest.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import { isMeant } from '../analysis/appFolder.ts';
import { isWithin, joinPath } from '../uris.ts';
import type { NodeRule } from './nodeRule.ts';
import { setValue } from './support/manifestEdits.ts';
import { spanOfNode, textOf } from './support/manifestTree.ts';

export const manifestMain: NodeRule = {
  name: 'manifest-main',
  create: ({ app, lifecycle, report }) => ({
    manifest(root) {
      const node = findNodeAtLocation(root, ['main']);
      const main = textOf(node);
      const found = lifecycle.find(({ isExported }) => isExported)?.node.getSourceFile().fileName;
      const path = found?.slice(app.root.length).replace(/^\//, '');
      if (main === undefined && app.files.length > 0 && !isFoundByItself(app)) {
        report(
          { ...spanOfNode(root, app), length: 1 },
          'PostHog looks for index.js and index.ts beside plugin.json, and finds none. Set "main" to the file that exports the functions of the app.',
          path === undefined ? [] : [setValue(app, `Name ${path} as main`, ['main'], path)],
        );
        return;
      }
      if (node === undefined || main === undefined || main.trim() === '') return;
      const isOutside = !isWithin(app.root, joinPath(app.root, main));
      // When main is the output of a build, the analysis has found the source of it.
      const isFound = app.entryFile !== undefined && isMeant(app.root, main, app.entryFile);
      if (isFound && !isOutside && isCode.test(main)) return;
      report(
        spanOfNode(node, app),
        isOutside ? outsideText(main) : missingText(main),
        path === undefined ? [] : [setValue(app, `Change to ${path}`, ['main'], path)],
      );
    },
  }),
};

/** PostHog reads the file of that very name: it adds no ending, as Node does. */
const isCode = /\.[cm]?[jt]sx?$/i;

function outsideText(main: string): string {
  return `${main} is outside of the app's folder, and PostHog gets that folder alone. Put the file into it.`;
}

function missingText(main: string): string {
  const hasOtherEnding = /\.\w+$/.test(main) && !isCode.test(main);
  const what = hasOtherEnding ? `${main} is no JavaScript or TypeScript file` : `There is no file ${main}`;
  return `${what}, so PostHog cannot load this app. Name the file that exports its functions.`;
}

/** Whether PostHog finds the code without `main`, or may find what it is built to: sources have a folder of their own. */
function isFoundByItself({ root, entryFile }: AppProgram): boolean {
  if (entryFile === undefined) return false;
  const path = entryFile.slice(root.length).replace(/^\//, '');
  return path.includes('/') || defaultEntryFiles.includes(path);
}
