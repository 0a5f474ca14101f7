/** What `posthog-apps lint` knows already. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { clean, cli, looping, manifest, useWorkspaces } from './support/workspace.ts';

const workspace = useWorkspaces();

describe('lint', () => {
  it('knows the findings of a baseline again when lines move, and says when they are gone', async () => {
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': looping });
    expect((await cli(folder, 'lint', '--baseline', 'known.json', '--write-baseline')).code).toBe(0);
    await writeFile(join(folder, 'index.js'), `// a line above\n\n${looping}`);
    const again = await cli(folder, 'lint', '--baseline', 'known.json');
    expect([again.code, again.stdout.trimEnd()]).toEqual([0, '1 app: 0 errors, 0 warnings, 1 suppressed.']);
    await writeFile(
      join(folder, 'index.js'),
      `${looping}export function runEveryDay() { console.table([]) }\n`,
    );
    expect((await cli(folder, 'lint', '--baseline', 'known.json')).code).toBe(1);
    await writeFile(join(folder, 'index.js'), clean);
    expect((await cli(folder, 'lint', '--baseline', 'known.json')).stderr).toContain(
      'One known finding is gone',
    );
    await cli(folder, 'lint', '--baseline', 'known.json', '--prune-baseline');
    expect(JSON.parse(await readFile(join(folder, 'known.json'), 'utf8'))).toEqual({
      version: 1,
      findings: [],
    });
  });

  it('does not take another loop with the same code, or a certain one, for one that is known', async () => {
    const loop = (name: string, guard = ''): string =>
      `export async function onEvent(event, { storage }) {\n${guard}  await posthog.capture(${name})\n}\n`;
    const folder = await workspace({ 'plugin.json': manifest, 'index.js': loop("'scored'") });
    const run = async (code: string, ...args: readonly string[]): Promise<number | null> => {
      await writeFile(join(folder, 'index.js'), code);
      return (await cli(folder, 'lint', '--baseline', 'known.json', ...args)).code;
    };
    expect(await run(loop("'scored'"), '--write-baseline')).toBe(0);
    expect(JSON.parse(await readFile(join(folder, 'known.json'), 'utf8'))).toMatchObject({
      findings: [{ code: 'posthog.capture', subject: 'scored', grade: 'loops', count: 1 }],
    });
    expect(await run(loop("'invoiced'"))).toBe(1);
    const flag = "  if (await storage.get('done')) return\n";
    expect(await run(loop('`${event.event}`', flag), '--write-baseline')).toBe(0);
    expect(await run(`// moved\n${loop('`${event.event}`', flag)}`)).toBe(0);
    expect(await run(loop('`${event.event}`'))).toBe(1);
  });

  it('reads baselines that say nothing of events', async () => {
    const entry = { rule: 'posthog-apps/event-loop', file: 'index.js', code: 'posthog.capture', count: 1 };
    const folder = await workspace({
      'plugin.json': manifest,
      'index.js': looping,
      'known.json': JSON.stringify({ version: 1, findings: [entry] }),
    });
    expect(await cli(folder, 'lint', '--baseline', 'known.json')).toMatchObject({ code: 0, stderr: '' });
  });

  it('keeps the entries of a baseline for warnings, and not for remarks about the same code before them', async () => {
    const folder = await workspace({
      'plugin.json': manifest,
      'index.js': `export async function onEvent(event) {
  if (event.event === 'a') await posthog.capture('b')
  await posthog.capture('c')
}
`,
    });
    await cli(folder, 'lint', '--baseline', 'known.json', '--write-baseline');
    expect((await cli(folder, 'lint', '--baseline', 'known.json')).code).toBe(0);
  });

  it('leaves what a baseline says of apps that are not looked at', async () => {
    const folder = await workspace({
      'one/plugin.json': manifest,
      'one/index.js': looping,
      'two/plugin.json': manifest,
      'two/index.js': looping,
    });
    await cli(folder, 'lint', '--baseline', 'known.json', '--write-baseline');
    const files = async (): Promise<readonly string[]> => {
      const { findings } = JSON.parse(await readFile(join(folder, 'known.json'), 'utf8')) as {
        readonly findings: readonly { readonly file: string }[];
      };
      return findings.map(({ file }) => file);
    };
    expect((await cli(folder, 'lint', 'one', '--baseline', 'known.json')).stderr).toBe('');
    await writeFile(join(folder, 'one/index.js'), clean);
    await cli(folder, 'lint', 'one', '--baseline', 'known.json', '--prune-baseline');
    expect(await files()).toEqual(['two/index.js']);
    await rm(join(folder, 'two'), { recursive: true });
    await cli(folder, 'lint', '--baseline', 'known.json', '--prune-baseline');
    expect(await files()).toEqual([]);
  });
});
