import { expect, it } from 'vitest';
import { appOfDocument } from '../../client/appOfDocument.ts';
import type { AppInfo } from '../../protocol/lsp.ts';

function app(rootUri: string): AppInfo {
  return { rootUri, name: rootUri, entryUri: null, entryPoints: [] };
}

const apps = [app('file:///work/a'), app('file:///work/a/inner'), app('file:///work/ab')];

it.each([
  ['file:///work/a/index.js', 'file:///work/a'],
  ['file:///work/a/src/deep/x.ts', 'file:///work/a'],
  ['file:///work/a/inner/index.js', 'file:///work/a/inner'],
  ['file:///work/ab/index.js', 'file:///work/ab'],
  ['file:///work/a/node_modules/b/index.js', undefined],
  ['file:///work/index.js', undefined],
  ['untitled:Untitled-1', undefined],
])('%s belongs to %s', (uri, root) => {
  expect(appOfDocument(apps, uri)?.rootUri).toBe(root);
});
