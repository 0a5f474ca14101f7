import { describe, expect, it } from 'vitest';
import { isAppSource, readAppFolder } from '../../../server/analysis/appFolder.ts';
import { Apps } from '../../../server/analysis/apps.ts';
import { Files } from '../../../server/analysis/files.ts';
import { exportsLifecycle } from '../../../server/analysis/lifecycleFunctions.ts';
import { joinPath } from '../../../server/uris.ts';
import { readAnnotatedFiles } from '../annotatedFiles.ts';
import { MemoryHost } from '../memoryHost.ts';

const handler = 'export function onEvent(event) {}\n';

function setUp(text: string, isCaseSensitive = true) {
  const host = new MemoryHost(readAnnotatedFiles(text).files, isCaseSensitive);
  const files = new Files(host);
  const errors: unknown[] = [];
  const apps = new Apps(
    files,
    async () => exportsLifecycle,
    (error) => errors.push(error),
  );
  return { host, files, apps, errors };
}

async function rootsOf(text: string, folders: readonly string[] = ['/']): Promise<readonly string[]> {
  const { apps } = setUp(text);
  apps.setFolders(folders);
  await apps.searched();
  return apps.list().map(({ root }) => root);
}

describe('what is an app', () => {
  it.each([
    ['config fields', '{ "config": [] }', ''],
    ['config fields as an object', '{ "config": {} }', ''],
    ['a PostHog version', '{ "posthogVersion": ">= 1.25.0" }', ''],
    ['public jobs', '{ "publicJobs": {} }', ''],
    ['config fields as an object with a mistake', '{ "type": "x", "config": { "a": { "type": 3 } } }', ''],
    ['a page as main, beside config fields', '{ "main": "x.html", "features": [], "config": [] }', ''],
    ['a page as main, beside an exported function', '{ "name": "x", "main": "x.html" }', handler],
    ['an exported function', '{}', handler],
    ['an exported variable', '{}', 'export const processEvent = (event) => event\n'],
    ['module.exports', '{}', 'module.exports = { runEveryHour() {} }\n'],
    ['a list of exports', '{}', 'function onEvent() {}\nexport { onEvent }\n'],
    ['shorthand in module.exports', '{}', 'const setupPlugin = () => {}\nmodule.exports = { setupPlugin }\n'],
    ['jobs alone', '{}', 'export const jobs = { send: () => {} }\n'],
    ['a plain function without any export', '{}', 'function onEvent() {}\n'],
    ['an object by its name', '{}', 'const app = { onEvent() {} }\nexport default app\n'],
    ['an object by its name in module.exports', '{}', 'const app = { onEvent() {} }\nmodule.exports = app\n'],
    ['what is spread into another', '{}', 'const api = { onEvent() {} }\nmodule.exports = { ...api }\n'],
    ['an instance of a class', '{}', 'class App { onEvent() {} }\nexport default new App()\n'],
    ['Object.assign', '{}', 'Object.assign(exports, { onEvent() {} })\n'],
    ['a function that another makes, by its name alone', '{}', 'exports.onEvent = wrap(run)\n'],
    ['one in an object', '{}', 'module.exports = { onEvent: wrap(run) }\n'],
    ['one of a variable', '{}', 'export const processEvent = wrap(run)\n'],
    ['what another file has', '{}', "export { onEvent } from './handlers'\n"],
    ['what is required', '{}', "exports.onEvent = require('./handlers').onEvent\n"],
    ['a function that another makes', '{ "name": "Mine" }', 'export const onEvent = wrap(run)\n'],
    ['a slip of the pen in the only export', '{ "name": "Mine" }', 'export function onEvnt() {}\n'],
    ['the same of exports', '{ "name": "Mine" }', 'exports.processEvents = (event) => event\n'],
    ['fields in a manifest that breaks off', '{ "config": [{ "key": "a" }, { "ke', ''],
  ])('%s', async (_what, manifest, code) => {
    expect(await rootsOf(`//- /app/plugin.json\n${manifest}\n//- /app/index.js\n${code}`)).toEqual(['/app']);
  });

  it.each([
    ["another tool's manifest", '{ "plugins": ["babel"], "presets": [] }', handler],
    ["Grafana's manifest", '{ "id": "x", "type": "panel", "config": [] }', handler],
    ['the manifest of a page', '{ "pluginName": "x", "main": "index.html", "features": [] }', handler],
    ["Figma's manifest", '{ "name": "x", "id": "1", "api": "1.0.0", "main": "code.js" }', handler],
    ['settings of another tool', '{ "type": "theme", "config": { "foo": { "enabled": true } } }', ''],
    ['an unwritten file beside the one that is named', '{ "name": "x", "main": "main.js" }', ''],
    ['a manifest that says nothing', '{ "name": "Mine" }', 'export const x = 1\n'],
    ['a name that is like one but is not exported', '{ "name": "Mine" }', 'function onEvnt() {}\n'],
    ['a name that is not exported', '{}', 'function onEvent() {}\nexport const x = 1\n'],
    ['a constant that nothing exports', '{}', 'const onEvent = () => {}\n'],
    ['a name in a comment', '{}', '// export function onEvent() {}\n'],
    ['a name that holds no function', '{}', 'export const onEvent = 1\n'],
    ['an object that nothing exports', '{}', 'const app = { onEvent() {} }\n'],
    ['a class by itself', '{}', 'class App { onEvent() {} }\nexport default App\n'],
    ['an import', '{}', "import { onEvent } from './x'\nonEvent()\n"],
  ])('not %s', async (_what, manifest, code) => {
    expect(await rootsOf(`//- /app/plugin.json\n${manifest}\n//- /app/index.js\n${code}`)).toEqual([]);
  });
});

