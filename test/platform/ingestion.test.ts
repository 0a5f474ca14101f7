import { describe, expect, test } from 'vitest';
import { captureRoutes, ingestionPaths, isIngestionPath, normalizePath } from '../../platform/ingestion.ts';
import { operationFor, restCatalogue } from '../../platform/restCatalogue.ts';

describe('isIngestionPath', () => {
  test.each(ingestionPaths)('knows %s in every spelling that PostHog accepts', (path) => {
    for (const written of [
      path,
      `/${path}`,
      `/${path}/`,
      `${path}/?compression=gzip-js&ip=1`,
      `/${path}#x`,
    ]) {
      expect(isIngestionPath(written)).toBe(true);
    }
    for (const other of [
      `//${path}`,
      `/${path}//`,
      `/${path.toUpperCase()}`,
      `/${path}/more`,
      `/api/${path}`,
    ]) {
      expect(isIngestionPath(other)).toBe(false);
    }
  });

  test.each(['', '/', '/decide/', '/flags/', '/api/event/', '/i/v1/logs', '/i/v0', '/test/black_hole'])(
    'does not take %j for one',
    (path) => {
      expect(isIngestionPath(path)).toBe(false);
    },
  );

  test('takes both capture routes, and no path of the REST API', () => {
    expect(Object.values(captureRoutes).every(isIngestionPath)).toBe(true);
    expect(restCatalogue().operations.filter(({ template }) => isIngestionPath(template))).toEqual([]);
    expect(ingestionPaths.map((path) => operationFor('post', path)).filter(Boolean)).toEqual([]);
  });
});

test('normalizePath removes one slash at each end, the query and the fragment', () => {
  expect(normalizePath('//a/b//?x=/c/#d')).toBe('/a/b/');
  expect(normalizePath('?a')).toBe('');
  expect(normalizePath('/a\n?b\nc')).toBe('a\n');
});
