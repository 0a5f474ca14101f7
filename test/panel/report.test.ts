import { afterAll, beforeAll, expect, it } from 'vitest';
import { PanelBrowser } from './support/panelPage.ts';
import { run, state } from './support/states.ts';
import { at, trace } from './support/traces.ts';

let browser: PanelBrowser;

beforeAll(async () => {
  browser = await PanelBrowser.start();
}, 60_000);

afterAll(async () => {
  await browser.stop();
});

it('several apps in order are listed with what each did, and each run opens', async () => {
  const step = { outcome: 'changed', isWithErrors: false, totalMs: 12, entryPoint: 'processEvent' } as const;
  const chain = [
    { ...step, id: 'r1', appName: 'First' },
    { ...step, id: 'r2', appName: 'Second', outcome: 'dropped' as const },
  ];
  const panel = await browser.open(state({ chain, run: run(trace(), { historyId: 'r2' }) }));
  const part = panel.page.getByRole('region', { name: 'Apps in order' });
  const texts = await part.getByRole('listitem').allTextContents();
  expect(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
    'First processEvent Changed 12 ms',
    'Second processEvent Dropped 12 ms',
  ]);
  await part.getByRole('button', { name: /First/ }).click();
  expect(await panel.lastSent()).toEqual({ type: 'openRun', id: 'r1' });
});

const row = { ms: 2, captured: 0, requests: 0, logs: 0, problem: null };

it('a list of events is a table of outcomes, each of which leads to its line and runs alone', async () => {
  const report = {
    total: 4,
    counts: { changed: 1, unchanged: 0, dropped: 1, completed: 0, failed: 1, 'timed-out': 0, stopped: 0 },
    rows: [
      { ...row, index: 2, outcome: 'failed', name: 'bad', problem: { message: 'No luck.', source: at(7) } },
      { ...row, index: 1, outcome: 'dropped', name: 'gone' },
      { ...row, index: 0, outcome: 'changed', name: 'good', captured: 2, requests: 1 },
    ],
  } as const;
  const shown = run(trace({ outcome: 'failed' }), { entryPoint: 'processEvent', report });
  const panel = await browser.open(state({ entryPoint: 'processEvent', run: shown }));
  const { page } = panel;
  const outcome = (await page.getByRole('region', { name: 'Outcome' }).textContent())?.replaceAll(
    /\s+/g,
    ' ',
  );
  expect(outcome).toContain('1 of 4 events went wrong');
  expect(outcome).toContain('1 failed, 1 dropped, 1 changed, 1 not run.');
  const events = page.getByRole('region', { name: 'Events' });
  const texts = await events.getByRole('listitem').allTextContents();
  expect(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
    '3 Failed: bad No luck. 2 ms index.js:7',
    '2 Dropped: gone 2 ms',
    '1 Changed: good 2 captured, 1 request 2 ms',
  ]);
  await events.getByRole('button', { name: 'index.js:7' }).click();
  expect(await panel.lastSent()).toEqual({ type: 'openSource', source: at(7) });
  await events.getByRole('button', { name: /Failed: bad/ }).click();
  expect(await panel.lastSent()).toEqual({ type: 'runRow', index: 2 });
  await page.getByRole('button', { name: 'Events from a file…' }).click();
  expect(await panel.lastSent()).toEqual({ type: 'runFile' });
});
