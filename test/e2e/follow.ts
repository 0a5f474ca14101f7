/** What apps capture is fed back through them: a loop, one that rests, and several apps in order. */
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openFile, runCommand, runTwoApps, webview } from './editor.ts';
import type { Steps } from './steps.ts';

export async function follow(page: Page, steps: Steps, workspace: string): Promise<void> {
  const app = join(workspace, 'first-visit');
  const file = join(app, 'index.js');
  const before = await readFile(file, 'utf8');
  const view = webview(page);
  const outcome = (name: string) => view.getByRole('heading', { name, exact: true }).waitFor();
  const runWith = async (code: string): Promise<void> => {
    await writeFile(file, code);
    await openFile(page, 'first-visit/index.js');
    await runCommand(page, 'PostHog Apps: Run App');
  };
  const loop = "export async function onEvent() {\n  await posthog.capture('seen')\n}\n";
  await steps.step(
    'A run whose captured event comes back without end is stopped as a loop, drawn once',
    async () => {
      await runWith(loop);
      await outcome('Stopped: it loops');
      const again = view.getByRole('row', { name: /^seen again, 9 times/ });
      await again.getByRole('button', { name: 'index.js:2' }).click();
      await page.locator('.statusbar', { hasText: 'Ln 2' }).waitFor();
    },
  );
  await steps.step('After as many hops as the setting says', async () => {
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    const settings = { 'posthogApps.run.maxHops': 3, 'window.title': 'Three hops' };
    await writeFile(join(workspace, '.vscode', 'settings.json'), JSON.stringify(settings));
    // The editor reads the file when it gets to it; its title tells that it has.
    await page.waitForFunction(() => document.title.includes('Three hops'));
    const watch = view.getByRole('switch', { name: 'Watch' });
    await watch.click();
    await view.getByRole('switch', { name: 'Watch', checked: true }).waitFor();
    await writeFile(file, `${loop}\n`);
    await view.getByRole('row', { name: /^seen again, 2 times/ }).waitFor();
    await watch.click();
    await rm(join(workspace, '.vscode', 'settings.json'));
  });
  await steps.step('Another one comes to rest, by what it keeps', async () => {
    await runWith(
      `export async function onEvent(event, { storage }) {
  if (await storage.get('seen', false)) return
  await storage.set('seen', true)
  await posthog.capture('seen')
}
`,
    );
    await view.getByText('1 event came back in 1 hop').first().waitFor();
    await outcome('Completed');
  });
  await steps.step('It is stopped in the midst at a click, and keeps what came back so far', async () => {
    // The time limit is far away.
    const code =
      "export async function onEvent({ event }) {\n  while (event === 'seen');\n  await posthog.capture('seen')\n}\n";
    await runWith(code);
    await view.getByText('Feeding them back').waitFor();
    await view.getByRole('button', { name: 'Stop', exact: true }).last().click();
    await view.getByText('You stopped it:').first().waitFor();
    await view.getByRole('button', { name: 'Follow', exact: true }).waitFor();
  });
  await steps.step('Several apps in order: what one captures goes through all of them', async () => {
    await writeFile(file, loop.replace('()', '({ event })').replace('await', "if (event !== 'seen') await"));
    await runTwoApps(page);
    const order = view.getByRole('region', { name: 'Apps in order' });
    await order.getByRole('button', { name: /First visit/ }).click();
    const seen = view.getByRole('row', { name: /^seen of/ });
    await seen.getByText('Signup enricher onEvent: completed').waitFor();
    await seen.getByText('First visit onEvent: completed').waitFor();
  });
  await writeFile(file, before);
}
