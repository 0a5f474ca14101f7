/** The event flow of all apps of the workspace. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { codeWord, runCommand, webview, webviewStarts } from './editor.ts';
import type { Steps } from './steps.ts';

export async function eventFlow(page: Page, steps: Steps, workspace: string): Promise<void> {
  await steps.step('Show Event Flow draws the loop, leads to the code, and is there as text', async () => {
    await runCommand(page, 'PostHog Apps: Show Event Flow');
    const flow = webview(page);
    await flow.getByRole('heading', { name: /apps: one loop/ }).waitFor();
    await flow.getByRole('button', { name: /^Signup enricher, onEvent: .*in a loop/ }).click();
    await page.locator('.breadcrumbs-control', { hasText: 'signup-enricher' }).first().waitFor();
    await flow.getByRole('button', { name: 'As Text' }).click();
    await codeWord(page, 'captured by').waitFor();
    await page.keyboard.press('Control+w');
  });
  await steps.step(
    'The event flow follows what changes on the disk, in files that are not open',
    async () => {
      const flow = webview(page);
      const echo = join(workspace, 'echo-app');
      await mkdir(echo);
      await writeFile(join(echo, 'plugin.json'), '{ "name": "Echo", "config": [] }');
      await writeFile(join(echo, 'index.js'), "export const onEvent = () => posthog.capture('echo')\n");
      await flow.getByRole('heading', { name: /apps: 2 loops/ }).waitFor();
      await flow.getByRole('button', { name: "↻ 'echo' → 'echo' Echo · onEvent" }).click();
      await flow.getByRole('link', { name: 'index.js:1' }).waitFor();
      await writeFile(join(echo, 'index.js'), 'export const onEvent = () => undefined\n');
      await flow.getByRole('heading', { name: /apps: one loop/ }).waitFor();
      await rm(echo, { recursive: true });
    },
  );
  await steps.step('The event flow is there again after a reload', async () => {
    // Another webview would be the first that is found.
    await runCommand(page, 'View: Close All Editors');
    await runCommand(page, 'PostHog Apps: Show Event Flow');
    const heading = webview(page).getByRole('heading', { name: /apps: one loop/ });
    await heading.waitFor();
    await page.reload();
    await webviewStarts(page);
    await heading.waitFor({ timeout: reloadMs });
    await runCommand(page, 'View: Close All Editors');
  });
}

/** A window that is loaded anew starts all of its extensions. */
const reloadMs = 240_000;
