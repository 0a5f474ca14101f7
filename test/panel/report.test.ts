import { expect, it } from 'vitest';
import { outcomeIcon } from '../../client/panel/view/outcomePart.ts';
import { live, pastRun, run, state } from './support/states.ts';
import { at, captured, request, trace } from './support/traces.ts';
import { useBrowser } from './support/usePanel.ts';

const browser = useBrowser();

/** What an app of several did with the event, as the list shows it. */
const step = {
  outcome: 'changed',
  isWithErrors: false,
  isLooping: false,
  totalMs: 12,
  entryPoint: 'processEvent',
} as const;

it('several apps in order are listed with what each did, and each run opens', async () => {
  const chain = [
    { ...step, id: 'r1', appName: 'First' },
    { ...step, id: 'r2', appName: 'Second', outcome: 'dropped' as const },
    {
      ...step,
      id: 'r3',
      appName: 'Third',
      entryPoint: 'onEvent',
      outcome: 'completed' as const,
      isLooping: true,
    },
  ];
  const panel = await browser.open(
    state({ chain: { id: 'r', isLifeCycle: false, steps: chain }, run: run(trace(), { historyId: 'r2' }) }),
  );
  const part = panel.page.getByRole('region', { name: 'Apps in order' });
  const texts = await part.getByRole('listitem').allTextContents();
  expect(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
    'First processEvent Changed 12 ms',
    'Second processEvent Dropped 12 ms',
    'Third onEvent Completed, but it loops 12 ms',
  ]);
  expect(await panel.page.getByRole('region', { name: 'Outcome' }).textContent()).toContain(
    'Second: onEvent on local',
  );
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
      {
        ...row,
        index: 0,
        outcome: 'changed',
        name: 'good',
        captured: 2,
        requests: 1,
        notArrived: { captured: 1, requests: 1 },
      },
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
  await panel.receive({ type: 'patch', patch: { history: [pastRun({ outcome: 'failed', report })] } });
  await page.getByRole('button', { name: 'History of runs' }).click();
  expect(await page.getByRole('region', { name: 'History' }).getByRole('listitem').textContent()).toContain(
    '1 of 4 events went wrong',
  );
  const events = page.getByRole('region', { name: 'Events' });
  const texts = await events.getByRole('listitem').allTextContents();
  expect(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
    '3 Failed: bad No luck. 2 ms index.js:7',
    '2 Dropped: gone 2 ms',
    '1 Changed: good 2 captured, 1 request, 2 not accepted 2 ms',
  ]);
  const ends = await events
    .locator('.report-row .time:last-child')
    .evaluateAll((times) => times.map((time) => time.getBoundingClientRect().right));
  expect(new Set(ends).size).toBe(1);
  await events.getByRole('button', { name: 'index.js:7' }).click();
  expect(await panel.lastSent()).toEqual({ type: 'openSource', source: at(7) });
  await events.getByRole('button', { name: /Failed: bad/ }).click();
  expect(await panel.lastSent()).toEqual({ type: 'runRow', index: 2 });
  await page.getByRole('button', { name: 'Events from a file…' }).click();
  expect(await panel.lastSent()).toEqual({ type: 'runFile' });
});

it('a list of events stays what Run sends, with a way back to one event', async () => {
  const { input } = state();
  const list = { label: '500 events from spikes.jsonl' };
  const samples = [{ id: '(list)', label: list.label }, ...(input?.samples ?? [])];
  const panel = await browser.open(
    state({ input: input === null ? null : { ...input, samples, sampleId: '(list)', text: '', list } }),
  );
  const events = panel.page.getByRole('region', { name: 'Events' });
  expect(await events.textContent()).toContain(
    'Run sends 500 events from spikes.jsonl, one after the other.',
  );
  await events.getByRole('button', { name: 'Open' }).click();
  expect(await panel.lastSent()).toEqual({ type: 'openList' });
  await events.getByRole('button', { name: 'Back to one event' }).click();
  expect(await panel.lastSent()).toEqual({ type: 'selectSample', id: 'signup' });
  await panel.receive({ type: 'patch', patch: { isLifeCycle: true } });
  expect(await events.textContent()).toContain('Run sends one event, not 500 events from spikes.jsonl.');
});

