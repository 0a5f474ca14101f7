/** What *Run* and *Watch* repeat: a file of events, several apps in order, what a past run was given. */
import assert from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { paused, press, toggleBreakpoint } from './debug.ts';
import { openFile, runCommand, runTwoApps, webview, webviewStarts } from './editor.ts';
import type { Steps } from './steps.ts';

export async function repeats(page: Page, steps: Steps, workspace: string): Promise<void> {
  const app = join(workspace, 'first-visit');
  const file = join(app, 'index.js');
  const before = await readFile(file, 'utf8');
  const view = webview(page);
  const history = view.getByRole('region', { name: 'History' });
  const code = (bad: string): string =>
    `export function processEvent(e) {\n  console.log(e.event)\n  if (e.event === '${bad}') throw new Error('no luck')\n  return e\n}\n`;
  await steps.step('Watch repeats a file of events, read anew', async () => {
    await writeFile(join(app, 'events.jsonl'), '{"event":"good"}\n{"event":"bad"}\n{"event":"good"}');
    await writeFile(file, code('bad'));
    await openFile(page, 'first-visit/index.js');
    await runCommand(page, 'PostHog Apps: Run App');
    await view.getByRole('combobox', { name: 'What to run' }).getByText('processEvent').waitFor();
    await view.getByRole('button', { name: 'Events from a file…' }).click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'events.jsonl' }).click();
    await view.getByRole('heading', { name: '1 of 3 events went wrong' }).waitFor();
    await view.getByRole('switch', { name: 'Watch' }).click();
    await writeFile(file, code('good'));
    await view.getByRole('heading', { name: '2 of 3 events went wrong' }).waitFor();
    await writeFile(join(app, 'events.jsonl'), '{"event":"good"}\n{"event":"bad"}');
    await view.getByRole('heading', { name: '1 of 2 events went wrong' }).waitFor();
    await view.getByText('Run sends 2 events from events.jsonl').waitFor();
  });
  await steps.step(
    'One event of it runs alone, and is what Watch repeats when a data file is saved',
    async () => {
      const rows = view.getByRole('region', { name: 'Events' }).last().getByRole('listitem');
      await rows.first().locator('.opener').click();
      await view.getByRole('combobox', { name: 'Sample' }).getByText('Event 1 of events.jsonl').waitFor();
      await view.getByRole('heading', { name: 'Failed' }).waitFor();
      const runs = history.locator('.count');
      const count = Number(await runs.textContent());
      await writeFile(join(app, 'blocked.csv'), 'a,b\n');
      await history.getByText(String(count + 1), { exact: true }).waitFor();
      await view.getByRole('combobox', { name: 'Sample' }).getByText('Event 1 of events.jsonl').waitFor();
      await view.getByRole('switch', { name: 'Watch' }).click();
    },
  );
  await steps.step('Several apps in order stay chosen, and are one entry of the history', async () => {
    await runTwoApps(page);
    const order = view.getByRole('region', { name: 'Apps in order' });
    await order.getByRole('listitem').nth(1).waitFor();
    const names = 'First visit → Signup enricher';
    await view.getByRole('button', { name: `Several apps in order: ${names}`, exact: true }).waitFor();
    const count = Number(await history.locator('.count').textContent());
    await view.getByRole('button', { name: /^Run/ }).click();
    await history.getByText(String(count + 1), { exact: true }).waitFor();
    await runCommand(page, 'PostHog Apps: Open Run History');
    const texts = await history.getByRole('listitem').locator('.opener').allTextContents();
    assert.equal(texts.filter((text) => text.includes(names)).length, 2);
  });
  await steps.step('A past run brings its own input, and a chain comes back as one', async () => {
    await history.getByRole('listitem').nth(2).locator('.opener').click();
    await view.getByRole('button', { name: 'App: First visit' }).waitFor();
    await view.getByRole('combobox', { name: 'Sample' }).getByText('Event 1 of events.jsonl').waitFor();
    await history.getByRole('listitem').first().locator('.opener').click();
    await view.getByRole('region', { name: 'Apps in order' }).waitFor();
    const count = Number(await history.locator('.count').textContent());
    await history
      .getByRole('listitem')
      .nth(2)
      .getByRole('button', { name: /^Replay/ })
      .click();
    await history.getByText(String(count + 1), { exact: true }).waitFor();
    await view.getByRole('button', { name: 'App: First visit' }).waitFor();
  });
  await steps.step('Debug of several apps goes on when the debugger of one has ended with it', async () => {
    await openFile(page, 'signup-enricher/index.js');
    await toggleBreakpoint(page, 7);
    const chains = history.getByRole('listitem').filter({ hasText: 'First visit → Signup enricher' });
    await chains.first().locator('.opener').click();
    await view.getByRole('region', { name: 'Apps in order' }).waitFor();
    await view.getByRole('button', { name: 'Debug', exact: true }).click();
    await paused(page, 'index.js', 7);
    await press(page, 'debug-continue');
    await page.locator('.debug-toolbar').waitFor({ state: 'hidden' });
    await view.getByRole('region', { name: 'Apps in order' }).getByRole('listitem').nth(1).waitFor();
    assert.equal(await view.getByText('You stopped the run').count(), 0);
    await runCommand(page, 'Remove All Breakpoints');
  });
  await writeFile(file, before);
  for (const name of ['events.jsonl', 'blocked.csv']) await rm(join(app, name), { force: true });
}

/** The last step of all: nothing is left of the runs before. */
export async function forget(page: Page, steps: Steps): Promise<void> {
  await steps.step('A run that is forgotten is no longer shown', async () => {
    const view = webview(page);
    await runCommand(page, 'PostHog Apps: Open Run History');
    const history = view.getByRole('region', { name: 'History' });
    // The first may be the run that is shown already.
    await history.getByRole('listitem').nth(1).locator('.opener').click();
    const past = view.getByText('from the history');
    await past.waitFor();
    await view.getByRole('button', { name: /^Forget/ }).click();
    await page.locator('.monaco-dialog-box').getByRole('button', { name: 'Forget Runs' }).click();
    await history.waitFor({ state: 'detached' });
    await past.waitFor({ state: 'detached' });
  });
}

/** A window that is loaded anew starts all of its extensions. */
const reloadMs = 240_000;

/** The window is loaded anew: the run that was open is open again. */
export async function reload(page: Page, steps: Steps): Promise<void> {
  await steps.step('After a reload the panel shows the run that was open', async () => {
    const view = webview(page);
    await runCommand(page, 'PostHog Apps: Open Run History');
    const past = view
      .getByRole('region', { name: 'History' })
      .getByRole('listitem')
      .nth(3)
      .locator('.opener');
    await past.click();
    await view.getByText('from the history').waitFor();
    const when = await view.locator('.when').textContent();
    await runCommand(page, 'Developer: Reload Window');
    // The page before it has the same words.
    await view.getByText('from the history').waitFor({ state: 'detached', timeout: reloadMs });
    await webviewStarts(page);
    await view.getByText('from the history').waitFor({ timeout: reloadMs });
    assert.equal(await view.locator('.when').textContent(), when);
  });
}
