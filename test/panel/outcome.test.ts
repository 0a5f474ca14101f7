/** What became of a run, and that it is seen. */
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { everyField, field, live, pastRun, run } from './support/states.ts';
import { at, captured, changedEvent, log, request, runError, trace } from './support/traces.ts';
import { usePanel } from './support/usePanel.ts';

const open = usePanel();

const noKey = request({
  url: 'https://eu.posthog.com/api/projects/42/annotations/',
  disposition: 'blocked',
  status: null,
  error: 'There is no personal API key for eu.posthog.com, so the call was not sent.',
  action: { kind: 'set-personal-key', origin: 'https://eu.posthog.com' },
});

describe('the outcome comes into sight', () => {
  const narrow = { width: 300, height: 640 };

  /** How far the outcome is below the head; it ends in the window. */
  async function belowHead(page: Page): Promise<number> {
    const [outcome, head] = await Promise.all(
      ['.outcome', '.head'].map(async (part) => page.locator(part).boundingBox()),
    );
    if (outcome === null || head === null || outcome === undefined || head === undefined) return Number.NaN;
    return outcome.y + outcome.height <= narrow.height ? outcome.y - head.y - head.height : Number.NaN;
  }

  it('when a run ends below a form that is open, and the focus stays', async () => {
    const { panel, page, button } = await open({ config: everyField }, narrow);
    await button('Change Secret of the deploy script').focus();
    await panel.receive({ type: 'patch', patch: { run: run(trace({ captured: [captured()] })) } });
    expect(await belowHead(page)).toBeGreaterThanOrEqual(0);
    await button('Fields of the config').click();
    await button('Run').focus();
    await page.evaluate(() => window.scrollTo(0, 0));
    expect(await belowHead(page)).toBeNaN();
    await button('Run').click();
    await panel.receive({ type: 'patch', patch: { run: run(trace(), { id: 2 }) } });
    expect(await belowHead(page)).toBeGreaterThanOrEqual(0);
    expect(await page.locator('.run:focus').count()).toBe(1);
  });

  it('but not for a run that follows a save, nor when the panel comes back', async () => {
    const tall = trace({ logs: Array.from({ length: 60 }, (_, index) => log(`line ${index}`)) });
    const { panel, page } = await open({ run: run(tall), isWatching: true }, narrow);
    await page.evaluate(() => window.scrollTo(0, 700));
    await panel.receive({ type: 'patch', patch: { run: run(tall, { id: 2 }) } });
    expect(await page.evaluate(() => window.scrollY)).toBe(700);
    const past = await open({ config: everyField }, narrow);
    await past.panel.receive({ type: 'patch', patch: { run: run(tall, { isPast: true }) } });
    expect(await page.evaluate(() => window.scrollY)).toBe(0);
  });

  it('while the first run is on, too', async () => {
    const { panel, page } = await open({ config: everyField, opened: { config: true } }, narrow);
    await panel.receive({ type: 'patch', patch: { run: run(null) } });
    expect(await belowHead(page)).toBeGreaterThanOrEqual(0);
  });

  it('only as far as needed for a run that is chosen in the history', async () => {
    const history = Array.from({ length: 9 }, (_, index) => pastRun({ id: `run-${index}` }));
    const { panel, page, button } = await open({ config: everyField, history, run: run(trace()) }, narrow);
    await button('Fields of the config').click();
    await button('History of runs').click();
    const rows = page.getByRole('region', { name: 'History' }).getByRole('listitem');
    await rows.nth(2).locator('.opener').click();
    const before = await page.evaluate(() => window.scrollY);
    const shown = run(trace({ outcome: 'failed' }), { id: 2, historyId: 'run-2', isPast: true });
    await panel.receive({ type: 'patch', patch: { run: shown } });
    const box = await page.getByRole('heading', { name: 'Failed' }).boundingBox();
    expect(box === null ? 0 : box.y + box.height).toBeLessThan(narrow.height);
    expect(await page.evaluate(() => window.scrollY)).toBeGreaterThan(before);
    // The runs beside it can still be chosen.
    await rows.nth(3).locator('.opener').click({ timeout: 1000, trial: true });
  });

  it('and that of before is grey while another run is on', async () => {
    const { panel, page, region } = await open({ run: run(trace()) });
    await panel.receive({ type: 'patch', patch: { run: run(null, { id: 2 }) } });
    const outcome = region('Outcome');
    expect(await outcome.textContent()).toContain('last run');
    await page.waitForFunction(() => {
      const root = document.querySelector('posthog-run-panel')?.shadowRoot;
      const part = root?.querySelector('.outcome');
      return part !== null && part !== undefined && getComputedStyle(part).filter === 'grayscale(1)';
    });
    await panel.receive({ type: 'patch', patch: { run: run(trace(), { id: 2 }) } });
    expect(await outcome.textContent()).not.toContain('last run');
  });
});

