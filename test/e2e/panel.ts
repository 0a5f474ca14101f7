/** What the run panel keeps and shows besides a run: history, comparison, console text in the code, events of a file. */
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { openFile, runCommand, webview } from './editor.ts';
import type { Steps } from './steps.ts';

export async function panel(page: Page, steps: Steps, workspace: string): Promise<void> {
  const file = join(workspace, 'first-visit', 'index.js');
  const before = await readFile(file, 'utf8');
  const view = webview(page);
  const history = view.getByRole('region', { name: 'History' });
  await steps.step('What the app prints stands at the end of the line that printed it', async () => {
    await writeFile(file, 'export const onEvent = (e) =>\n  console.warn(e.event)\n');
    await openFile(page, 'first-visit/index.js');
    await runCommand(page, 'PostHog Apps: Run App');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.view-line span')].some((span) =>
        getComputedStyle(span, '::after').content.includes('pageview'),
      ),
    );
  });
  await steps.step('An edit takes it away', async () => {
    await page.locator('.editor-instance .view-lines').first().click();
    await page.keyboard.type(' ');
    await page.waitForFunction(() =>
      [...document.querySelectorAll('.view-line span')].every(
        (span) => !getComputedStyle(span, '::after').content.includes('pageview'),
      ),
    );
    await runCommand(page, 'File: Revert File');
  });
  await steps.step('Two runs are compared in words and side by side', async () => {
    await writeFile(file, "export const onEvent = (e) =>\n  console.warn('now', e.event)\n");
    await openFile(page, 'first-visit/index.js');
    await runCommand(page, 'PostHog Apps: Replay Last Run');
    await view.getByText('now $pageview').first().waitFor();
    await runCommand(page, 'PostHog Apps: Open Run History');
    await history.getByRole('button', { name: 'Compare with the run that is shown' }).first().click();
    await view.getByRole('heading', { name: /^Compared with the run of/ }).waitFor();
    await view.getByRole('button', { name: 'Open Diff' }).first().click();
    const tab = page.locator('.tab', { hasText: /run of .* and run of/ }).first();
    await tab.waitFor();
    // A diff has no lines of the kind that the next steps click on.
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
  });
  await steps.step('A run of the history is shown again', async () => {
    await history.getByRole('listitem').nth(1).locator('.opener').click();
    await view.getByText('from the history').waitFor();
  });
  await steps.step('Events of a file are run one by one, and what failed is first', async () => {
    const events = ['good', 'bad', 'good'].map((event) => JSON.stringify({ event }));
    await writeFile(join(workspace, 'first-visit', 'events.jsonl'), events.join('\n'));
    await writeFile(
      file,
      "export function processEvent(e) {\n  if (e.event === 'bad') throw new Error('no luck')\n  return e\n}\n",
    );
    await view.getByRole('combobox', { name: 'What to run' }).getByText('processEvent').waitFor();
    await view.getByRole('button', { name: 'Events from a file…' }).click();
    await page.locator('.quick-input-list .monaco-list-row', { hasText: 'events.jsonl' }).click();
    await view.getByRole('heading', { name: '1 of 3 events went wrong' }).waitFor();
    await view
      .getByRole('region', { name: 'Events' })
      .getByRole('listitem')
      .first()
      .getByText('no luck')
      .waitFor();
  });
  await steps.step('A file of events that is gone is chosen again from the message', async () => {
    await rm(join(workspace, 'first-visit', 'events.jsonl'), { force: true });
    await view.getByRole('button', { name: /^Run/ }).click();
    const message = view.getByRole('alert', { name: 'Problem' });
    await message.getByText('events.jsonl cannot be read').waitFor();
    await message.getByRole('button', { name: 'Choose…' }).waitFor();
  });
  await steps.step(
    'A file of events that is broken is told of, and nothing is sent until it is mended',
    async () => {
      await writeFile(file, 'export const onEvent = (e) =>\n  console.log(e.event)\n');
      await view.getByRole('combobox', { name: 'What to run' }).getByText('onEvent').waitFor();
      const events = join(workspace, 'first-visit', 'events.jsonl');
      await writeFile(events, '{"event": "good"}\n{"event": \n');
      await view.getByRole('button', { name: 'Events from a file…' }).click();
      await page.locator('.quick-input-list .monaco-list-row', { hasText: 'events.jsonl' }).click();
      const input = view.getByRole('region', { name: 'Events', exact: true }).first();
      await input.getByText('Run sends nothing').waitFor();
      await view
        .getByRole('alert', { name: 'Problem' })
        .getByText('events.jsonl: The file is no JSON: in line 2')
        .waitFor();
      await steps.picture('broken-events');
      await writeFile(events, '{"event": "good"}\n{"event": "better"}\n');
      await view.getByRole('button', { name: /^Run/ }).click();
      await view.getByRole('heading', { name: '2 events' }).waitFor();
      await input.getByText('Run sends 2 events from events.jsonl').waitFor();
      await rm(events);
      await view.getByRole('button', { name: 'Back to one event' }).click();
    },
  );
  await steps.step('What all steps of a life cycle print stands at its lines', async () => {
    await writeFile(
      file,
      "export const setupPlugin = () =>\n  console.log('is set up')\nexport const onEvent = (e) =>\n  console.log('got', e.event)\n",
    );
    const what = view.getByRole('combobox', { name: 'What to run' });
    await what.getByText('onEvent').waitFor();
    await what.click();
    await view.getByRole('option', { name: 'whole life cycle' }).click();
    await view.getByRole('button', { name: /^Run/ }).click();
    await page.waitForFunction(() => {
      const spans = [...document.querySelectorAll('.view-line span')];
      const printed = spans.map((span) => getComputedStyle(span, '::after').content).join(' ');
      return printed.includes('is set up') && printed.includes('got');
    });
  });
  await writeFile(file, before);
}
