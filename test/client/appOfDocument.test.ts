import { expect, it } from 'vitest';
import { appOfDocument } from '../../client/appOfDocument.ts';
import type { AppInfo } from '../../protocol/lsp.ts';

function app(rootUri: string): AppInfo {
  return { rootUri, name: rootUri, entryUri: null, entryPoints: [] };
}

const apps = [app('file:///apps/a'), app('file:///apps/a/inner'), app('file:///apps/ab')];

it.each([
  ['file:///apps/a/index.js', 'file:///apps/a'],
  ['file:///apps/a/src/deep/x.ts', 'file:///apps/a'],
  ['file:///apps/a/inner/index.js', 'file:///apps/a/inner'],
  ['file:///apps/ab/index.js', 'file:///apps/ab'],
  ['file:///apps/a/node_modules/b/index.js', undefined],
  ['file:///apps/index.js', undefined],
  ['untitled:Untitled-1', undefined],
])('%s belongs to %s', (uri, root) => {
  expect(appOfDocument(apps, uri)?.rootUri).toBe(root);
});
