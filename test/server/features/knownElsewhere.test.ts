/** What the editor's own support knows without us is not told twice, also where it does not know `posthog`. */
import { afterEach, describe, expect, it } from 'vitest';
import { Files } from '../../../server/analysis/files.ts';
import { readAppFolder } from '../../../server/analysis/appFolder.ts';
import { isKnownElsewhere, mayKnowNode } from '../../../server/analysis/knownElsewhere.ts';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';
import { MemoryHost } from '../memoryHost.ts';

const withoutBrowser = '{ "compilerOptions": { "strict": true, "lib": ["es2023"], "types": [] } }';
const usual = '{ "compilerOptions": { "strict": true, "types": [] } }';

describe.each(servers)('globals that browsers have, too, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function suggested(
    code: string,
    configuration?: string,
    file = 'index.ts',
  ): Promise<readonly string[]> {
    const config = configuration === undefined ? '' : `//- /app/tsconfig.json\n${configuration}\n`;
    const text = `${config}//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n//- /app/${file}\n`;
    session = await startSession(
      kind,
      `${text}export async function onEvent() {\n  const answer = await fetch('https://example.com')\n  ${code}\n}\n`,
      { provider: 'server' },
    );
    return session.suggestions();
  }

  it.each(['answer.$0', 'answer.headers.$0', 'console.$0', "new URL('x').$0"])(
    'says nothing at %s',
    async (code) => {
      expect(await suggested(code)).toEqual([]);
      session?.stop();
      expect(await suggested(code, usual)).toEqual([]);
    },
  );

  it.each([
    ['answer.$0', 'buffer'],
    ['answer.headers.$0', 'raw'],
    ['console.$0', 'debug'],
    ["new URL('x').$0", 'hostname'],
    ['Buffer.$0', 'from'],
  ])('tells them at %s where the project has no types of browsers', async (code, member) => {
    expect(await suggested(code, withoutBrowser)).toContain(member);
  });

  it('says nothing in JavaScript that the project leaves out', async () => {
    expect(await suggested('console.$0', withoutBrowser, 'index.js')).toEqual([]);
  });

  it('tells what PostHog’s API answers', async () => {
    const code = "const own = await posthog.api.get('/api/x/')\n  own.$0";
    expect(await suggested(code, usual)).toContain('buffer');
  });

  it('tells what node-fetch answers', async () => {
    const code = "const send = require('node-fetch')\n  const own = await send('x')\n  own.$0";
    const withJavaScript = usual.replace('"strict"', '"allowJs": true, "strict"');
    expect(await suggested(code, withJavaScript, 'index.js')).toContain('buffer');
  });
});

describe('packages whose types the editor has fetched', () => {
  const cache = '/cache/typescript/6.0/node_modules/@types';
  const base = { '/app/plugin.json': '{ "config": [] }', '/app/index.js': '' };

  function isKnown(file: string, files: Record<string, string>, path = '/app/index.js'): boolean {
    const host = new MemoryHost(new Map(Object.entries({ ...base, ...files })));
    const app = readAppFolder(new Files(host), '/app', () => true, false);
    if (app === undefined) throw new Error('There is no app.');
    return isKnownElsewhere(host, app, path, `${host.assets.declarations}/${file}`);
  }

  const fetched = { [`${cache}/node-fetch/index.d.ts`]: '', [`${cache}/node/index.d.ts`]: '' };

  it.each([
    ['in JavaScript', true, fetched, '/app/index.js'],
    ['with jsconfig', true, { ...fetched, '/app/jsconfig.json': '{}' }, '/app/index.js'],
    [
      'in JavaScript that tsconfig leaves out',
      true,
      { ...fetched, '/app/tsconfig.json': '{}' },
      '/app/index.js',
    ],
    ['not in TypeScript', false, fetched, '/app/index.ts'],
    ['not with tsconfig', false, { ...fetched, '/app/tsconfig.json': '{}' }, '/app/index.ts'],
    [
      'not in JavaScript that it takes',
      false,
      { ...fetched, '/app/tsconfig.json': '{ "compilerOptions": { "allowJs": true } }' },
      '/app/index.js',
    ],
    ['not as long as they are not there', false, {}, '/app/index.js'],
  ])('are known %s', (_where, known, files, path) => {
    expect(isKnown('modules/node-fetch.d.ts', files, path)).toBe(known);
    expect(isKnown('modules/crypto.d.ts', files, path)).toBe(known);
    expect(isKnown('node.d.ts', files, path)).toBe(known);
  });

  it.each([
    ["import { readFileSync } from 'fs'", true],
    ["const send = require('node-fetch')", true],
    ["import { send } from './send'\nimport lodash from 'lodash'", false],
    ['process.exit()', false],
  ])('are taken of Node where the code imports what has them: %s', (code, isTaken) => {
    const host = new MemoryHost(new Map(Object.entries({ ...base, ...fetched })));
    const app = readAppFolder(new Files(host), '/app', () => true, false);
    expect(app !== undefined && mayKnowNode(host, app, '/app/index.js', [code])).toBe(isTaken);
  });

  it('are others than those of PostHog', () => {
    expect(isKnown('globals.d.ts', fetched)).toBe(false);
    expect(isKnown('modules/pg.d.ts', fetched)).toBe(false);
  });
});
