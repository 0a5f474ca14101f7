/** What goes wrong in an app, or in its plugin.json, is told in the panel; the next run works. */
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openFile, runCommand, webview } from './editor.ts';
import type { Steps } from './steps.ts';

export async function failures(page: Page, steps: Steps, workspace: string): Promise<void> {
  const app = join(workspace, 'first-visit');
  const withCode = async (code: string): Promise<void> => {
    await writeFile(join(app, 'index.js'), code);
    await openFile(page, 'first-visit/index.js');
    // The code has just changed on disk: a lens that is drawn anew under the mouse takes no click.
    await runCommand(page, 'PostHog Apps: Run App');
  };
  await writeFile(join(workspace, '.vscode', 'settings.json'), '{ "posthogApps.run.timeoutSeconds": 2 }');
  await steps.step('An app that throws fails with its own line', async () => {
    await withCode('export function onEvent() {\n  throw new Error("no luck")\n}\n');
    await webview(page).getByText('no luck').first().waitFor();
    await webview(page).getByRole('button', { name: 'index.js:2' }).first().waitFor();
  });
  await steps.step('An app that never ends is stopped', async () => {
    await withCode('export function onEvent() {\n  while (true) {}\n}\n');
    await webview(page).getByText('Timed out').first().waitFor();
  });
  await steps.step('A broken plugin.json gets one message', async () => {
    await writeFile(join(app, 'plugin.json'), '{ "name": "First visit", }');
    await withCode('export function onEvent() {}\n');
    await webview(page).getByRole('alert').first().waitFor();
  });
  await steps.step('The next run works', async () => {
    await writeFile(join(app, 'plugin.json'), '{ "name": "First visit", "config": [] }');
    await withCode('export function onEvent() { console.log("back again") }\n');
    await webview(page).getByText('back again').first().waitFor();
  });
}
