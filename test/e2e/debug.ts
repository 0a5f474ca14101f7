/** Debugging as a person does it: breakpoints, variables, stepping, exceptions, restart, stop, and what it can start from. */
import assert from 'node:assert/strict';
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { clickLens, codeWord, notification, openFile, runCommand, webview } from './editor.ts';
import type { Steps } from './steps.ts';

export async function debug(page: Page, steps: Steps, workspace: string): Promise<void> {
  await steps.step(
    'Debug above an entry point stops at a breakpoint in TypeScript, and shows a variable',
    async () => {
      await openFile(page, 'annotate-releases/index.ts');
      await toggleBreakpoint(page, 24);
      await clickLens(page, 'Debug', 'function onEvent', page.locator('.debug-toolbar'));
      await paused(page, 'index.ts', 24);
      await variable(page, 'version');
      await press(page, 'debug-continue');
      await ended(page);
      await runCommand(page, 'Remove All Breakpoints');
    },
  );
  await steps.step('In JavaScript too, where it steps from line to line', async () => {
    await openFile(page, 'first-visit/index.js');
    await toggleBreakpoint(page, 7);
    await runCommand(page, 'PostHog Apps: Debug App');
    await paused(page, 'index.js', 7);
    await press(page, 'debug-step-over');
    await paused(page, 'index.js', 8);
    await variable(page, 'seen ada');
    const stack = page.locator('.debug-call-stack');
    await stack.getByText('onEvent', { exact: true }).first().waitFor();
    assert.equal(await stack.getByText('Remote Process').count(), 0);
  });
  await steps.step('Restart begins the run anew, under the debugger', async () => {
    await press(page, 'debug-restart');
    await paused(page, 'index.js', 7);
  });
  await steps.step('Stop ends the run', async () => {
    await press(page, 'debug-disconnect');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await webview(page).getByRole('button', { name: 'Run', exact: true }).waitFor();
  });
  await steps.step('F5 with a launch.json of the type posthog-app does the same', async () => {
    const configuration = {
      type: 'posthog-app',
      request: 'launch',
      name: 'Mine',
      app: 'first-visit',
      entryPoint: 'onEvent',
    };
    await mkdir(join(workspace, '.vscode'), { recursive: true });
    await writeFile(
      join(workspace, '.vscode/launch.json'),
      JSON.stringify({ version: '0.2.0', configurations: [configuration] }),
    );
    await openFile(page, 'signup-enricher/index.js');
    await page.keyboard.press('F5');
    await paused(page, 'index.js', 7);
    await press(page, 'debug-continue');
    await ended(page);
  });
  await steps.step('A launch.json that names no app, or no entry point of it, is told of', async () => {
    for (const [wrong, told] of [
      [{ app: 'nothing-here' }, 'There is no PostHog app in'],
      [{ app: 'first-visit', entryPoint: 'onEvnt' }, 'First visit has no onEvnt. It has onEvent.'],
    ] as const) {
      const configuration = { type: 'posthog-app', request: 'launch', name: 'Mine', ...wrong };
      await writeFile(
        join(workspace, '.vscode/launch.json'),
        JSON.stringify({ version: '0.2.0', configurations: [configuration] }),
      );
      await page.keyboard.press('F5');
      await notification(page, told);
    }
    await rm(join(workspace, '.vscode/launch.json'));
  });
  await steps.step('Debug Last Run stops there again', async () => {
    await runCommand(page, 'PostHog Apps: Debug Last Run');
    await paused(page, 'index.js', 7);
    // The outcome that stands there meanwhile is that of the run before.
    await webview(page).getByRole('region', { name: 'Outcome' }).getByText('last run').waitFor();
    await press(page, 'debug-continue');
    await ended(page);
  });
  await steps.step('So does Debug beside a run of the history', async () => {
    await runCommand(page, 'PostHog Apps: Open Run History');
    const row = webview(page).getByRole('region', { name: 'History' }).getByRole('listitem').first();
    await row.getByRole('button', { name: 'Debug with the same input' }).click();
    await paused(page, 'index.js', 7);
    await press(page, 'debug-continue');
    await ended(page);
    await runCommand(page, 'Remove All Breakpoints');
  });
  await steps.step(
    'A loop warning offers to debug with an event that loops, and stops where it is captured',
    async () => {
      await openFile(page, 'signup-enricher/index.js');
      await codeWord(page, 'posthog.capture(').getByText('capture', { exact: true }).first().click();
      await page.locator('.squiggly-warning').first().waitFor();
      await page.keyboard.press('Control+.');
      await page.locator('.action-widget').getByText('Debug with an Event That Loops').first().click();
      await paused(page, 'index.js', 17);
      await variable(page, 'domain');
      await press(page, 'debug-continue');
      await ended(page);
      await page.locator('.debug-breakpoints', { hasText: 'index.js' }).waitFor({ state: 'hidden' });
    },
  );
  await steps.step('It stops where the app throws, when told so, and shows the run as failed', async () => {
    await openFile(page, 'first-visit/index.js');
    const file = join(workspace, 'first-visit/index.js');
    const code = await readFile(file, 'utf8');
    await toggleCaughtExceptions(page);
    await writeFile(file, 'export function onEvent() {\n  throw new Error("no luck")\n}\n');
    await codeWord(page, 'no luck').waitFor();
    await runCommand(page, 'PostHog Apps: Debug App');
    await paused(page, 'index.js', 2);
    await page.locator('.exception-widget', { hasText: 'no luck' }).waitFor();
    await press(page, 'debug-continue');
    await ended(page);
    await webview(page).getByRole('heading', { name: 'Failed' }).waitFor();
    await toggleCaughtExceptions(page);
    await writeFile(file, code);
    await codeWord(page, 'storage').waitFor();
    await runCommand(page, 'View: Show Explorer');
  });
}

export async function toggleBreakpoint(page: Page, line: number): Promise<void> {
  await page.keyboard.press('Control+G');
  await page.locator('.quick-input-widget input').first().fill(`:${line}`);
  await page.locator('.quick-input-list', { hasText: `line ${line}` }).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.statusbar', { hasText: `Ln ${line}` }).waitFor();
  await runCommand(page, 'Debug: Toggle Breakpoint');
}

/** The top of the call stack is that line. */
export async function paused(page: Page, file: string, line: number): Promise<void> {
  await page
    .locator('.debug-call-stack .monaco-list-row', { hasText: file })
    .filter({ hasText: `${line}:` })
    .first()
    .waitFor();
}

/** A variable of the innermost scope, by its name or its value. */
export async function variable(page: Page, text: string): Promise<void> {
  const scope = page.locator('.debug-variables .monaco-list-row[aria-level="1"]').first();
  await scope.waitFor();
  if ((await scope.getAttribute('aria-expanded')) === 'false') await scope.click();
  await page.locator('.debug-variables', { hasText: text }).waitFor();
}

async function toggleCaughtExceptions(page: Page): Promise<void> {
  const row = page.locator('.debug-breakpoints .monaco-list-row[aria-label="Caught Exceptions"]');
  await row.locator('.monaco-custom-toggle, .monaco-checkbox, input').first().click();
}

export async function press(page: Page, button: string): Promise<void> {
  await page.locator(`.debug-toolbar .codicon-${button}`).first().click();
}

async function ended(page: Page): Promise<void> {
  await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
  await webview(page).getByText('ran under the debugger').first().waitFor();
}
