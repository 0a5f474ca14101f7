import { describe, expect, test } from 'vitest';
import { emptyManifest, isAppManifest, isForeignManifest, readManifest } from '../../platform/manifest.ts';

describe('readManifest', () => {
  test('reads what is there', () => {
    const field = { key: 'a', type: 'choice', name: 'A', choices: ['x', 'y'], default: 'x', required: true };
    const manifest = readManifest({
      name: 'App',
      description: 'Text',
      main: 'dist/index.js',
      config: [field, { markdown: 'No key' }, { key: 's', type: 'string', secret: true, hint: 'Hint' }],
      publicJobs: { run: {} },
    });
    expect(manifest).toEqual({
      name: 'App',
      description: 'Text',
      main: 'dist/index.js',
      config: [field, { key: 's', type: 'string', secret: true, hint: 'Hint' }],
      configNotes: [{ markdown: 'No key', position: 1 }],
      publicJobs: ['run'],
    });
  });

  test('reads the object form of config', () => {
    const manifest = readManifest({
      config: { host: { type: 'string' }, other: { key: 'named', type: 'json' } },
    });
    expect(manifest.config.map(({ key, type }) => [key, type])).toEqual([
      ['host', 'string'],
      ['named', 'json'],
    ]);
  });

  test.each([null, undefined, 1, 'text', [], [{}]])('is empty for %j', (json) => {
    expect(readManifest(json)).toEqual(emptyManifest);
  });

  test('leaves out what has the wrong type', () => {
    const manifest = readManifest({
      name: 1,
      main: null,
      config: [
        null,
        'x',
        { key: 5 },
        { key: '' },
        { key: 'k', choices: ['a', 1], required: 'yes', default: [] },
      ],
      publicJobs: [],
    });
    expect(manifest).toEqual({ config: [{ key: 'k', type: '', choices: ['a'] }], publicJobs: [] });
  });

  test.each([
    [3, '3'],
    [false, 'false'],
  ])('a default that is %s is a text in the config', (given, text) => {
    const { config } = readManifest({ config: [{ key: 'k', type: 'string', default: given }] });
    expect(config[0]?.default).toBe(text);
  });
});

test.each([
  [{ config: [] }, true],
  [{ config: {} }, true],
  [{ posthogVersion: '>= 1.25.0' }, true],
  [{ publicJobs: {} }, true],
  [{ name: 'x', main: 'index.js' }, false],
  [{ id: 'grafana-panel', type: 'panel', config: [] }, false],
  [[], false],
  [null, false],
])('isAppManifest(%j) is %s', (json, expected) => {
  expect(isAppManifest(json)).toBe(expected);
});

test('a manifest without any entry of PostHog is another tool’s, an empty one is not', () => {
  expect(isForeignManifest({ plugins: ['babel'], presets: [] })).toBe(true);
  expect(isForeignManifest({ plugins: ['babel'], name: 'Mine' })).toBe(false);
  expect(isForeignManifest({})).toBe(false);
  expect(isForeignManifest(undefined)).toBe(false);
});

test('a manifest with id and type is another tool’s', () => {
  expect(isForeignManifest({ id: 'a', type: 'panel' })).toBe(true);
  expect(isForeignManifest({ id: 1, type: 'panel', name: 'Mine' })).toBe(false);
});