async function entryOf(text: string): Promise<string | undefined> {
  const { apps } = setUp(text);
  apps.setFolders(['/']);
  await apps.searched();
  return apps.list()[0]?.entryFile;
}

function withMain(main?: string): string {
  return `//- /a/plugin.json\n${JSON.stringify({ config: [], main })}\n`;
}

function file(path: string): string {
  return `//- /a/${path}\n${handler}`;
}

describe('the entry file', () => {
  it('stays the same while plugin.json is broken, as does the name', async () => {
    const whole = JSON.stringify({ name: 'Mine', main: 'src/app.ts', config: [] });
    const other = file('other.ts');
    const text = `//- /a/plugin.json\n${whole}\n${file('index.js')}${file('src/app.ts')}${other}`;
    const { apps, files } = setUp(text);
    apps.setFolders(['/']);
    await apps.searched();
    const after = async (manifest: string): Promise<readonly (string | undefined)[]> => {
      files.setOpen('/a/plugin.json', manifest);
      apps.textChanged('/a/plugin.json');
      await apps.ready();
      return apps.list().flatMap(({ name, entryFile }) => [name, entryFile]);
    };
    expect(await after('{ "name": "Mine", "main": "src/ap')).toEqual(['Mine', '/a/src/app.ts']);
    expect(await after('{ "na')).toEqual(['Mine', '/a/src/app.ts']);
    expect(await after('{ "name": "Mine", "main": , "config": [] }')).toEqual(['Mine', '/a/src/app.ts']);
    // Another file that is there is meant.
    expect(await after('{ "name": "Mine", "main": "other.ts", ')).toEqual(['Mine', '/a/other.ts']);
    expect(await after('{ "name": "Yours", "config": [] }')).toEqual(['Yours', '/a/index.js']);
  });

  it('is index.js, then index.ts, without a main', async () => {
    expect(await entryOf(`${withMain()}${file('index.ts')}${file('index.js')}`)).toBe('/a/index.js');
    expect(await entryOf(`${withMain()}${file('index.ts')}`)).toBe('/a/index.ts');
    expect(await entryOf(withMain())).toBeUndefined();
  });

  it('is the source where main names a build', async () => {
    const main = withMain('dist/index.js');
    expect(await entryOf(`${main}${file('dist/index.js')}${file('src/index.ts')}`)).toBe('/a/src/index.ts');
    expect(await entryOf(`${main}${file('src/index.ts')}`)).toBe('/a/src/index.ts');
    expect(await entryOf(`${main}${file('dist/index.js')}`)).toBe('/a/dist/index.js');
  });

  it('is inside the app', async () => {
    expect(await entryOf(`${withMain('../b.js')}//- /b.js\n${handler}`)).toBeUndefined();
    expect(await entryOf(`${withMain('./src/app.ts')}${file('src/app.ts')}`)).toBe('/a/src/app.ts');
  });
});

