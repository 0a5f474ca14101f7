import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import ts from 'typescript';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { folderNameOf, type Language, newAppFiles } from '../../client/newApp/newAppFiles.ts';
import { NewAppProblem, usedFolder, writeNewApp } from '../../client/newApp/writeNewApp.ts';
import { readManifest } from '../../platform/manifest.ts';
import { appDeclarations } from '../../server/analysis/appDeclarations.ts';
import { defaultLevels } from '../../server/lintSettings.ts';
import { checkApp } from '../../server/rules/checkApp.ts';
import { runApp } from '../runtime/support/runApp.ts';
import { usePool } from '../runtime/support/sandboxBundle.ts';
import { editableApp } from '../server/findings.ts';

const languages: readonly Language[] = ['javascript', 'typescript'];
const pool = usePool();
let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'new app é '));
});

afterEach(() => rm(folder, { recursive: true }));

describe.each(languages)('a new app in %s', (language) => {
  const files = newAppFiles({ name: 'Mine "quoted"', language });
  const entry = language === 'typescript' ? 'index.ts' : 'index.js';

  it('is written with all its files', async () => {
    const written = await writeNewApp(folder, { name: 'Mine "quoted"', language });
    expect(written).toEqual({
      folder: join(folder, 'mine-quoted'),
      entry: join(folder, 'mine-quoted', entry),
    });
    expect(JSON.parse(await readFile(join(written.folder, 'plugin.json'), 'utf8'))).toMatchObject({
      name: 'Mine "quoted"',
      main: entry,
    });
    expect(await readFile(written.entry, 'utf8')).toContain('export function processEvent');
  });

  it('has nothing that we report, and no error of types', () => {
    const app = editableApp(new Map(Object.entries(files).map(([path, text]) => [`/app/${path}`, text])));
    const program = app.program();
    expect(checkApp(program, defaultLevels)).toEqual([]);
    const file = program.program.getSourceFile(`/app/${entry}`);
    expect(program.program.getSemanticDiagnostics(file).map(({ messageText }) => messageText)).toEqual([]);
  });

  it('has none in the strictest project, either', () => {
    const declared = appDeclarations(readManifest(JSON.parse(files['plugin.json'] ?? '')));
    const own = new Map([
      [`/app/${entry}`, files[entry] ?? ''],
      ['/app/posthog-env.d.ts', declared],
    ]);
    const options: ts.CompilerOptions = {
      strict: true,
      noPropertyAccessFromIndexSignature: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      noImplicitReturns: true,
      allowJs: true,
      checkJs: true,
      noEmit: true,
      types: [],
      target: ts.ScriptTarget.ES2023,
    };
    const host = ts.createCompilerHost(options);
    const read = host.getSourceFile.bind(host);
    host.getSourceFile = (path, language) => {
      const text = own.get(path);
      return text === undefined ? read(path, language) : ts.createSourceFile(path, text, language, true);
    };
    const globals = join(import.meta.dirname, '../../platform/globals.d.ts');
    const program = ts.createProgram([...own.keys(), globals], options, host);
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
  });

  it('changes the event of its sample', async () => {
    const sample = JSON.parse(files['samples/page-view-of-a-colleague.json'] ?? '') as {
      readonly event: string;
    };
    const trace = await runApp(pool(), files[entry] ?? '', {
      input: { ...sample, team_id: 1 },
      file: entry,
      manifest: JSON.parse(files['plugin.json'] ?? '') as object,
    });
    expect(trace.errors).toEqual([]);
    expect(trace.outcome).toBe('changed');
    expect(trace.result).toMatchObject({ properties: { is_internal: true } });
  });
});

it('never writes over files that are there', async () => {
  await mkdir(join(folder, 'mine'));
  await writeFile(join(folder, 'mine/index.js'), 'precious');
  await expect(writeNewApp(folder, { name: 'Mine', language: 'javascript' })).rejects.toThrow(NewAppProblem);
  expect(await readFile(join(folder, 'mine/index.js'), 'utf8')).toBe('precious');
});

it('says so when the place cannot be written', async () => {
  await writeFile(join(folder, 'file'), '');
  const writing = writeNewApp(join(folder, 'file'), { name: 'Mine', language: 'javascript' });
  await expect(writing).rejects.toThrow('The app could not be written.');
});

it.each([
  ['My app', 'my-app'],
  ['  Größe & Éclair!! ', 'grosse-eclair'],
  ['../../etc', 'etc'],
  ['日本語アプリ', '日本語アプリ'],
  ['हिन्दी ऐप', 'हिन्दी-ऐप'],
  ['Größen & Maße', 'grossen-masse'],
  ['🎉 !', ''],
])('the folder of %j is %j', (name, expected) => {
  expect(folderNameOf(name)).toBe(expected);
});

it('tells of a folder that has files before anything is written', async () => {
  await mkdir(join(folder, 'empty'));
  await writeNewApp(folder, { name: 'Mine', language: 'javascript' });
  expect(await usedFolder(folder, ' Mine ')).toContain(join(folder, 'mine'));
  expect(await usedFolder(folder, 'Empty')).toBeUndefined();
  expect(await usedFolder(folder, 'Other')).toBeUndefined();
});
