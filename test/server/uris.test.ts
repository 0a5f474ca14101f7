import { describe, expect, it } from 'vitest';
import { isWithin, joinPath, normalizePath, parentOf, pathToUri, uriToPath } from '../../server/uris.ts';

describe('paths and URIs', () => {
  it.each([
    ['file:///apps/mine/index.js', '/apps/mine/index.js'],
    ['file:///apps/my%20app/%C3%BC.js', '/apps/my app/ü.js'],
    ['file:///c%3A/Apps/index.js', 'c:/Apps/index.js'],
    ['file:///C:/Apps/index.js', 'c:/Apps/index.js'],
    ['file://server/share/index.js', '//server/share/index.js'],
  ])('%s is %s', (uri, path) => {
    expect(uriToPath(uri)).toBe(path);
    expect(uriToPath(pathToUri(path))).toBe(path);
  });

  it.each(['untitled:Untitled-1', 'git:/apps/index.js', 'vscode-notebook-cell:/a#b'])(
    '%s is no file',
    (uri) => {
      expect(uriToPath(uri)).toBeUndefined();
    },
  );

  it('writes paths in one way', () => {
    expect(normalizePath('C:\\Apps\\Mine\\')).toBe('c:/Apps/Mine');
    expect(normalizePath('c:/')).toBe('c:/');
    expect(normalizePath('/')).toBe('/');
  });

  it('walks up to the root and stays there', () => {
    expect([parentOf('/a/b'), parentOf('/a'), parentOf('/')]).toEqual(['/a', '/', '/']);
    expect([parentOf('c:/a'), parentOf('c:/')]).toEqual(['c:/', 'c:/']);
  });

  it('joins', () => {
    expect(joinPath('/a', './b/../c.js')).toBe('/a/c.js');
    expect(joinPath('/a', '../../..')).toBe('/');
    expect(joinPath('c:/', 'dist\\index.js')).toBe('c:/dist/index.js');
  });

  it('knows what is inside', () => {
    expect(isWithin('/a', '/a/b')).toBe(true);
    expect(isWithin('/a', '/a')).toBe(true);
    expect(isWithin('/a', '/ab')).toBe(false);
    expect(isWithin('/', '/a')).toBe(true);
  });
});