describe('apps of a workspace', () => {
  const tenApps = Array.from({ length: 8 }, (_, index) => `/apps/app ${index} ü`)
    .concat('/packages/group/nested', '/apps/app 0 ü/inner')
    .map((root) => `//- ${root}/plugin.json\n{ "config": [] }\n//- ${root}/index.js\n${handler}`)
    .join('');

  it('finds ten apps, nested ones too', async () => {
    expect(await rootsOf(tenApps)).toHaveLength(10);
  });

  it('searches the folders of the workspace alone, and neither packages nor hidden folders', async () => {
    expect(await rootsOf(tenApps, ['/packages'])).toEqual(['/packages/group/nested']);
    expect(await rootsOf(tenApps, [])).toEqual([]);
    const hidden =
      '//- /node_modules/x/plugin.json\n{ "config": [] }\n//- /.git/plugin.json\n{ "config": [] }\n';
    expect(await rootsOf(hidden)).toEqual([]);
  });

  it('gives a file to the nearest app', async () => {
    const { apps } = setUp(
      `${tenApps}//- /apps/app 1 ü/node_modules/x/index.js\n\n//- /apps/app 1 ü/panel/plugin.json\n{ "id": "x", "type": "y" }\n`,
    );
    apps.setFolders(['/']);
    await apps.searched();
    expect(apps.appOf('/apps/app 0 ü/inner/src/a.js')?.root).toBe('/apps/app 0 ü/inner');
    expect(apps.appOf('/apps/app 0 ü/other/a.js')?.root).toBe('/apps/app 0 ü');
    expect(apps.appOf('/apps/app 1 ü/node_modules/x/index.js')).toBeUndefined();
    expect(apps.appOf('/apps/app 1 ü/panel/a.js')).toBeUndefined();
    expect(apps.appOf('/elsewhere/a.js')).toBeUndefined();
  });

  it('knows Windows paths, in any case', async () => {
    const { apps } = setUp(`//- c:/Apps/Mine/plugin.json\n{ "config": [] }\n`, false);
    apps.setFolders(['c:/Apps']);
    await apps.searched();
    expect(apps.appOf('c:/apps/mine/index.js')?.root).toBe('c:/Apps/Mine');
  });

  it('follows renamed folders, deleted ones and new ones', async () => {
    const { apps, host } = setUp(`//- /old/plugin.json\n{ "config": [] }\n//- /old/index.js\n${handler}`);
    apps.setFolders(['/']);
    await apps.searched();
    host.delete('/old');
    host.write('/new/plugin.json', '{ "config": [] }');
    apps.pathDeleted('/old');
    apps.pathCreated('/new');
    await apps.searched();
    expect(apps.list().map(({ root }) => root)).toEqual(['/new']);
  });

  it('follows the folders of the workspace', async () => {
    const { apps, files } = setUp(tenApps);
    apps.setFolders(['/']);
    await apps.searched();
    files.setOpen('/packages/group/nested/index.js', handler);
    apps.setFolders(['/apps/app 0 ü']);
    await apps.searched();
    // Those in the folder, and the one with an open file.
    expect(apps.list()).toHaveLength(3);
  });

  it('gives up a search whose folder left the workspace', async () => {
    const { apps } = setUp(tenApps);
    apps.setFolders(['/']);
    apps.setFolders(['/apps/app 0 ü']);
    await apps.searched();
    expect(apps.list()).toHaveLength(2);
  });

  it('finds the app of a document outside the workspace', async () => {
    const { apps } = setUp(tenApps);
    apps.documentOpened('/packages/group/nested/src/deep/a.js');
    await apps.ready();
    expect(apps.list().map(({ root }) => root)).toEqual(['/packages/group/nested']);
  });

  it('lets what is open win over the disk', async () => {
    const { apps, files } = setUp('//- /app/plugin.json\n{ "name": "Disk", "config": [] }\n');
    apps.setFolders(['/']);
    files.setOpen('/app/plugin.json', '{ "name": "Buffer", "config": [] }');
    apps.textChanged('/app/plugin.json');
    await apps.searched();
    expect(apps.list()[0]?.name).toBe('Buffer');
    files.setClosed('/app/plugin.json');
    apps.textChanged('/app/plugin.json');
    await apps.ready();
    expect(apps.list()[0]?.name).toBe('Disk');
  });

  it('keeps an app while its manifest is being edited', async () => {
    const { apps, files } = setUp('//- /app/plugin.json\n{ "config": [] }\n');
    apps.setFolders(['/']);
    await apps.searched();
    for (const [text, count] of [
      ['', 1],
      ['{ "conf', 1],
      ['{ "conf": [] }', 0],
      ['{ "config": [] }', 1],
    ] as const) {
      files.setOpen('/app/plugin.json', text);
      apps.textChanged('/app/plugin.json');
      await apps.ready();
      expect(apps.list()).toHaveLength(count);
    }
  });

  it('sees an app appear when its code begins to export', async () => {
    const { apps, files } = setUp('//- /app/plugin.json\n{}\n//- /app/index.js\nexport const other = 1\n');
    apps.setFolders(['/']);
    await apps.searched();
    expect(apps.list()).toEqual([]);
    files.setOpen('/app/index.js', handler);
    apps.textChanged('/app/index.js');
    await apps.ready();
    expect(apps.list()).toHaveLength(1);
  });

  it.each([
    [
      'a manifest of ours beside code that is still to be written',
      '{ "name": "New", "main": "index.js" }',
      '',
      1,
    ],
    ['the same with a few words of it', '{ "name": "New" }', 'onEv', 1],
    ["another tool's manifest", '{ "name": "New", "version": "1.0.0" }', '', 0],
    ['code that exports something else', '{ "name": "New" }', 'module.exports = {}', 0],
  ])('counts %s', async (_title, manifest, code, count) => {
    const { apps } = setUp(`//- /app/plugin.json\n${manifest}\n//- /app/index.js\n${code}\n`);
    apps.setFolders(['/']);
    await apps.searched();
    expect(apps.list()).toHaveLength(count);
  });

  it('goes on after a listener failed', async () => {
    const { apps, errors } = setUp(tenApps);
    apps.onDidChange(() => {
      throw new Error('A listener broke.');
    });
    apps.setFolders(['/']);
    await apps.searched();
    expect(apps.list()).toHaveLength(10);
    expect(errors).toHaveLength(10);
  });
});

describe('files of an app', () => {
  const app = readAppFolder(
    setUp('//- /app/plugin.json\n{ "config": [] }\n//- /app/index.js\n').files,
    '/app',
    exportsLifecycle,
    false,
  );

  it.each(['index.js', 'src/config.ts', 'src/web.ts', 'lib/deep/a.mjs', 'b.cts', 'c.jsx'])(
    '%s is code',
    (path) => {
      expect(app !== undefined && isAppSource(app, `/app/${path}`)).toBe(true);
    },
  );

  it.each([
    'site.ts',
    'src/site.ts',
    'web.ts',
    'frontend.tsx',
    'index.test.ts',
    'src/a.spec.js',
    '__tests__/a.ts',
    'jest.config.js',
    'posthog-env.d.ts',
    'node_modules/x/index.js',
    'plugin.json',
    '../index.js',
  ])('%s is not', (path) => {
    expect(app !== undefined && isAppSource(app, joinPath('/app', path))).toBe(false);
  });
});
