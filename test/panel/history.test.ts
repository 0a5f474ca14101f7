import type { Locator, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { PanelHistoryItem, PanelState } from '../../protocol/panel.ts';
import { contrastsIn } from './support/contrast.ts';
import type { PanelPageOptions } from './support/panelPage.ts';
import { everyField, pastRun, run, state } from './support/states.ts';
import { type Theme, themes } from './support/themes.ts';
import { captured, log, trace } from './support/traces.ts';
import { useBrowser } from './support/usePanel.ts';

const browser = useBrowser();

const runs = [
  pastRun({ id: 'run-3' }),
  pastRun({
    id: 'run-2',
    appName: 'First visit',
    rootUri: 'file:///apps/first-visit',
    host: 'EU cloud',
    startedAt: '2022-10-01T11:59:48.000Z',
    outcome: 'failed',
    isWithErrors: true,
    input: '$pageview',
  }),
  pastRun({ id: 'run-1', entryPoint: 'runEveryDay', input: '', isPinned: true, totalMs: 1240 }),
];

/** More than the list shows at once. */
const manyRuns = Array.from({ length: 12 }, (_, index) =>
  pastRun({ id: `run-${index}`, input: `run-number-${index}` }),
);

async function open(parts: Partial<PanelState> = {}, options: PanelPageOptions = {}) {
  const shown = run(trace(), { historyId: 'run-3' });
  const panel = await browser.open(state({ run: shown, history: runs, ...parts }), options);
  const { page } = panel;
  const history = page.getByRole('region', { name: 'History' });
  return { panel, page, history, rows: history.getByRole('listitem') };
}

/** When a run was, as the browser says it here. */
async function clockOf(page: Page, past: PanelHistoryItem | undefined): Promise<string> {
  const text = await page.evaluate(
    (iso) => `Oct 1, ${new Date(iso).toLocaleTimeString()}`,
    past?.startedAt ?? '',
  );
  return text.replaceAll(/\s+/g, ' ');
}

/** Whether nothing of a text is cut off. */
async function isWhole(text: Locator): Promise<boolean> {
  return text.evaluate((element) => {
    const row = element.closest('li')?.getBoundingClientRect();
    const { right, width } = element.getBoundingClientRect();
    return (
      row !== undefined && width > 0 && right <= row.right && element.scrollWidth <= element.clientWidth + 1
    );
  });
}

/** Whether it is in the window, below the head. */
async function isInSight(part: Locator): Promise<boolean> {
  return part.evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect();
    const root = element.getRootNode();
    const head = root instanceof ShadowRoot ? root.querySelector('.head') : null;
    return head !== null && top >= head.getBoundingClientRect().bottom && bottom <= window.innerHeight;
  });
}

it.each([300, 1100])('shows the time of a run beside what can be done with it: %d px', async (width) => {
  const { page, history, rows } = await open({}, { width });
  await history.getByRole('button', { name: 'History of runs' }).click();
  const row = rows.filter({ hasText: '$pageview' });
  await row.hover();
  const time = await row.locator('.run-when').boundingBox();
  const duration = await row.getByText('21 ms').boundingBox();
  const buttons = await row.locator('.run-actions').boundingBox();
  if (time === null || buttons === null || duration === null) throw new Error('Something is not shown.');
  expect(time.y + time.height).toBeLessThanOrEqual(buttons.y + 1);
  expect(duration.x + duration.width).toBeLessThanOrEqual(buttons.x);
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
});

