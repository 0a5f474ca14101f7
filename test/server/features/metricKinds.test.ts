import { describe, expect, it } from 'vitest';
import { type ServerKind, servers } from '../lspHarness.ts';
import { manifest, suggestionsOf } from './suggestions.ts';

describe.each(servers)('kinds of metrics, $name', (kind: ServerKind) => {
  const open = suggestionsOf(kind);

  it.each([
    "export const metrics = { sent: '$0' }",
    "export const metrics = { sent: '$0",
    "export const metrics = { sent: 'ma$0x', other: 'sum' } as const",
    "const kinds = { sent: '$0' }\nexport { kinds as metrics }",
    "exports.metrics = { sent: '$0' }",
    "module.exports = { metrics: { sent: '$0' }, onEvent() {} }",
  ])('are offered with what each does in %s', async (code) => {
    for (const provider of ['server', 'builtIn', 'serverAlone'] as const)
      for (const file of ['index.js', 'index.ts']) {
        await open.start(`${manifest}//- /app/${file}\n${code}\n`, { provider });
        expect(await open.session.suggestions()).toEqual(['sum', 'max', 'min']);
      }
    const [sum] = await open.session.complete();
    expect(sum?.documentation).toMatchObject({
      value: expect.stringContaining('`meta.metrics.sent.increment(value)`'),
    });
  });

  it('are offered with their quotes where none stands yet', async () => {
    for (const typed of ['$0', 'm$0']) {
      await open.start(`${manifest}//- /app/index.js\nexport const metrics = { 'my metric': ${typed} }\n`, {
        provider: 'builtIn',
      });
      expect(await open.session.suggestions()).toEqual(["'sum'", "'max'", "'min'"]);
    }
  });

  it.each([
    "export const other = { sent: '$0' }",
    "export const metrics = { '$0' }",
    "export const metrics = { sent: ['$0'] }",
    "export const metrics = { sent: { of: '$0' } }",
  ])('are offered nowhere else: %s', async (code) => {
    await open.start(`${manifest}//- /app/index.js\n${code}\n`, { provider: 'builtIn' });
    expect(await open.session.suggestions()).toEqual([]);
  });

  it('are left to whoever knows them by a type', async () => {
    const code =
      "import type { Plugin } from '@posthog/plugin-scaffold'\nexport const metrics: Plugin<{}>['metrics'] = { sent: '$0' }\n";
    await open.start(`${manifest}//- /app/index.ts\n${code}`, { provider: 'builtIn' });
    expect(await open.session.suggestions()).toEqual([]);
    open.session.setProvider('/app/index.ts', 'serverAlone');
    expect(await open.session.suggestions()).toEqual(['max', 'min', 'sum']);
  });

  it('are explained where they stand', async () => {
    await open.start(`${manifest}//- /app/index.js\nexport const metrics = { 'a b': 'm$0ax' }\n`);
    expect(await open.session.hoverText()).toBe(
      "PostHog keeps the largest of the numbers that `meta.metrics['a b'].max(value)` gives it.",
    );
  });
});
