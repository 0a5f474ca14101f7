/** Where the panel, the code and the inputs of runs open: beside one another, never over one another. */
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { press } from './debug.ts';
import { closeTabs, openFile, runCommand, webview } from './editor.ts';
import type { Steps } from './steps.ts';

export async function places(page: Page, steps: Steps, workspace: string): Promise<void> {
  const view = webview(page);
  const group = (number: number): Locator => page.locator('.editor-group-container').nth(number);
  const panelTab = (number: number): Locator => group(number).locator('.tab', { hasText: 'Run First visit' });
  const inExplorer = (name: string): Locator =>
    page.locator('.explorer-folders-view .monaco-list-row', { hasText: name });
  const lockOf = (place: Locator): Locator => place.locator('.editor-actions .codicon-lock');
  await steps.step('Files open beside a panel that is the only editor, and so does Edit', async () => {
    await openFile(page, 'first-visit/index.js');
    await runCommand(page, 'PostHog Apps: Run App');
    await view.getByRole('region', { name: 'Outcome' }).waitFor();
    await runCommand(page, 'View: Show Explorer');
    await writeFile(join(workspace, 'notes.md'), '# Notes\n');
    await runCommand(page, 'View: Close All Editor Groups');
    await page.locator('.tab').first().waitFor({ state: 'detached' });
    await runCommand(page, 'PostHog Apps: Open Run History');
    await lockOf(group(0)).waitFor();
    await panelTab(0).click();
    await openFile(page, 'first-visit/plugin.json');
    await group(1).locator('.tab.active', { hasText: 'plugin.json' }).waitFor();
    assert.equal(await group(0).locator('.tab').count(), 1);
    await closeTabs(group(1));
    assert.ok(await panelTab(0).isVisible());
    await view.getByRole('button', { name: 'Edit', exact: true }).first().click();
    await group(1).locator('.tab.active', { hasText: 'onEvent input.json' }).waitFor();
    await panelTab(0).click();
    await inExplorer('notes.md').click();
    await group(1).locator('.tab.active', { hasText: 'notes.md' }).waitFor();
    assert.equal(await group(0).locator('.tab').count(), 1);
  });
  await steps.step('Nothing is locked any more when the panel is closed', async () => {
    await runCommand(page, 'View: Close All Editor Groups');
    await page.locator('.tab').first().waitFor({ state: 'detached' });
    await openFile(page, 'first-visit/plugin.json');
    assert.equal(await page.locator('.editor-group-container').count(), 1);
    assert.equal(await lockOf(group(0)).count(), 0);
    await closeTabs(group(0));
  });
  await steps.step(
    'A panel over which code opened, as its group was unlocked, moves beside it and stays',
    async () => {
      await runCommand(page, 'PostHog Apps: Open Run History');
      await panelTab(0).waitFor();
      await lockOf(group(0)).click();
      await lockOf(group(0)).waitFor({ state: 'detached' });
      await openFile(page, 'first-visit/plugin.json');
      assert.equal(await page.locator('.editor-group-container').count(), 1);
      await runCommand(page, 'PostHog Apps: Run App');
      await panelTab(1).waitFor();
      // A tab in italics would give its place to the next file.
      await panelTab(1).locator('.italic').waitFor({ state: 'detached' });
      await view.getByRole('region', { name: 'Outcome' }).click();
      await inExplorer('notes.md').click();
      await group(0).locator('.tab.active', { hasText: 'notes.md' }).waitFor();
      assert.equal(await page.locator('.editor-group-container').count(), 2);
      assert.ok(await panelTab(1).isVisible());
    },
  );
  await steps.step('A line of code opens beside a panel that is the only editor', async () => {
    await closeTabs(group(0));
    await panelTab(0).waitFor();
    await view
      .getByRole('button', { name: /^index\.js:\d+$/ })
      .first()
      .click();
    await page.locator('.tab.active', { hasText: 'index.js' }).waitFor();
    assert.equal(await page.locator('.editor-group-container').count(), 2);
    assert.ok(await view.getByRole('region', { name: 'Outcome' }).isVisible());
  });
  await steps.step('The debugger opens its file beside the panel from which it was started', async () => {
    const file = join(workspace, 'first-visit', 'index.js');
    const before = await readFile(file, 'utf8');
    await writeFile(file, 'export function onEvent() {\n  debugger\n}\n');
    await closeTabs(group(1));
    await view.getByRole('button', { name: 'Debug', exact: true }).click();
    await page.locator('.debug-toolbar').waitFor();
    await page.locator('.tab.active', { hasText: 'index.js' }).waitFor();
    await view.getByText('Paused in the debugger').first().waitFor();
    await press(page, 'debug-continue');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await writeFile(file, before);
  });
  await steps.step('Edit shows the event that is chosen, over a text that was not saved', async () => {
    const sample = view.getByRole('combobox', { name: 'Sample' });
    await view.getByRole('button', { name: 'Edit', exact: true }).click();
    const tab = page.locator('.tab', { hasText: 'onEvent input.json' });
    await tab.waitFor();
    await page.keyboard.press('Control+A');
    await page.keyboard.type('{"event": "typed", "distinct_id": "ada"}');
    await sample.getByText('Your own event').waitFor();
    await sample.click();
    await view.getByRole('option', { name: 'Identify' }).first().click();
    await view.getByRole('button', { name: 'Edit', exact: true }).click();
    await page.locator('.view-line', { hasText: '$identify' }).first().waitFor();
    await sample.getByText('Identify').waitFor();
    await page.locator('.view-line', { hasText: '$identify' }).first().click();
    await page.keyboard.press('Control+S');
    await page.locator('.tab.dirty', { hasText: 'onEvent input.json' }).waitFor({ state: 'detached' });
    assert.equal(await page.getByText('The content of the file is newer').count(), 0);
    await steps.picture('edit-another-event');
    // What runs next is this again.
    await sample.click();
    await view.getByRole('option', { name: 'Page view' }).first().click();
    await sample.getByText('Page view').waitFor();
  });
  await steps.step('A configuration of the type posthog-app has no warning in launch.json', async () => {
    const configuration = { type: 'posthog-app', request: 'launch', name: 'Mine', app: 'first-visit' };
    const wrong = { ...configuration, name: 'Wrong', entryPoint: 5 };
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    await writeFile(
      join(workspace, '.vscode/launch.json'),
      JSON.stringify({ version: '0.2.0', configurations: [configuration, wrong] }, null, 2),
    );
    await openFile(page, '.vscode/launch.json');
    await runCommand(page, 'Problems: Focus on Problems View');
    const problems = page.locator('.markers-panel');
    // What is wrong shows that the file has been looked at.
    await problems.getByText('Incorrect type').first().waitFor();
    assert.equal(await problems.getByText('not supported in this environment').count(), 0);
    await runCommand(page, 'View: Toggle Problems');
    await runCommand(page, 'View: Close Editor');
    await rm(join(workspace, '.vscode/launch.json'));
  });
}