const apps = [
  { rootUri: 'file:///a', name: 'UTM tagger' },
  { rootUri: 'file:///b', name: 'Revenue normalizer' },
];

it('several apps in order stay chosen: the head names them, and one event goes in', async () => {
  const panel = await browser.open(state({ apps, entryPoints: [], entryPoint: 'processEvent' }));
  const { page } = panel;
  const name = 'Several apps in order: UTM tagger → Revenue normalizer';
  await page.getByRole('button', { name, exact: true }).click();
  expect(await panel.lastSent()).toEqual({ type: 'selectApp' });
  expect(await page.getByRole('combobox', { name: 'What to run' }).count()).toBe(0);
  expect(await page.getByRole('button', { name: 'Events from a file…' }).count()).toBe(0);
  await page.getByRole('button', { name: /^Run/ }).click();
  expect(await panel.lastSent()).toEqual({ type: 'run' });
});

it('several apps in order are one entry of the history, marked while one of their runs is shown', async () => {
  const steps = [
    { ...step, id: 'r.0', appName: 'UTM tagger' },
    { ...step, id: 'r.1', appName: 'Revenue normalizer' },
  ];
  const entry = pastRun({ id: 'r', appName: 'UTM tagger → Revenue normalizer', outcome: 'changed', steps });
  const panel = await browser.open(
    state({
      apps,
      history: [entry, pastRun({ id: 'one' })],
      chain: { id: 'r', isLifeCycle: false, steps },
      run: run(trace({ outcome: 'changed' }), { historyId: 'r.1' }),
    }),
  );
  const history = panel.page.getByRole('region', { name: 'History' });
  await history.getByRole('button', { name: 'History of runs' }).click();
  const shown = history.locator('[aria-current="true"]');
  expect(await shown.getAttribute('aria-label')).toContain(
    'Several apps in order: UTM tagger → Revenue normalizer, signed up',
  );
  const row = history.getByRole('listitem').first();
  expect(await row.getByRole('button', { name: /^Compare/ }).count()).toBe(0);
  await row.getByRole('button', { name: /^Replay/ }).click();
  expect(await panel.lastSent()).toEqual({ type: 'replayRun', id: 'r' });
});

it('a run that was given something else than the panel has now shows what that was', async () => {
  const panel = await browser.open(state({ run: run(trace()), isOtherInput: true }));
  const outcome = panel.page.getByRole('region', { name: 'Outcome' });
  await outcome.getByRole('button', { name: /This run was given\s+signed up of ada, 3 properties/ }).click();
  expect(await outcome.getByRole('group', { name: 'What the run was given' }).textContent()).toContain(
    'signed up',
  );
  await outcome.getByRole('button', { name: 'Edit for the Next Run' }).click();
  expect(await panel.lastSent()).toEqual({ type: 'editRun', id: 'run-1' });
  await outcome.getByRole('button', { name: 'Open', exact: true }).click();
  expect(await panel.lastSent()).toEqual({ type: 'openRunInput' });
  await panel.receive({ type: 'patch', patch: { isOtherInput: false } });
  expect(await outcome.textContent()).not.toContain('This run was given');
});

it('a run that loops is not plainly completed', async () => {
  const fates = [{ grade: 'loops', message: 'It comes back.' }] as const;
  const panel = await browser.open(
    state({
      run: run(trace({ captured: [captured()] }), { fates }),
      history: [pastRun({ isLooping: true })],
    }),
  );
  const outcome = panel.page.getByRole('region', { name: 'Outcome' });
  expect(await outcome.getByRole('heading').textContent()).toBe('Completed, but it loops');
  expect(await outcome.textContent()).toContain('without end');
  expect(await outcome.getAttribute('class')).toContain('warn');
});

