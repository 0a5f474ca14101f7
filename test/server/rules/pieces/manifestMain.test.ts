import { describe, expect, it } from 'vitest';
import { checkApp } from '../../../../server/rules/checkApp.ts';
import { editableApp } from '../../findings.ts';
import { only } from '../../levels.ts';

function findings(manifest: string, files: Readonly<Record<string, string>>): ReturnType<typeof checkApp> {
  const paths = Object.entries(files).map(([path, text]) => [`/app/${path}`, text] as const);
  const app = editableApp(new Map([['/app/plugin.json', manifest], ...paths]));
  // A file that nothing names is looked at when it is open.
  for (const [path, text] of paths) app.edit(path, text);
  return checkApp(app.program(), only('manifest-main'));
}

const handler = 'export function onEvent() {}\n';

describe('manifest-main', () => {
  it('marks a file that is not there, and names the one that is', () => {
    const manifest = '{ "config": [], "main": "app.js" }';
    const [found, ...others] = findings(manifest, { 'server.js': handler });
    expect(others).toEqual([]);
    expect(found).toMatchObject({ rule: 'posthog-apps/manifest-main', severity: 'error' });
    expect(manifest.slice(found?.span.start, (found?.span.start ?? 0) + (found?.span.length ?? 0))).toBe(
      '"app.js"',
    );
    expect(found?.fixes[0]?.title).toBe('Change to server.js');
  });

  it('marks a file that is not there beside one of another name', () => {
    const [found] = findings('{ "config": [], "main": "app.js" }', { 'index.js': handler });
    expect(found).toMatchObject({ fixes: [{ title: 'Change to index.js' }] });
  });

  it.each([
    ['src/index.js', { 'index.js': handler }],
    ['./src/index.js', { 'index.ts': handler }],
    ['src/index.ts', { 'index.js': handler }],
    ['index.ts', { 'src/index.ts': handler }],
    ['index.ts', { 'index.js': handler }],
  ])('marks %s, which no build makes of what is there', (main, files) => {
    const [found, ...others] = findings(JSON.stringify({ config: [], main }), files);
    expect(others).toEqual([]);
    expect(found?.fixes).toMatchObject([{ title: `Change to ${Object.keys(files)[0]}` }]);
  });

  it.each([
    ['index', 'There is no file index, so'],
    ['dist/index', 'There is no file dist/index, so'],
    ['plugin.json', 'plugin.json is no JavaScript or TypeScript file, so'],
  ])('marks %s, which names no code', (main, message) => {
    const [found, ...others] = findings(JSON.stringify({ config: [], main }), { 'index.js': handler });
    expect(others).toEqual([]);
    expect(found?.message).toContain(message);
  });

  it.each([
    ['src/index.js', { 'src/index.ts': handler }],
    ['index.js', { 'src/index.ts': handler }],
    ['index.js', { 'src/index.js': handler }],
    ['index.js', { 'index.ts': handler }],
    ['dist/index.js', { 'index.js': handler }],
    ['src/index.ts', { 'src/index.ts': handler, 'index.ts': handler }],
  ])('leaves %s alone, which a build may make, or which is there', (main, files) => {
    expect(findings(JSON.stringify({ config: [], main }), files as Record<string, string>)).toEqual([]);
  });

  it('marks a file outside of the folder, also where the folder has one of that name', () => {
    const manifest = '{ "config": [], "main": "../other/index.js" }';
    const [found] = findings(manifest, { 'index.js': handler });
    expect(found?.message).toMatch(/outside of the app's folder/);
  });

  it('marks an app whose only file has a name that PostHog does not look for', () => {
    const [found, ...others] = findings('{ "config": [] }', { 'main.js': handler });
    expect(others).toEqual([]);
    expect(found?.message).toContain('PostHog looks for index.js and index.ts');
    expect(found?.span).toMatchObject({ start: 0, length: 1 });
    expect(found?.fixes).toMatchObject([
      { title: 'Name main.js as main', changes: [{ newText: ', "main": "main.js"' }] },
    ]);
  });

  it.each([
    ['a source of which nothing says what it is built to', '{ "config": [] }', { 'src/index.ts': handler }],
    ['a file that is there', '{ "config": [], "main": "app.js" }', { 'app.js': handler }],
    [
      'a build whose source is there',
      '{ "config": [], "main": "dist/index.js" }',
      { 'src/index.ts': handler },
    ],
    ['a manifest without main', '{ "config": [] }', { 'index.js': handler }],
  ])('leaves %s alone', (_, manifest, files) => {
    expect(findings(manifest, files as Record<string, string>)).toEqual([]);
  });
});
