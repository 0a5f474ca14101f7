/** What an app keeps in `meta.global`, and the members of that. */
import { afterEach, describe, expect, it } from 'vitest';
import { type DefinitionLink, FileChangeType } from 'vscode-languageserver-protocol';
import {
  type LspSession,
  type ServerKind,
  servers,
  type SessionOptions,
  startSession,
} from '../lspHarness.ts';

const tally = `class Tally {
  label: string
  hits = 0
  constructor(label: string) { this.label = label }
  bump() { this.hits += 1 }
}
`;

describe.each(servers)('what is kept in meta.global, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function open(text: string, options: SessionOptions = {}): Promise<LspSession> {
    session = await startSession(
      kind,
      `//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n//- /app/tsconfig.json\n{}\n//- /app/index.ts\n${text}\n`,
      options,
    );
    return session;
  }

  async function openDeclared(text: string): Promise<LspSession> {
    const started = await open(text, { provider: 'builtIn' });
    const written = (await started.environment('/app/index.ts'))?.text ?? '';
    started.write('/app/posthog-env.d.ts', written, FileChangeType.Created);
    return started;
  }

  const typed = (inside: string): string =>
    `import type { PluginMeta } from '@posthog/plugin-scaffold'
${tally}export function setupPlugin(meta: PluginMeta) { meta.global.tally = new Tally('x') }
export function onEvent(_: unknown, meta: PluginMeta) { ${inside} }`;

  it('is suggested once', async () => {
    expect(await (await open(typed('meta.global.tally.$0'))).suggestions()).toEqual([
      'bump',
      'hits',
      'label',
    ]);
    session?.stop();
    expect(await (await openDeclared(typed('meta.global.tally.$0'))).suggestions()).toEqual([]);
  });

  it.each([
    ['meta.global.tally.bu$0mp()', 6],
    ['const { tally } = meta.global; tally.hi$0ts', 4],
    ['meta.global.state.si$0ze', 10],
    ['meta.global.state.inner.de$0ep', 10],
    ['meta.global.secret.op$0en()', 12],
  ])('leads to where the code declares it, with and without posthog-env.d.ts: %s', async (inside, line) => {
    const code = `${typed(inside)}
export function runEveryDay(meta: PluginMeta) { meta.global.state = { size: 1, inner: { deep: 'a' } }; meta.global.secret = new Secret() }
class Secret {
  open() { return this.#key }
  #key = 'a'
}`;
    for (const start of [open, openDeclared]) {
      const links = await (await start(code)).ask<DefinitionLink[]>('definition');
      expect(links.map(({ targetSelectionRange }) => targetSelectionRange.start.line + 1)).toEqual([line]);
      session?.stop();
    }
  });

  it('leaves a type of the author’s own to everybody', async () => {
    const code = `import type { Meta } from '@posthog/plugin-scaffold'
${tally}type Own = Meta<{ global: { tally: Tally } }>
export function setupPlugin(meta: Own) { meta.global.tally = new Tally('x') }
export function onEvent(_: unknown, meta: Own) { meta.global.tally.bu$0mp() }`;
    expect(await (await openDeclared(code)).ask<DefinitionLink[]>('definition')).toEqual([]);
  });

  it('leads to what setupPlugin gives it, else to all that give it a value, else to what changes it', async () => {
    const code = (name: string): string => `${typed(`meta.global.${name}`)}
export function runEveryHour(meta: PluginMeta) {
  meta.global.tally = undefined
  meta.global.both = 1
  meta.global.counted += 1
}
export function runEveryDay(meta: PluginMeta) { meta.global.both = 2; meta.global.counted++ }`;
    const linesOf = async (name: string): Promise<readonly number[]> => {
      const links = await (await open(code(name))).ask<DefinitionLink[]>('definition');
      session?.stop();
      return links.map(({ targetSelectionRange }) => targetSelectionRange.start.line + 1);
    };
    expect(await linesOf('tal$0ly')).toEqual([8]);
    expect(await linesOf('bo$0th')).toEqual([12, 15]);
    expect(await linesOf('coun$0ted')).toEqual([13, 15]);
  });

  it('has methods with the types of their defaults', async () => {
    const code = `class Counter { add(by = 1, unit = 'a', more = []) { return by } }
export function setupPlugin(meta: PostHogApp.PluginMeta) { meta.global.counter = new Counter() }
export function runEveryDay(meta: PostHogApp.PluginMeta) { meta.global.counter.ad$0d() }`;
    expect(await (await open(code)).hoverText()).toContain('add(by?: number, unit?: string, more?: any)');
  });

  it.each([
    ['meta.global.counted += 1', 'counted: number'],
    ["meta.global.counted += 'a'", 'counted: string'],
    ['--meta.global.counted', 'counted: number'],
    ['meta.global.counted = (meta.global.counted || 0) + 1', 'counted: number'],
    ["meta.global.counted = meta.global.counted + 'a'", 'counted: string'],
    ['meta.global.counted = 0; meta.global.counted = meta.global.counted - 1', 'counted: number'],
    ['meta.global.counted *= 2; meta.global.counted = null', 'counted: any'],
  ])('has the type of what changes it: %s', async (change, expected) => {
    const code = `export function runEveryHour(meta: PostHogApp.PluginMeta) { ${change} }
export function runEveryDay(meta: PostHogApp.PluginMeta) { meta.global.coun$0ted }`;
    expect(await (await open(code)).hoverText()).toContain(expected);
  });

  it.each([
    // Others would be strict with what the author takes as it comes.
    ['export const onEvent = (event, meta) => { meta.global.last = event }', 'ProcessedPluginEvent', 'any'],
    [
      "import type { PluginEvent as E } from '@posthog/plugin-scaffold'\nexport const processEvent = (e: E, { global }) => { global.last = e; return e }",
      'PluginEvent',
      'PostHogApp.PluginEvent',
    ],
  ])('is an event that was kept: %s', async (code, type, forOthers) => {
    const reading = 'export function runEveryDay(meta: PostHogApp.PluginMeta) { meta.global.';
    expect(await (await open(`${code}\n${reading}la$0st }`)).hoverText()).toContain(
      `last: PostHogApp.${type}`,
    );
    session?.stop();
    expect(await (await open(`${code}\n${reading}last.$0 }`)).suggestions()).toContain('distinct_id');
    expect((await session?.environment('/app/index.ts'))?.text).toContain(`last: ${forOthers};`);
  });

  it('has methods that others are not led to in posthog-env.d.ts', async () => {
    const started = await open(typed('meta.global.tally.bump()'));
    const written = (await started.environment('/app/index.ts'))?.text ?? '';
    expect(written).toContain('tally: OfCode<{ label: string; hits: number; bump: () => void }>;');
  });
});
