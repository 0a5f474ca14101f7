/** New apps, in a window with a folder and in one without. */
import assert from 'node:assert/strict';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { workbenchUrl } from '../../scripts/vscodeServer.ts';
import { appears, runCommand, webview } from './editor.ts';
import type { Steps } from './steps.ts';

/** Answers the first two questions. */
async function beginNewApp(page: Page, name: string): Promise<void> {
  await runCommand(page, 'PostHog Apps: New App');
  await page.locator('.quick-input-list .monaco-list-row', { hasText: 'TypeScript' }).first().click();
  await page.locator('.quick-input-widget input').first().fill(name);
  await page.keyboard.press('Enter');
}

export async function newApp(page: Page, steps: Steps): Promise<void> {
  await steps.step('New App asks three things, and opens an app that runs', async () => {
    await beginNewApp(page, 'Fresh app');
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'examples' }).first().click();
    await page.locator('.breadcrumbs-control', { hasText: 'fresh-app' }).first().waitFor();
    await page.locator('.codelens-decoration').getByText('Run', { exact: true }).first().waitFor();
    await runCommand(page, 'PostHog Apps: Run App');
    await webview(page).getByText('Changed', { exact: true }).first().waitFor();
    await webview(page).getByText('is_internal').first().waitFor();
  });
}

/** @param scratch folder in which the app is made. */
export async function newAppInEmptyWindow(
  page: Page,
  steps: Steps,
  port: number,
  scratch: string,
): Promise<void> {
  await steps.step('New App in a window without a folder opens that of the app, and its code', async () => {
    const parent = join(scratch, 'made here');
    await mkdir(join(parent, 'seen here'), { recursive: true });
    await page.goto(workbenchUrl(port, {}));
    await page.locator('.monaco-workbench .part.statusbar').waitFor({ timeout: 60_000 });
    await beginNewApp(page, 'Lone app');
    const path = page.locator('.quick-input-widget input').first();
    const createHere = page.locator('.quick-input-widget').getByText('Create Here');
    const made = page.locator('.explorer-folders-view .monaco-list-row', { hasText: 'plugin.json' });
    await createHere.waitFor();
    // The dialog takes the folder that it lists, which follows the text a moment later; while it starts, it may still put
    // its own folder in the place of what was typed.
    for (let attempt = 0; attempt < 4 && (await createHere.isVisible()); attempt += 1) {
      await path.fill(`${parent}/`);
      const listed = page.locator('.quick-input-list .monaco-list-row', { hasText: 'seen here' }).first();
      if (!(await appears(listed, 5000))) continue;
      await createHere.click();
      if (await appears(made, 15_000)) break;
    }
    await made.waitFor();
    await page.locator('.breadcrumbs-control', { hasText: 'index.ts' }).first().waitFor();
    await page.locator('.codelens-decoration').getByText('Run', { exact: true }).first().waitFor();
    await page.locator('.view-line', { hasText: 'PostHogApp.PluginEvent' }).first().waitFor();
    // Its hover shows that the editor's own check has looked, and found what it needs.
    await page.locator('.view-line', { hasText: 'processEvent' }).getByText('PluginMeta').first().hover();
    await page.locator('.monaco-hover', { hasText: 'interface PostHogApp.PluginMeta' }).first().waitFor();
    assert.equal(await page.locator('.squiggly-error').count(), 0);
    await steps.picture('new-app-in-empty-window');
  });
}
