/** The run panel as a view: it takes along what it shows, runs there, and comes back with the window. */
import assert from 'node:assert/strict';
import type { Page } from 'playwright-core';
import { openFile, runCommand, webview, webviewStarts } from './editor.ts';
import type { Steps } from './steps.ts';

/** A window takes long to come back where the computer is busy. */
const reloadMs = 240_000;

/** In a window in which nothing has run yet. */
export async function dockFirst(page: Page, steps: Steps): Promise<void> {
  await steps.step(
    'The run panel docks before anything has run, with the app of the code that is shown',
    async () => {
      await openFile(page, 'signup-enricher/index.js');
      await runCommand(page, 'PostHog Apps: Dock Run Panel');
      await webview(page).getByRole('button', { name: 'App: Signup enricher' }).waitFor();
      await webview(page)
        .getByRole('button', { name: 'Run', exact: true })
        .and(page.locator(':enabled'))
        .waitFor();
      await runCommand(page, 'PostHog Apps: Show Run Panel Beside the Code');
      await page.locator('.tab', { hasText: 'Run Signup enricher' }).waitFor();
      await runCommand(page, 'View: Close All Editors');
    },
  );
}

export async function dock(page: Page, steps: Steps): Promise<void> {
  const view = webview(page);
  const app = view.getByRole('button', { name: 'App: Signup enricher' });
  // It captures without end, which shows a moment after the run.
  const outcome = view.getByRole('heading', { name: /^(?:Completed|Stopped: it loops)/ });
  const tab = page.locator('.part.panel').getByRole('tab', { name: 'PostHog Run' });
  await steps.step('The run panel docks as a view, with what it shows, and runs there', async () => {
    // Another webview would come into sight where the panel was.
    await runCommand(page, 'View: Close All Editors');
    await openFile(page, 'signup-enricher/index.js');
    await runCommand(page, 'PostHog Apps: Run App');
    await outcome.waitFor();
    await runCommand(page, 'PostHog Apps: Dock Run Panel');
    await tab.waitFor();
    await outcome.waitFor();
    await runCommand(page, 'PostHog Apps: Debug App');
    await view.getByText('ran under the debugger').first().waitFor();
    await app.waitFor();
  });
  await steps.step('It is there after a reload, and goes back beside the code', async () => {
    await page.reload();
    await webviewStarts(page);
    await app.waitFor({ timeout: reloadMs });
    await outcome.waitFor();
    await runCommand(page, 'PostHog Apps: Show Run Panel Beside the Code');
    await page.locator('.tab', { hasText: 'Run Signup enricher' }).waitFor();
    await outcome.waitFor();
    await tab.waitFor({ state: 'detached' });
    // Nothing else was there: no terminal takes its place.
    await page.locator('.part.panel').waitFor({ state: 'hidden' });
  });
  await steps.step('In a side bar it leaves the area at the bottom open when it goes back', async () => {
    await runCommand(page, 'PostHog Apps: Dock Run Panel');
    await tab.waitFor();
    await outcome.waitFor();
    const rows = page.locator('.quick-input-list .monaco-list-row');
    await runCommand(page, 'View: Move View');
    await page.locator('.quick-input-widget input').first().fill('Run');
    await rows
      .filter({ has: page.getByText('Run', { exact: true }) })
      .first()
      .click();
    await rows.filter({ hasText: 'New Secondary Side Bar Entry' }).first().click();
    await tab.waitFor({ state: 'detached' });
    await outcome.waitFor();
    await runCommand(page, 'Problems: Focus on Problems View');
    await page.locator('.part.panel .markers-panel').waitFor();
    await steps.picture('run-panel-in-side-bar');
    await runCommand(page, 'PostHog Apps: Show Run Panel Beside the Code');
    await page.locator('.tab', { hasText: 'Run Signup enricher' }).waitFor();
    await outcome.waitFor();
    assert.ok(await page.locator('.part.panel .markers-panel').isVisible());
    await runCommand(page, 'View: Reset View Locations');
    await runCommand(page, 'View: Toggle Problems');
  });
  await steps.step(
    'A view that was out of sight when the window opened is shown beside the code',
    async () => {
      await runCommand(page, 'PostHog Apps: Dock Run Panel');
      await tab.waitFor();
      await outcome.waitFor();
      await runCommand(page, 'View: Hide Panel');
      await tab.waitFor({ state: 'hidden' });
      await page.reload();
      await page.locator('.statusbar', { hasText: 'PostHog:' }).waitFor({ timeout: reloadMs });
      await runCommand(page, 'PostHog Apps: Show Run Panel Beside the Code');
      await page.locator('.tab', { hasText: 'Run Signup enricher' }).waitFor();
      await outcome.waitFor({ timeout: reloadMs });
    },
  );
}
