/** `posthog-apps types`. */
import { copyFile, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { clean, cli, useWorkspaces } from './support/workspace.ts';

const workspace = useWorkspaces();

describe('types', () => {
  it('writes the definitions, and leaves them alone when they are up to date', async () => {
    const folder = await workspace({
      'plugin.json': '{ "config": [{ "key": "url", "type": "string" }] }',
      'index.js': clean,
    });
    expect(await cli(folder, 'types')).toMatchObject({ code: 0, stdout: 'posthog-env.d.ts\n' });
    const text = await readFile(join(folder, 'posthog-env.d.ts'), 'utf8');
    expect(text).toContain('declare var posthog: PostHogApp.PostHog;');
    expect(text).toContain('readonly url: string;');
    expect(await readFile(join(folder, 'posthog-env.d.ts.map'), 'utf8')).toContain(
      '"sources":["plugin.json"]',
    );
    expect((await cli(folder, 'types')).stdout).toBe('posthog-env.d.ts is up to date\n');
    await rm(join(folder, 'posthog-env.d.ts.map'));
    expect((await cli(folder, 'types')).stdout).toBe('posthog-env.d.ts\n');
  });

  it.each(['"lib": ["es2022"]', '"lib": ["es2022", "dom"]'])(
    'writes what a strict compiler takes, with all that an app may have, with %s',
    async (lib) => {
      const fields = [
        '"string"',
        '"json", "required": true',
        '"choice", "choices": ["a", "b"]',
        '"attachment"',
      ];
      const config = fields.map((type, index) => `{ "key": "k${index}", "type": ${type} }`).join();
      const folder = await workspace({
        'plugin.json': `{ "main": "index.ts", "config": [${config}] }`,
        'tsconfig.json': `{ "compilerOptions": { "strict": true, "types": [], ${lib} } }`,
        'index.ts': `import { createHash } from 'crypto'
import { createBuffer } from '@posthog/plugin-contrib'
export const metrics = { sent: 'sum', most: 'max', least: 'min' }
export const jobs = { later: async (payload: { id: number }) => console.log(payload.id) }
export function setupPlugin({ global }: PostHogApp.PluginMeta) {
  global.buffer = createBuffer({ limit: 1 })
  global.seen = new Map<string, number>()
}
export async function runEveryDay({ attachments, config, global, jobs, metrics }: PostHogApp.PluginMeta) {
  console.log(createHash('md5'), config.k0.trim(), config.k1.trim(), config.k2 === 'a', attachments.k3?.file_name, global.seen.size)
  await jobs.later({ id: 1 }).runNow()
  metrics.sent.increment(1)
  metrics.most.max(1)
  metrics.least.min(1)
  metrics.other?.increment(1)
}
`,
      });
      expect(await cli(folder, 'types')).toMatchObject({ code: 0 });
      const { options, fileNames } = ts.parseJsonConfigFileContent(
        ts.readConfigFile(join(folder, 'tsconfig.json'), (path) => ts.sys.readFile(path)).config,
        ts.sys,
        folder,
      );
      const found = ts.getPreEmitDiagnostics(ts.createProgram(fileNames, options));
      expect(found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, ' '))).toEqual([]);
    },
  );

  it('writes nothing beside a declaration of the project itself', async () => {
    const folder = await workspace({
      'plugin.json': '{ "config": [] }',
      'index.js': clean,
      'tsconfig.json': '{}',
      'types/globals.d.ts': 'declare const posthog: { capture(name: string): void }\n',
    });
    const { code, stdout, stderr } = await cli(folder, 'types');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('types/globals.d.ts declares posthog already');
    await expect(readFile(join(folder, 'posthog-env.d.ts'), 'utf8')).rejects.toThrow();
  });

  it('writes nothing that makes a page wrong', async () => {
    const folder = await workspace({
      'app/plugin.json': '{ "config": [] }',
      'app/index.js': clean,
      'jsconfig.json': '{ "compilerOptions": { "checkJs": true } }',
      'web/page.js': "import posthog from 'posthog-js'\nwindow.posthog = posthog\n",
    });
    const { code, stdout, stderr } = await cli(folder, 'types');
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('web/page.js is checked together with the app');
  });

  it('says that the configuration does not take them in', async () => {
    const folder = await workspace({
      'plugin.json': '{ "config": [] }',
      'index.js': clean,
      'jsconfig.json': '{ "include": ["*.js"] }',
    });
    const { code, stdout, stderr } = await cli(folder, 'types');
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'posthog-env.d.ts\n' });
    expect(stderr).toBe(
      '"include" of jsconfig.json does not take posthog-env.d.ts in, so the project does not know what it declares. Add "posthog-env.d.ts" to "include".\n',
    );
  });

  it('writes them where the compiler looks', async () => {
    const folder = await workspace({
      'plugin.json': '{ "main": "src/index.js" }',
      'src/index.js': clean,
      'tsconfig.json': '{ "include": ["src"] }',
    });
    const path = join('src', 'posthog-env.d.ts');
    expect((await cli(folder, 'types')).stdout).toBe(`${path}\n`);
    // Where an earlier version put it.
    await copyFile(join(folder, path), join(folder, 'posthog-env.d.ts'));
    expect((await cli(folder, 'types')).stdout).toBe(
      `${path} is up to date\nposthog-env.d.ts is deleted: the project does not need it there\n`,
    );
    await expect(readFile(join(folder, 'posthog-env.d.ts'))).rejects.toThrow('ENOENT');
  });
});
