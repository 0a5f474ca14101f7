/** A run is saved as a test, and runs in the Test Explorer; what came out differently is shown and taken over. */
import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Locator, Page } from 'playwright-core';
import { dist } from '../../scripts/paths.ts';
import { paused, press, toggleBreakpoint, variable } from './debug.ts';
import { openFile, runCommand, webview } from './editor.ts';
import type { Steps } from './steps.ts';

export async function scenarios(page: Page, steps: Steps, workspace: string): Promise<void> {
  const app = join(workspace, 'first-visit');
  const code = await readFile(join(app, 'index.js'), 'utf8');
  const file = join(app, 'scenarios/first-page.scenario.json');
  await steps.step('A run is saved as a test, which passes at once', async () => {
    await openFile(page, 'first-visit/index.js');
    await runCommand(page, 'PostHog Apps: Run App');
    await webview(page).getByText('Completed').first().waitFor();
    await webview(page).getByRole('button', { name: 'Save as Test' }).click();
    await page.locator('.quick-input-widget input').first().fill('first-page');
    await page.keyboard.press('Enter');
    await page.locator('.breadcrumbs-control', { hasText: 'first-page.scenario.json' }).first().waitFor();
    await page.locator('.testing-run-glyph.codicon-testing-passed-icon').first().waitFor();
    assert.match(await readFile(file, 'utf8'), /"event": "first visit"/);
  });
  await steps.step('The Test Explorer lists and runs scenarios by app', async () => {
    await runCommand(page, 'Testing: Focus on Test Explorer View');
    await test(page, 'First visit').click();
    await page.keyboard.press('ArrowRight');
    await test(page, 'only-once').waitFor();
    await runCommand(page, 'Test: Run All Tests');
    await passed(page, 'only-once').waitFor();
  });
  await steps.step(
    'Debug in the Test Explorer stops at a breakpoint, and the test ends as it does without',
    async () => {
      await openFile(page, 'first-visit/index.js');
      await toggleBreakpoint(page, 8);
      await toggleBreakpoint(page, 10);
      await runCommand(page, 'Testing: Focus on Test Explorer View');
      await test(page, 'only-once').hover();
      await test(page, 'only-once').getByRole('button', { name: 'Debug Test' }).click();
      await paused(page, 'index.js', 8);
      await variable(page, 'seen ada');
      await press(page, 'debug-continue');
      await paused(page, 'index.js', 10);
      await press(page, 'debug-continue');
      // The scenario has two events, of which the second comes no further.
      await paused(page, 'index.js', 8);
      await press(page, 'debug-continue');
      await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
      await runCommand(page, 'Remove All Breakpoints');
      await runCommand(page, 'Testing: Focus on Test Explorer View');
      await passed(page, 'only-once').waitFor();
    },
  );
  await steps.step(
    'With continuous runs a change makes scenarios fail, and shows the difference',
    async () => {
      await runCommand(page, 'Testing: Focus on Test Explorer View');
      await runCommand(page, 'Test: Start Continuous Run');
      await writeFile(join(app, 'index.js'), code.replace("'first visit'", "'first look'"));
      const results = page.locator('.test-output-peek-tree');
      await results.getByText('onEvent came out differently').first().click();
      await page
        .locator('.test-output-peek-message-container, .test-output-peek')
        .locator('.view-line', { hasText: 'first look' })
        .first()
        .waitFor();
    },
  );
  await steps.step('Update Expectation takes over what comes out, and shows the change', async () => {
    await test(page, 'first-page').click({ button: 'right' });
    // A menu takes no click right after it opened.
    await page.getByRole('menuitem', { name: 'Update Expectation' }).hover();
    await page.keyboard.press('Enter');
    const tab = page.locator('.tab', { hasText: 'before and after the update' }).first();
    await tab.waitFor();
    await passed(page, 'first-page').waitFor();
    assert.match(await readFile(file, 'utf8'), /"event": "first look"/);
    // A diff has no lines of the kind that the next steps click on.
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
  });
  await steps.step('The command line says the same of the same scenarios', async () => {
    const shown = async (name: string): Promise<string> =>
      (await test(page, name).getAttribute('aria-label'))?.includes('Passed') === true ? 'passed' : 'failed';
    const bin = join(dist, 'bin.js');
    const { stdout } = await promisify(execFile)(process.execPath, [bin, 'test', workspace, '--json']).catch(
      (error: { readonly stdout: string }) => error,
    );
    const { scenarios } = JSON.parse(stdout) as {
      readonly scenarios: readonly { readonly name: string; readonly status: string }[];
    };
    const names = scenarios.map(({ name }) => name);
    assert.deepEqual(names, ['first-page', 'only-once']);
    assert.deepEqual(
      scenarios.map(({ status }) => status),
      await Promise.all(names.map(shown)),
    );
  });
  await steps.step('The next change is run, too, until continuous runs are off', async () => {
    await writeFile(join(app, 'index.js'), code);
    await passed(page, 'only-once').waitFor();
    await runCommand(page, 'Test: Stop Continuous Run');
    await rm(join(app, 'scenarios'), { recursive: true });
    await test(page, 'only-once').waitFor({ state: 'detached' });
    await runCommand(page, 'View: Toggle Panel');
    await runCommand(page, 'View: Show Explorer');
  });
}

function test(page: Page, name: string): Locator {
  return page.locator('.test-explorer .monaco-list-row', { hasText: name }).first();
}

function passed(page: Page, name: string): Locator {
  return page
    .locator('.test-explorer .monaco-list-row', { hasText: name })
    .filter({ has: page.locator('.codicon-testing-passed-icon') })
    .first();
}