it('a captured event that went out is no request besides', async () => {
  const sent = captured({ delivery: 'sent' });
  const requests = [request({ via: 'capture' }), request({ via: 'fetch', status: 503 })];
  const panel = await browser.open(
    state({ run: run(trace({ captured: [sent, captured({ delivery: 'rejected' })], requests })) }),
  );
  const outcome = await panel.page.getByRole('region', { name: 'Outcome' }).textContent();
  expect(outcome?.replaceAll(/\s+/g, ' ')).toContain(
    '2 events captured, 1 not accepted · 1 other request, 1 without success',
  );
});

it('the timeline says that what an app stores is new in each run', async () => {
  const store = { at: 2, cause: captured().cause, operation: 'get', key: 'count', value: null };
  const panel = await browser.open(state({ run: run(trace({ storage: [store] })) }));
  const timeline = panel.page.getByRole('region', { name: 'Timeline' });
  expect(await timeline.textContent()).toContain('Storage and cache start empty in each run.');
  await panel.receive({ type: 'patch', patch: { run: run(trace({ requests: [request()] }), { id: 2 }) } });
  expect(await timeline.textContent()).not.toContain('start empty');
});

it('a replay says which host it goes to', async () => {
  const panel = await browser.open(
    state({ host: live, history: [pastRun(), pastRun({ id: 'r2', host: 'EU cloud' })] }),
  );
  const history = panel.page.getByRole('region', { name: 'History' });
  await history.getByRole('button', { name: 'History of runs' }).click();
  const names = await history
    .getByRole('button', { name: /^Replay/ })
    .evaluateAll((buttons) => buttons.map((button) => button.getAttribute('title')));
  expect(names).toEqual([
    'Replay with the same input on EU cloud; it ran on local',
    'Replay with the same input on EU cloud',
  ]);
});

it('the whole life of an app is among what can be run, and is told step by step', async () => {
  const step = { outcome: 'completed', isWithErrors: false, isLooping: false, totalMs: 2 } as const;
  const steps = ['setupPlugin', 'onEvent', 'teardownPlugin'].map((entryPoint, index) => ({
    ...step,
    id: `r.${index}`,
    appName: 'Signup enricher',
    entryPoint,
  }));
  const panel = await browser.open(
    state({
      chain: { id: 'r', isLifeCycle: true, steps },
      history: [pastRun({ id: 'r', entryPoint: 'whole life cycle', steps })],
      run: run(trace(), { historyId: 'r.2' }),
    }),
  );
  const { page } = panel;
  await page.getByRole('combobox', { name: 'What to run' }).click();
  await page.getByRole('option', { name: /whole life cycle/ }).click();
  expect(await panel.lastSent()).toEqual({ type: 'selectEntryPoint', entryPoint: 'whole life cycle' });
  await panel.receive({ type: 'patch', patch: { isLifeCycle: true } });
  expect(await page.getByRole('banner').textContent()).toContain(
    'Runs setupPlugin, the event, the schedules',
  );
  const texts = await page
    .getByRole('region', { name: 'Life of the app' })
    .getByRole('listitem')
    .allTextContents();
  expect(texts.map((text) => text.replaceAll(/\s+/g, ' ').trim())).toEqual([
    'setupPlugin Completed 2 ms',
    'onEvent Completed 2 ms',
    'teardownPlugin Completed 2 ms',
  ]);
  const history = page.getByRole('region', { name: 'History' });
  await history.getByRole('button', { name: 'History of runs' }).click();
  expect(await history.locator('[aria-current="true"]').textContent()).toContain('whole life cycle');
});

it('a loop has one sign, whatever became of the event', () => {
  expect(outcomeIcon('completed', 'warn')).toBe('warning');
  expect(outcomeIcon('changed', 'warn')).toBe('warning');
  expect(outcomeIcon('dropped', 'warn')).toBe('dropped');
  expect(outcomeIcon('changed', 'good')).toBe('check');
});
