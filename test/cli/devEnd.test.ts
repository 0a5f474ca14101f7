/** How `posthog-apps dev` ends on Ctrl+C, which comes to all processes of a terminal. */
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test, vi } from 'vitest';
import { sandboxPids } from '../runtime/support/children.ts';
import { type Dev, withDev } from './support/dev.ts';

/** Sends events by these names, none of which is waited for. */
async function send(dev: Dev, names: readonly string[]): Promise<void> {
  const url = await dev.prints(/PostHog listens on (\S+)\n/);
  for (const name of names) {
    const body = JSON.stringify({ api_key: 'phc_test', event: name, distinct_id: 'ada' });
    await fetch(`${url}/e/`, { method: 'POST', body });
  }
}

/** Resolves when there is a process for an app that was not there before. */
async function startsSandbox({ child }: Dev, before: readonly number[] = []): Promise<void> {
  await vi.waitUntil(() => sandboxPids(child.pid).some((pid) => !before.includes(pid)), { timeout: 20_000 });
}

test('ends an app that hangs, and what waits behind it is left', async () => {
  const files = {
    'plugin.json': '{"name": "Spins"}',
    'index.js': 'export async function onEvent() { await posthog.capture("seen"); for (;;); }',
  };
  // With this time limit the test would not end.
  await withDev(files, ['--timeout', '600'], async (spins) => {
    await send(spins, ['a', 'b']);
    spins.interrupt();
    expect(await once(spins.child, 'exit')).toEqual([0, null]);
    expect(spins.output).toMatch(
      /Ctrl\+C ends it\.\n+.* a of ada: stopped in Spins, which is not unloaded, captured "seen" \d+ ms\n$/,
    );
  });
});

test('lets the event that is at work come to its end, begins no other, and teardownPlugin runs', async () => {
  const files = {
    'plugin.json': '{"name": "Slow"}',
    'index.js': `export function onEvent() { for (const end = Date.now() + 300; Date.now() < end; ); }
export function teardownPlugin() { console.log('bye') }`,
  };
  await withDev(files, [], async (slow) => {
    await send(slow, ['a', 'b', 'c', 'd', 'e']);
    slow.interrupt();
    await slow.prints(/Slow is unloaded: teardownPlugin ran\n {9}Slow log: bye/);
    expect(await once(slow.child, 'exit')).toEqual([0, null]);
    expect(slow.output).not.toMatch(/disposed| e of ada/);
  });
});

test('ends at once an app that hangs as it is loaded, the first time and again', async () => {
  const manifest = { 'plugin.json': '{"name": "Stuck"}' };
  const sound = 'export const onEvent = () => {}';
  const hangs = `${sound}\nfor (;;);`;
  await withDev({ ...manifest, 'index.js': hangs }, ['--timeout', '600'], async (stuck) => {
    await startsSandbox(stuck);
    stuck.interrupt();
    expect(await once(stuck.child, 'exit')).toEqual([0, null]);
    expect(stuck.output).toBe('');
  });
  await withDev({ ...manifest, 'index.js': sound }, ['--timeout', '600'], async (stuck, folder) => {
    await send(stuck, []);
    const before = sandboxPids(stuck.child.pid);
    await writeFile(join(folder, 'index.js'), hangs);
    await startsSandbox(stuck, before);
    stuck.interrupt();
    expect(await once(stuck.child, 'exit')).toEqual([0, null]);
    expect(stuck.output).not.toContain('being unloaded');
  });
});

test.each([
  [
    'for (;;);',
    /Sends failed: TimeoutError: exportEvents did not end within 1 second: it runs without a pause/,
  ],
  [
    'await new Promise(() => {})',
    /Sends failed: TimeoutError: exportEvents awaits a promise that never settles\./,
  ],
])('names exportEvents where it hangs with the last batch: %s', async (code, said) => {
  const files = {
    'plugin.json': '{"name": "Sends"}',
    'index.js': `export async function exportEvents() { ${code} }`,
  };
  await withDev(files, ['--timeout', '1'], async (sends) => {
    await send(sends, ['a']);
    await sends.prints(/a of ada: /);
    sends.interrupt();
    await sends.prints(said);
    expect(await once(sends.child, 'exit')).toEqual([0, null]);
  });
});

test('tells of an app that takes long to be unloaded, which a second one ends', async () => {
  const files = {
    'plugin.json': '{"name": "Stays"}',
    'index.js': 'export function teardownPlugin() { for (;;); }',
  };
  await withDev(files, ['--timeout', '600'], async (stays) => {
    await send(stays, []);
    stays.interrupt();
    await stays.prints(/The apps are being unloaded\. Ctrl\+C once more ends them at once\.\n/);
    stays.interrupt();
    expect(await once(stays.child, 'exit')).toEqual([null, 'SIGINT']);
  });
});