describe('the history', () => {
  it('opens to the runs, the pinned ones first, and marks the one that is shown', async () => {
    const { page, history, rows } = await open();
    await history.getByRole('button', { name: 'History of runs' }).click();
    const labels = await rows.locator('.opener').allTextContents();
    const [noon, before] = [await clockOf(page, runs[0]), await clockOf(page, runs[1])];
    expect(labels.map((label) => label.replaceAll(/\s+/g, ' ').trim())).toEqual([
      `runEveryDay Completed 1.2 s ${noon}`,
      `onEvent signed up Completed 21 ms ${noon}`,
      `onEvent $pageview in First visit Failed 21 ms EU cloud ${before}`,
    ]);
    for (const name of [
      'History of runs: 3',
      `Pinned, runEveryDay, Completed, 1.2 s, ${noon}`,
      `onEvent, signed up, Completed, 21 ms, ${noon}`,
      `onEvent, $pageview, in First visit, Failed, 21 ms, EU cloud, ${before}`,
    ]) {
      expect(await history.getByRole('button', { name, exact: true }).count(), name).toBe(1);
    }
    expect(before).toContain(':48');
    expect(await page.locator('[aria-current="true"]').textContent()).toContain('signed up');
  });

  it.each([
    ['Pin: keep this run', { type: 'pinRun', id: 'run-2', isPinned: true }],
    ['Replay with the same input on local', { type: 'replayRun', id: 'run-2' }],
    ['Edit its input for the next run', { type: 'editRun', id: 'run-2' }],
    ['Compare with the run that is shown', { type: 'compareRun', id: 'run-2' }],
  ])('%s', async (name, message) => {
    const { panel, history, rows } = await open();
    await history.getByRole('button', { name: 'History of runs' }).click();
    await rows.filter({ hasText: '$pageview' }).getByRole('button', { name }).click();
    expect(await panel.lastSent()).toEqual(message);
  });

  it('compares with several runs that belong together, too', async () => {
    const steps = [
      {
        id: 'c.0',
        appName: 'One',
        entryPoint: 'onEvent',
        outcome: 'completed',
        isWithErrors: false,
        isLooping: false,
        totalMs: 1,
      },
    ] as const;
    const { panel, history, rows } = await open({
      history: [...runs, pastRun({ id: 'c', entryPoint: 'whole life cycle', steps })],
    });
    await history.getByRole('button', { name: 'History of runs' }).click();
    const row = rows.filter({ hasText: 'whole life cycle' });
    await row.getByRole('button', { name: 'Compare with the run that is shown' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'compareRun', id: 'c' });
  });

  it('leaves no hole above the list once the mouse has left it', async () => {
    const { panel, history, rows, page } = await open({ config: everyField });
    await history.getByRole('button', { name: 'History of runs' }).click();
    await rows.first().hover();
    await panel.receive({ type: 'patch', patch: { config: [] } });
    const gap = async (): Promise<string> =>
      page.locator('.history').evaluate((part) => getComputedStyle(part).marginTop);
    await expect.poll(gap).not.toBe('0px');
    await history.getByRole('button', { name: 'History of runs' }).hover();
    await expect.poll(gap).toBe('0px');
  });

  it('keeps the row under the mouse in its place beside long results, too', async () => {
    const logs = Array.from({ length: 150 }, (_, index) => log(`line ${index}`));
    const long = run(trace({ logs, captured: Array.from({ length: 40 }, () => captured()) }));
    const { panel, page, history, rows } = await open({ run: long }, { width: 1100 });
    await history.getByRole('button', { name: 'History of runs' }).click();
    await page.evaluate(() => window.scrollTo(0, 600));
    const row = rows.filter({ hasText: '$pageview' });
    await row.hover();
    const before = await row.boundingBox();
    await panel.receive({ type: 'patch', patch: { config: everyField } });
    expect(await row.boundingBox()).toEqual(before);
    await panel.receive({ type: 'patch', patch: { config: [] } });
    expect(await row.boundingBox()).toEqual(before);
    await history.getByRole('button', { name: 'History of runs' }).hover();
    await expect.poll(async () => page.locator('.side').evaluate((part) => part.style.top)).toBe('');
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

  it('tells runs apart in 300 px: what, outcome, duration, host and time to the second', async () => {
    const { history, rows, page } = await open({}, { width: 300 });
    await history.getByRole('button', { name: 'History of runs' }).click();
    const row = rows.filter({ hasText: '$pageview' });
    for (const text of ['Failed', '21 ms', 'EU cloud', await clockOf(page, runs[1])])
      expect(await isWhole(row.getByText(text)), text).toBe(true);
    expect(
      await row.locator('.run-host').evaluate((tag) => getComputedStyle(tag, '::before').backgroundColor),
    ).toBe(await row.locator('.outcome-icon').evaluate((sign) => getComputedStyle(sign).color));
    // Two lines, whatever stands in them.
    for (const one of await rows.all()) expect((await one.boundingBox())?.height).toBeLessThan(52);
    const actions = row.locator('.run-actions');
    const opacity = async (): Promise<string> => actions.evaluate((part) => getComputedStyle(part).opacity);
    await page.mouse.move(0, 0);
    expect(await opacity()).toBe('0');
    await row.hover();
    expect(await opacity()).toBe('1');
    await page.mouse.move(0, 0);
    await row.locator('.opener').focus();
    expect(await opacity()).toBe('1');
  });

  it.each([2, 6])(
    'keeps the row under the mouse where it is when a run comes above it: %d',
    async (number) => {
      const { panel, history, rows, page } = await open({ history: manyRuns });
      await history.getByRole('button', { name: 'History of runs' }).click();
      const row = rows.filter({ hasText: `run-number-${number}` });
      await row.getByRole('button', { name: 'Replay with the same input' }).click();
      const before = await row.boundingBox();
      await panel.receive({ type: 'patch', patch: { run: run(null, { id: 2 }) } });
      await panel.receive({
        type: 'patch',
        patch: {
          run: run(trace({ logs: [log('more')] }), { id: 2, historyId: 'new' }),
          history: [pastRun({ id: 'new', input: 'new' }), ...manyRuns],
        },
      });
      expect(await row.boundingBox()).toEqual(before);
      expect(await history.locator(':focus').getAttribute('title')).toBe(
        'Replay with the same input on local',
      );
      expect(await row.locator(':focus').count()).toBe(1);
      expect(await isInSight(page.getByRole('heading', { name: 'Completed' }))).toBe(true);
    },
  );

  it('does so by the page where the list is too short to scroll', async () => {
    const { panel, history, rows } = await open(
      { history: manyRuns.slice(0, 3) },
      { width: 300, height: 640 },
    );
    await history.getByRole('button', { name: 'History of runs' }).click();
    const row = rows.filter({ hasText: 'run-number-1' });
    await row.getByRole('button', { name: 'Replay with the same input' }).click();
    const before = await row.boundingBox();
    await panel.receive({
      type: 'patch',
      patch: {
        run: run(trace(), { id: 2, historyId: 'new' }),
        history: [pastRun({ id: 'new', input: 'new' }), ...manyRuns.slice(0, 3)],
      },
    });
    expect(await row.boundingBox()).toEqual(before);
  });

  it.each([
    ['a longer form', 760, [] as PanelState['config'], everyField, 2000],
    ['a shorter form', 760, everyField, [] as PanelState['config'], 2000],
    ['a shorter form and outcome', 400, everyField, [] as PanelState['config'], 1],
    ['a shorter outcome', 400, everyField, everyField, 1],
  ])(
    'keeps the row under the mouse where it is when another app has %s',
    async (_, height, before, after, lines) => {
      const logs = Array.from({ length: 30 }, (_value, index) => log(`line ${index}`));
      const shown = run(trace({ logs }), { historyId: 'run-0' });
      const { panel, history, rows } = await open(
        { history: manyRuns, config: before, run: shown },
        { height, keptState: { toggled: { config: true, history: true } } },
      );
      const row = rows.filter({ hasText: 'run-number-3' });
      await row.scrollIntoViewIfNeeded();
      await row.hover();
      const place = await row.boundingBox();
      await panel.receive({
        type: 'patch',
        patch: {
          config: after,
          run: run(trace({ logs: logs.slice(0, lines) }), { id: 2, historyId: 'run-3', isPast: true }),
        },
      });
      const moved = ((await row.boundingBox())?.y ?? 0) - (place?.y ?? 0);
      expect(Math.abs(moved)).toBeLessThan(1);
      expect(await history.locator('[aria-current="true"]').textContent()).toContain('run-number-3');
    },
  );

  it.each([420, 600, 760, 900])(
    'keeps the row of a run of several apps where it is in a narrow panel, %d px high',
    async (height) => {
      const step = { outcome: 'completed', isWithErrors: false, isLooping: false, totalMs: 12 } as const;
      const steps = [
        { ...step, id: 'run-2.0', appName: 'Signup enricher', entryPoint: 'processEvent' },
        { ...step, id: 'run-2.1', appName: 'First visit', entryPoint: 'processEvent' },
        { ...step, id: 'run-2.2', appName: 'Signup enricher', entryPoint: 'onEvent' },
        { ...step, id: 'run-2.3', appName: 'First visit', entryPoint: 'onEvent' },
      ];
      const several = { appName: 'Signup enricher → First visit', entryPoint: 'processEvent', steps };
      const history = manyRuns.map((past) => (past.id === 'run-2' ? { ...past, ...several } : past));
      const opened = await open(
        { history, config: everyField, run: run(trace(), { historyId: 'run-0' }) },
        { width: 300, height, keptState: { toggled: { history: true } } },
      );
      const { apps, entryPoints, entryPoint, config } = state({ config: everyField });
      const alone = { apps, entryPoints, entryPoint, config, chain: null };
      const inOrder = {
        apps: ['signup-enricher', 'first-visit'].map((name) => ({ rootUri: `file:///apps/${name}`, name })),
        entryPoints: [],
        entryPoint: 'processEvent',
        config: [],
        chain: { id: 'run-2', isLifeCycle: false, steps },
      };
      const choose = async (number: number, runId: string, parts: Partial<PanelState>): Promise<number> => {
        const row = opened.rows.filter({ hasText: `run-number-${number}` });
        await row.locator('.opener').click();
        const place = await row.boundingBox();
        const chosen = run(trace(), { id: number + 10, historyId: runId, isPast: true });
        await opened.panel.receive({ type: 'patch', patch: { ...parts, run: chosen } });
        return Math.abs(((await row.boundingBox())?.y ?? 0) - (place?.y ?? 0));
      };
      // In a low window the first one that is chosen makes room for its outcome.
      await choose(4, 'run-4', alone);
      expect(await choose(2, 'run-2.3', inOrder)).toBeLessThan(1);
      expect(await isInSight(opened.page.getByRole('heading', { name: 'Apps in order', exact: true }))).toBe(
        true,
      );
      expect(await choose(3, 'run-3', alone)).toBeLessThan(1);
    },
  );

  it('keeps the run that is chosen in sight beside its outcome, in a low window too', async () => {
    const { panel, page, history, rows } = await open(
      { history: manyRuns, config: everyField },
      { width: 340, height: 400, keptState: { toggled: { config: true, history: true } } },
    );
    await rows.nth(5).locator('.opener').click();
    const chosen = run(trace(), { id: 2, historyId: 'run-5', isPast: true });
    await panel.receive({ type: 'patch', patch: { run: chosen } });
    expect(await isInSight(history.locator('[aria-current="true"]'))).toBe(true);
    expect(await isInSight(page.getByRole('heading', { name: 'Completed' }))).toBe(true);
  });

  it('shows a run that has just ended, wherever its list is scrolled', async () => {
    const { panel, history, rows } = await open({ history: manyRuns });
    await history.getByRole('button', { name: 'History of runs' }).click();
    await rows.last().scrollIntoViewIfNeeded();
    const ended = run(trace(), { id: 2, historyId: 'new' });
    const list = [pastRun({ id: 'new', input: 'new' }), ...manyRuns];
    await panel.receive({ type: 'patch', patch: { run: ended, history: list } });
    expect(await isInSight(rows.first())).toBe(true);
    expect(await rows.first().locator('.opener').getAttribute('aria-current')).toBe('true');
    expect(await rows.first().locator('.opener').getAttribute('tabindex')).toBe('0');
  });

  it('keeps the focus on a run that is pinned', async () => {
    const { panel, history, rows, page } = await open({ history: manyRuns });
    await history.getByRole('button', { name: 'History of runs' }).click();
    const row = rows.filter({ hasText: 'run-number-6' });
    await row.locator('.opener').focus();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await panel.lastSent()).toEqual({ type: 'pinRun', id: 'run-6', isPinned: true });
    const pinned = manyRuns.map((past) => (past.id === 'run-6' ? { ...past, isPinned: true } : past));
    await panel.receive({ type: 'patch', patch: { history: pinned } });
    expect(await rows.first().locator(':focus').getAttribute('title')).toBe('Unpin');
    await page.keyboard.press('ArrowDown');
    expect(await rows.nth(1).locator(':focus').count()).toBe(1);
  });

  it.each(Object.keys(themes) as Theme[])(
    'shows the focus on the run that is shown, too: %s',
    async (theme) => {
      const { panel, history, rows } = await open(
        { history: manyRuns, run: run(trace(), { historyId: 'run-0' }) },
        { theme },
      );
      const line = (): Promise<string> =>
        rows
          .first()
          .locator('.opener')
          .evaluate((row) => {
            const { outlineColor, outlineStyle } = getComputedStyle(row);
            return `${outlineStyle} ${outlineColor}`;
          });
      await history.getByRole('button', { name: 'History of runs' }).focus();
      await panel.page.keyboard.press('Enter');
      await rows.first().waitFor();
      const without = await line();
      await panel.receive({ type: 'reveal', part: 'history' });
      expect(await rows.first().locator('.opener:focus-visible').count()).toBe(1);
      expect(await line()).toMatch(/^solid (?!rgba\(0, 0, 0, 0\))/);
      expect(await line()).not.toBe(without);
    },
  );

  it.each(Object.keys(themes) as Theme[])(
    'shows the name of the run that is shown stronger than what is told of it: %s',
    async (theme) => {
      const { page, history } = await open({ run: run(trace(), { historyId: 'run-2' }) }, { theme });
      await history.getByRole('button', { name: 'History of runs' }).click();
      const [name, ...others] = await contrastsIn(page, '.past.shown');
      expect(name?.text).toBe('onEvent');
      expect(others.map(({ text }) => text)).toEqual([
        '$pageview',
        'in First visit',
        'Failed',
        '21 ms',
        'EU cloud',
        expect.stringContaining('Oct 1'),
      ]);
      for (const { ratio } of others) {
        expect(ratio).toBeGreaterThan(4.5);
        expect(ratio).toBeLessThan(name?.ratio ?? 0);
      }
    },
  );

  it('keeps the buttons of a run in their places when it becomes the one that is shown', async () => {
    const { panel, history, rows } = await open({
      history: manyRuns,
      run: run(trace(), { historyId: 'run-0' }),
    });
    await history.getByRole('button', { name: 'History of runs' }).click();
    const debug = rows.nth(2).getByRole('button', { name: /^Debug/ });
    await debug.focus();
    const before = await debug.boundingBox();
    await panel.receive({
      type: 'patch',
      patch: { run: run(trace(), { id: 2, historyId: 'run-2', isPast: true }) },
    });
    expect((await debug.boundingBox())?.x).toBe(before?.x);
    expect(await debug.evaluate((button) => button.matches(':focus'))).toBe(true);
  });

  it('brings the comparison into sight that was asked for', async () => {
    const { panel, page, history } = await open(
      { history: manyRuns, config: everyField },
      { keptState: { toggled: { config: true } } },
    );
    await history.getByRole('button', { name: 'History of runs' }).click();
    const comparison = {
      id: 'run-2',
      startedAt: '2022-10-01T11:58:00.000Z',
      differences: ['2 more log lines.'],
    };
    await panel.receive({ type: 'patch', patch: { comparison } });
    expect(await isInSight(page.getByRole('region', { name: /^Compared with the run of/ }))).toBe(true);
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
  const cost = { totalMs: 30, callMs: 24, cpuMs: 9.4, memoryBytes: 58_400_000, requests: 1002, bytes: 83 };
  const before = { totalMs: 18, callMs: 8, cpuMs: 9.1, memoryBytes: 57_000_000, requests: 1003, bytes: 83 };
  const { page } = await open({ run: run(trace(), { cost, costBefore: before }) });
  const texts = await page.locator('.cost > div').allTextContents();
  expect(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
    'Call 24 ms ▲ 16 ms16 ms more than in the run before',
    'CPU 9 ms',
    'Memory 58.4 MB',
    'Requests 1,002 ▼ 11 less than in the run before',
    'Data 83 B',
  ]);
});

it('the cost of a run that was ended says what was not measured', async () => {
  const cost = {
    totalMs: 2300,
    callMs: 2200,
    cpuMs: null,
    memoryBytes: null,
    requests: 2,
    bytes: 83,
    isEnded: true,
  };
  const { page } = await open({ run: run(trace({ outcome: 'failed' }), { cost }) });
  const texts = await page.locator('.cost > div').allTextContents();
  expect(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
    'Call 2.2 s until it was ended',
    'CPU not measured',
    'Memory not measured',
    'Requests 2',
    'Data 83 B',
  ]);
  await page.setViewportSize({ width: 300, height: 640 });
  for (const value of await page.locator('.cost dd').all()) {
    expect(await value.evaluate((part) => part.scrollWidth <= part.clientWidth)).toBe(true);
  }
});
