import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PanelState } from '../../protocol/panel.ts';
import { PanelBrowser } from './support/panelPage.ts';
import { pastRun, run, state } from './support/states.ts';
import { trace } from './support/traces.ts';

let browser: PanelBrowser;

beforeAll(async () => {
  browser = await PanelBrowser.start();
}, 60_000);

afterAll(async () => {
  await browser.stop();
});

const runs = [
  pastRun({ id: 'run-3' }),
  pastRun({ id: 'run-2', outcome: 'failed', isWithErrors: true, input: '$pageview' }),
  pastRun({ id: 'run-1', entryPoint: 'runEveryDay', input: '', isPinned: true }),
];

async function open(parts: Partial<PanelState> = {}) {
  const shown = run(trace(), { historyId: 'run-3' });
  const panel = await browser.open(state({ run: shown, history: runs, ...parts }));
  const { page } = panel;
  const history = page.getByRole('region', { name: 'History' });
  return { panel, page, history, rows: history.getByRole('listitem') };
}

describe('the history', () => {
  it('opens to the runs, the pinned ones first, and marks the one that is shown', async () => {
    const { page, history, rows } = await open();
    await history.getByRole('button', { name: 'History of runs' }).click();
    const labels = await rows.locator('.opener').allTextContents();
    expect(labels.map((label) => label.replaceAll(/\s+/g, ' ').trim())).toEqual([
      expect.stringMatching(/^Pinned, Completed: runEveryDay Oct 1$/),
      expect.stringMatching(/^Completed: onEvent signed up Oct 1$/),
      expect.stringMatching(/^Failed: onEvent \$pageview Oct 1$/),
    ]);
    expect(await page.locator('[aria-current="true"]').textContent()).toContain('signed up');
  });

  it.each([
    ['Pin: keep this run', { type: 'pinRun', id: 'run-2', isPinned: true }],
    ['Replay with the same input', { type: 'replayRun', id: 'run-2' }],
    ['Edit its input, to replay that', { type: 'editRun', id: 'run-2' }],
    ['Compare with the run that is shown', { type: 'compareRun', id: 'run-2' }],
  ])('%s', async (name, message) => {
    const { panel, history, rows } = await open();
    await history.getByRole('button', { name: 'History of runs' }).click();
    await rows.filter({ hasText: '$pageview' }).getByRole('button', { name }).click();
    expect(await panel.lastSent()).toEqual(message);
  });

  it('shows a run again, and says that it is one of before', async () => {
    const { panel, page, history, rows } = await open();
    await history.getByRole('button', { name: 'History of runs' }).click();
    await rows.getByRole('button', { name: /Failed/ }).click();
    expect(await panel.lastSent()).toEqual({ type: 'openRun', id: 'run-2' });
    const past = run(trace({ outcome: 'failed' }), { id: 2, historyId: 'run-2', isPast: true });
    await panel.receive({ type: 'patch', patch: { run: past } });
    expect(await page.getByRole('region', { name: 'Outcome' }).textContent()).toContain('from the history');
  });

  it('opens with the focus on it when the user asks for it', async () => {
    const { panel, history } = await open();
    await panel.receive({ type: 'reveal', part: 'history' });
    expect(await history.locator(':focus').textContent()).toContain('runEveryDay');
  });

  it('says what differs from another run, with the diff a click away', async () => {
    const differences = ['Outcome: Failed → Completed.', '2 more log lines.'];
    const comparison = { id: 'run-2', startedAt: '2022-10-01T11:58:00.000Z', differences };
    const { panel, page } = await open({ comparison });
    const part = page.getByRole('region', { name: /^Compared with the run of/ });
    expect(await part.getByRole('listitem').allTextContents()).toEqual(differences);
    await part.getByRole('button', { name: 'Open Diff' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'openComparison' });
    await part.getByRole('button', { name: 'Close the comparison' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'closeComparison' });
  });
});

it('the cost says what changed since the run before, and leaves chance out', async () => {
  const cost = { totalMs: 30, callMs: 24, cpuMs: 9.4, memoryBytes: 58_400_000, requests: 2, bytes: 83 };
  const before = { totalMs: 18, callMs: 8, cpuMs: 9.1, memoryBytes: 57_000_000, requests: 3, bytes: 83 };
  const { page } = await open({ run: run(trace(), { cost, costBefore: before }) });
  const texts = await page.locator('.cost > div').allTextContents();
  expect(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
    'Call 24 ms ▲ 16 ms16 ms more than in the run before',
    'CPU 9 ms',
    'Memory 58.4 MB',
    'Requests 2 ▼ 11 less than in the run before',
    'Data 83 B',
  ]);
});