describe('results', () => {
  it('show the changes of an event property by property, and in the diff editor', async () => {
    const { panel, page, region, button } = await open({
      run: run(trace({ outcome: 'changed', events: [changedEvent] }), { entryPoint: 'processEvent' }),
    });
    expect(await region('Outcome').textContent()).toContain('Changed');
    const changes = page.getByRole('list', { name: '3 changes' }).getByRole('listitem');
    const texts = (await changes.allTextContents()).map((text) => text.replaceAll(/\s+/g, ' ').trim());
    expect(texts).toEqual([
      '− removed properties.$ip "203.0.113.7"',
      '~ changed properties.plan "startup" → "enterprise"',
      '+ added properties.country "NL"',
    ]);
    await button('Open Diff').click();
    expect(await panel.lastSent()).toEqual({ type: 'openDiff', event: 0 });
  });

  it('give the name of a property the room that it needs', async () => {
    const named = (minutes: number) => ({ event: 'x', properties: { parcel_minutes: minutes } });
    const event = { ...changedEvent, before: named(1), after: named(88) };
    const { page } = await open(
      { run: run(trace({ outcome: 'changed', events: [event] }), { entryPoint: 'processEvent' }) },
      { width: 490 },
    );
    const path = page.getByRole('list', { name: '1 change' }).locator('.path');
    expect(await path.evaluate((name) => name.getClientRects().length)).toBe(1);
    expect((await path.boundingBox())?.height).toBeLessThan(25);
  });

  it("show an error with the author's own lines", async () => {
    const { panel, region, page } = await open({
      run: run(trace({ outcome: 'failed', errors: [runError()] })),
    });
    const outcome = region('Outcome');
    expect(await outcome.textContent()).toContain(
      "TypeError: Cannot read properties of undefined (reading 'split')",
    );
    await outcome.getByRole('button', { name: 'index.js:16' }).first().click();
    expect(await panel.lastSent()).toEqual({ type: 'openSource', source: at(16) });
    const frames = page.getByRole('list', { name: /^Calls that led to it/ }).getByRole('listitem');
    expect(await frames.count()).toBe(2);
  });

  it('show captured events with their properties and the line that captured them', async () => {
    const { panel, page, region, button } = await open({ run: run(trace({ captured: [captured()] })) });
    const events = region('Captured events');
    await button('company identified of ada').click();
    expect(
      await page.getByRole('group', { name: 'Properties of company identified' }).textContent(),
    ).toContain('"example.com"');
    expect(await events.textContent()).toContain('through all installed apps again');
    await events.getByRole('button', { name: 'index.js:22' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'openSource', source: at(22) });
  });

  it('say why an event was captured and whether it comes back, and run with it at a click', async () => {
    const fate = { grade: 'loops', message: 'Every event that this captures comes back to it.' } as const;
    const { panel, region, button } = await open({
      run: run(trace({ captured: [captured(), captured({ event: 'other' })] }), { fates: [fate, null] }),
    });
    await button(/company identified of ada\s+comes back: a loop/).click();
    const text = (await region('Captured events').textContent())?.replaceAll(/\s+/g, ' ');
    expect(text).toContain('Captured by onEvent, line 22 of index.js.');
    expect(text).toContain('Every event that this captures comes back to it.');
    await button('Send other through the app again').click();
    expect(await panel.lastSent()).toEqual({ type: 'runCaptured', index: 1 });
  });

  it('say nothing of events that come back when they were captured by a schedule', async () => {
    const cause = { entryPoint: 'runEveryDay', source: null };
    const { region } = await open({ run: run(trace({ captured: [captured({ cause })] })) });
    expect(await region('Captured events').textContent()).not.toContain('again');
  });

  it('show requests with headers and bodies on demand', async () => {
    const { panel, page, region, button } = await open({ run: run(trace({ requests: [request()] })) });
    await button(/POST \/api\/projects\/1\/annotations\/.* local 201/).click();
    const requests = region('Timeline');
    expect(await requests.textContent()).toContain('Bearer phx_…');
    expect(await page.getByRole('group', { name: 'Body of the response' }).textContent()).toContain(
      '"id": 1',
    );
    await button('Open as a document: Body of the response').click();
    expect(await panel.lastSent()).toEqual({ type: 'openValue', pointer: '/requests/0/responseBody' });
    await button('Copy as curl').click();
    expect(await panel.lastSent()).toEqual({ type: 'copyCurl', request: 0 });
    await button(/POST/).click();
    expect(await page.getByRole('group', { name: 'Body of the response' }).count()).toBe(0);
  });

  it('offer a key where a call had none', async () => {
    const { panel, button, region } = await open({ host: live, run: run(trace({ requests: [noKey] })) });
    expect(await region('Timeline').textContent()).toContain('There is no personal API key');
    await button('Set key for this origin').click();
    expect(await panel.lastSent()).toEqual({ type: 'setPersonalKey', origin: 'https://eu.posthog.com' });
  });

  it('offer to run again once the key is there, and not for the key of another origin', async () => {
    const { panel, button, region } = await open({ host: live, run: run(trace({ requests: [noKey] })) });
    await panel.receive({ type: 'patch', patch: { keysSet: ['https://us.posthog.com'] } });
    await button('Set key for this origin').waitFor();
    await panel.receive({ type: 'patch', patch: { keysSet: ['https://eu.posthog.com'] } });
    await button('Run again with the key').click();
    expect(await region('Timeline').textContent()).toContain('The key is stored now.');
    expect(await panel.lastSent()).toEqual({ type: 'run' });
  });

  it('offer the setting instead where the key would go without encryption, which the gate refuses', async () => {
    const { panel, button, region } = await open({ host: live, run: run(trace({ requests: [noKey] })) });
    const origins = ['https://eu.posthog.com'];
    await panel.receive({ type: 'patch', patch: { keysSet: origins, keysHeldBack: origins } });
    await button('Open Setting').click();
    expect(await region('Timeline').textContent()).toContain('is not sent there without encryption');
    expect(await panel.lastSent()).toEqual({ type: 'openSetting', key: 'allowInsecureHosts' });
  });

  it.each([
    ['set-project-key', 'live', 'Set project key', { type: 'setProjectKey' }],
    ['allow-insecure-host', 'live', 'Open Setting', { type: 'openSetting', key: 'allowInsecureHosts' }],
    ['allow-sending', 'live', 'Run again and allow', { type: 'run' }],
    ['select-project', 'live', 'Select Project', { type: 'selectProject' }],
    ['change-mode', 'block', 'Change the mode', { type: 'openSetting', key: 'run.mode' }],
  ] as const)('offer what helps: %s in mode %s', async (kind, mode, label, message) => {
    const { panel, button } = await open({
      host: { ...live, mode },
      run: run(trace({ requests: [{ ...noKey, action: { kind } }] })),
    });
    await button(label).click();
    expect(await panel.lastSent()).toEqual(message);
  });

  it('never take markup of an app for markup', async () => {
    const evil = '<img src=x onerror="document.title=1"><script>document.title=1</script>';
    const { page, panel, region } = await open({
      app: { rootUri: 'file:///a', name: evil },
      run: run(
        trace({
          logs: [log(evil)],
          captured: [captured({ event: evil, distinctId: evil })],
          requests: [request({ url: `https://a.example/${evil}`, error: evil })],
          errors: [runError({ message: evil, name: evil })],
        }),
      ),
    });
    expect(await page.title()).toBe('Run');
    expect(await page.locator('posthog-run-panel img').count()).toBe(0);
    expect(await region('Timeline').textContent()).toContain('<img src=x');
    expect(panel.complaints).toEqual([]);
  });
});

it('stays in sight beside a longer column, after the panel was made wide while it was scrolled', async () => {
  const history = Array.from({ length: 60 }, (_, index) => pastRun({ id: `run-${index}` }));
  const config = Array.from({ length: 20 }, (_, index) =>
    field({ key: `key${index}`, label: `Field ${index}` }),
  );
  const { page, region } = await open(
    { run: run(trace()), history, config, opened: { config: true, history: true } },
    { width: 300, height: 500 },
  );
  await page.evaluate(() => window.scrollTo(0, 900));
  await page.setViewportSize({ width: 1100, height: 500 });
  await page.evaluate(() => window.scrollTo(0, 700));
  await expect.poll(async () => (await region('Outcome').boundingBox())?.y ?? -1).toBeGreaterThan(40);
  expect((await region('Outcome').boundingBox())?.y).toBeLessThan(300);
});
