import { afterEach, describe, expect, it } from 'vitest';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

const manifest = '//- /monorepo/app/plugin.json\n{ "name": "Mine", "config": [] }\n';

describe.each(servers)('packages that PostHog provides, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function suggested(text: string): Promise<readonly string[]> {
    session?.stop();
    session = await startSession(kind, manifest + text, { provider: 'serverAlone' });
    return session.suggestions();
  }

  it.each([
    [
      'index.ts',
      "import { createBuffer } from '@posthog/plugin-contrib'\nconst buffer = createBuffer({})\nbuffer.$0",
      'flush',
    ],
    ['index.js', "const { createHash } = require('crypto')\ncreateHash('sha1').$0", 'digest'],
    ['index.js', "import * as zlib from 'zlib'\nzlib.$0", 'gzipSync'],
    [
      'index.ts',
      "import type { PluginMeta } from '@posthog/plugin-scaffold'\nexport function setupPlugin(meta: PluginMeta) { meta.$0 }",
      'storage',
    ],
    [
      'index.ts',
      "import fetch from 'node-fetch'\nexport async function onEvent() { (await fetch('x')).$0 }",
      'json',
    ],
    ['index.ts', "import { $0 } from '@posthog/plugin-scaffold'", 'ProcessedPluginEvent'],
  ])('are known without being installed: %s %s', async (file, code, expected) => {
    expect(await suggested(`//- /monorepo/app/${file}\n${code}\n`)).toContain(expected);
  });

  it('come from where they are installed, as soon as they are', async () => {
    const code =
      "//- /monorepo/app/index.ts\nimport { createPool } from 'generic-pool'\ncreatePool({} as any).$0\n";
    expect(await suggested(code)).toContain('acquire');
    const declared = 'export declare function createPool(factory: any): { ownMember: number }';
    session?.write(
      '/monorepo/node_modules/generic-pool/package.json',
      '{ "name": "generic-pool", "types": "index.d.ts" }',
      1,
    );
    session?.write('/monorepo/node_modules/generic-pool/index.d.ts', declared, 1);
    expect(await session?.suggestions()).toEqual(['ownMember']);
  });

  it('of Node are known beside its types, which no program takes by itself', async () => {
    const types = "declare module 'crypto' { export const ownMember: number }\n";
    const code = "//- /monorepo/app/index.ts\nimport { createHash } from 'crypto'\ncreateHash('sha1').$0\n";
    expect(
      await suggested(`//- /monorepo/app/node_modules/@types/node/index.d.ts\n${types}${code}`),
    ).toContain('digest');
    const taken = '/// <reference types="node" />\n';
    const own = `//- /monorepo/app/index.ts\n${taken}import * as crypto from 'crypto'\ncrypto.$0\n`;
    expect(await suggested(`//- /monorepo/app/node_modules/@types/node/index.d.ts\n${types}${own}`)).toEqual([
      'ownMember',
    ]);
  });

  it('are no excuse for others', async () => {
    expect(await suggested("//- /monorepo/app/index.ts\nimport { x } from 'left-pad'\nx.$0\n")).toEqual([]);
  });
});
