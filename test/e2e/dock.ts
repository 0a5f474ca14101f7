/** The run panel as a view: it takes along what it shows, runs there, and comes back with the window. */
import type { Page } from 'playwright-core';
import { openFile, runCommand, webview } from './editor.ts';
import type { Steps } from './steps.ts';

/** A window takes long to come back where the computer is busy. */
const reloadMs = 120_000;

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
    await app.waitFor({ timeout: reloadMs });
    await outcome.waitFor();
    await runCommand(page, 'PostHog Apps: Show Run Panel Beside the Code');
    await page.locator('.tab', { hasText: 'Run Signup enricher' }).waitFor();
    await outcome.waitFor();
    await tab.waitFor({ state: 'detached' });
  });
}
