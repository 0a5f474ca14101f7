import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PanelState } from '../../protocol/panel.ts';
import { PanelBrowser, type PanelPage, type PanelPageOptions } from './support/panelPage.ts';
import { everyField, field, live, pastRun, run, state } from './support/states.ts';
import { type Theme, themes } from './support/themes.ts';
import { at, captured, changedEvent, log, request, runError, trace } from './support/traces.ts';

let browser: PanelBrowser;

beforeAll(async () => {
  browser = await PanelBrowser.start();
}, 60_000);

afterAll(async () => {
  await browser.stop();
});

async function open(parts: Partial<PanelState> = {}, options: PanelPageOptions = {}) {
  const panel = await browser.open(state(parts), options);
  const { page } = panel;
  return {
    panel,
    page,
    button: (name: string | RegExp) => page.getByRole('button', { name }),
    region: (name: string | RegExp) => page.getByRole('region', { name }),
  };
}

const noKey = request({
  url: 'https://eu.posthog.com/api/projects/42/annotations/',
  disposition: 'blocked',
  status: null,
  error: 'There is no personal API key for eu.posthog.com, so the call was not sent.',
  action: { kind: 'set-personal-key', origin: 'https://eu.posthog.com' },
});

describe('the panel', () => {
  it('asks for its state, and keeps to the policy of its page', async () => {
    const { panel } = await open({ config: everyField, run: run(trace({ logs: [log('hello')] })) });
    expect(await panel.sent()).toEqual([{ type: 'ready' }]);
    expect(panel.complaints).toEqual([]);
  });

  it('says what to do before anything has run', async () => {
    const { region } = await open();
    const empty = region('Nothing run yet');
    expect(await empty.textContent()).toMatch(/setupPlugin and\s+onEvent/);
    expect(await empty.textContent()).toContain('Nothing leaves this computer');
  });

  it('leads to the last run of an app that has just been chosen', async () => {
    const { panel, page, region } = await open({
      history: [
        pastRun({ id: 'other', rootUri: 'file:///other' }),
        pastRun({ id: 'last', outcome: 'failed' }),
      ],
    });
    expect(await region('Nothing run yet').textContent()).toMatch(
      /Last run: onEvent signed up, Failed, 21 ms/,
    );
    await page.getByRole('button', { name: 'Show It' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'openRun', id: 'last' });
  });

  it('tells the client what is open and closed, and is so again elsewhere', async () => {
    const { panel, page } = await open({ config: everyField });
    await page.getByRole('button', { name: 'Fields of the config' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'opened', parts: { config: false } });
    const docked = await open({ config: everyField, opened: { config: false } });
    expect(
      await docked.page.getByRole('button', { name: 'Fields of the config' }).getAttribute('aria-expanded'),
    ).toBe('false');
  });

  it('has a switch that repeats the run on saving', async () => {
    const { panel, page } = await open({ isWatching: false });
    const watch = page.getByRole('switch', { name: 'Watch' });
    expect(await watch.getAttribute('aria-checked')).toBe('false');
    await watch.click();
    expect(await panel.sent()).toContainEqual({ type: 'watch', isWatching: true });
    await panel.receive({ type: 'patch', patch: { isWatching: true } });
    expect(await watch.getAttribute('aria-checked')).toBe('true');
    await watch.focus();
    await page.keyboard.press('Space');
    expect(await panel.sent()).toContainEqual({ type: 'watch', isWatching: false });
  });

  it('leaves a list closed when Ctrl+Enter runs', async () => {
    const { page } = await open();
    await page.getByRole('combobox', { name: 'What to run' }).focus();
    await page.keyboard.press('Control+Enter');
    expect(await page.getByRole('option').filter({ visible: true }).count()).toBe(0);
    await page.keyboard.press('Enter');
    expect(await page.getByRole('option').filter({ visible: true }).count()).toBeGreaterThan(0);
  });

  it('marks a run that is over as the last one when something is in the way of the next', async () => {
    const { panel, region } = await open({ run: run(trace()) });
    expect(await region('Outcome').textContent()).not.toContain('last run');
    await panel.receive({
      type: 'patch',
      patch: { problem: { message: 'plugin.json is broken.', actions: [] }, canRun: false },
    });
    expect(await region('Outcome').textContent()).toContain('last run');
    const problem = { message: 'A key is too short.', actions: [], isRemark: true } as const;
    await panel.receive({ type: 'patch', patch: { problem, canRun: true } });
    expect(await region('Outcome').textContent()).not.toContain('last run');
  });

  it('runs and stops with one button in one place', async () => {
    const { panel, button } = await open();
    const before = await button('Run').boundingBox();
    await button('Run').click();
    expect(await panel.lastSent()).toEqual({ type: 'run' });
    await panel.receive({ type: 'patch', patch: { run: run(null) } });
    expect(await button('Stop').boundingBox()).toEqual(before);
    await button('Stop').click();
    expect(await panel.lastSent()).toEqual({ type: 'stop' });
  });

  it('cannot run while something must be mended, and offers the way there', async () => {
    const source = at(3, 'plugin.json');
    const { panel, page, button } = await open({
      canRun: false,
      problem: {
        message: 'plugin.json is no valid JSON: in line 3, column 3, a comma is missing.',
        actions: [{ label: 'Open plugin.json:3', message: { type: 'openSource', source } }],
      },
    });
    expect(await page.getByRole('alert').textContent()).toContain('a comma is missing');
    expect(await button('Run').isDisabled()).toBe(true);
    const watch = page.getByRole('switch', { name: 'Watch' });
    for (const other of [watch, button('Debug')]) {
      expect(await other.isDisabled()).toBe(true);
      expect(await other.getAttribute('title')).toContain('a comma is missing');
    }
    // What was watched before can be ended all the same.
    await panel.receive({ type: 'patch', patch: { isWatching: true } });
    await watch.click();
    expect(await panel.lastSent()).toEqual({ type: 'watch', isWatching: false });
    await button('Open plugin.json:3').click();
    expect(await panel.lastSent()).toEqual({ type: 'openSource', source });
  });

  it('announces the end of a run', async () => {
    const { panel, page } = await open();
    await panel.receive({ type: 'patch', patch: { run: run(null) } });
    expect(await page.getByRole('status').textContent()).toBe('');
    await panel.receive({ type: 'patch', patch: { run: run(trace({ captured: [captured()] })) } });
    expect(await page.getByRole('status').textContent()).toBe('onEvent, 21 ms: Completed. 1 event captured.');
  });

  it('leaves the last results in their place while the next run is on', async () => {
    const { panel, region } = await open({ run: run(trace({ captured: [captured()] })) });
    const before = await region('Captured events').boundingBox();
    await panel.receive({ type: 'patch', patch: { run: run(null, { id: 2 }) } });
    expect(await region('Captured events').boundingBox()).toEqual(before);
  });
});

describe('head and input', () => {
  it('chooses what to run, with the sentence on it', async () => {
    const { panel, page } = await open();
    const select = page.getByRole('combobox', { name: 'What to run' });
    await select.click();
    await page.getByRole('option', { name: 'setupPlugin' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'selectEntryPoint', entryPoint: 'setupPlugin' });
    await panel.receive({ type: 'patch', patch: { entryPoint: 'setupPlugin', input: null } });
    expect(await select.textContent()).toContain('setupPlugin');
    expect(await page.getByText('Runs once before the first event').first().isVisible()).toBe(true);
    expect(await page.getByRole('combobox', { name: 'Sample' }).count()).toBe(0);
  });

  it('shows the host, red when a run can write to it', async () => {
    const { panel, button } = await open();
    const color = async (): Promise<string> =>
      button(/^Host:/).evaluate((element) => getComputedStyle(element).backgroundColor);
    const local = await color();
    await panel.receive({ type: 'patch', patch: { host: live } });
    expect(await button('Host: EU cloud').getAttribute('title')).toContain(
      'Requests really go to eu.posthog.com, project 42.',
    );
    expect(await color()).not.toBe(local);
    await button(/^Host:/).click();
    expect(await panel.lastSent()).toEqual({ type: 'selectHost' });
  });

  it('names the event that took the place of another of its kind', async () => {
    const input = (label: string): PanelState['input'] => {
      const { input: first } = state();
      return first === null
        ? null
        : { ...first, samples: [{ id: 'given', label }, ...first.samples], sampleId: 'given' };
    };
    const { panel, page } = await open({ input: input('Captured: welcome sent') });
    const select = page.getByRole('combobox', { name: 'Sample' });
    expect(await select.textContent()).toContain('Captured: welcome sent');
    await panel.receive({ type: 'patch', patch: { input: input('Event of the loop warning') } });
    expect(await select.textContent()).toContain('Event of the loop warning');
  });

  it('chooses a sample, shows it, and has it edited in the editor', async () => {
    const { panel, page, button } = await open();
    await page.getByRole('combobox', { name: 'Sample' }).click();
    await page.getByRole('option', { name: 'Identify' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'selectSample', id: 'identify' });
    await button('The event as JSON').click();
    expect(await page.getByRole('group', { name: 'The event' }).textContent()).toContain('"signed up"');
    await button('Edit').click();
    expect(await panel.lastSent()).toEqual({ type: 'editInput' });
  });

  it('goes back to the sample, and says what is wrong with an edited input', async () => {
    const { panel, page, button } = await open();
    const { input } = state();
    if (input === null) throw new Error('The state has an input.');
    const edited = {
      ...input,
      text: '{',
      isEdited: true,
      problem: 'The event is no JSON: in line 1, column 9, a closing } is missing.',
    };
    await panel.receive({ type: 'patch', patch: { input: edited } });
    expect(await page.getByRole('alert').textContent()).toContain('in line 1');
    await button('Throw away your changes to the event').click();
    expect(await panel.lastSent()).toEqual({ type: 'resetInput' });
  });
});

describe('config', () => {
  it('has a control for each kind of field', async () => {
    const { panel, page, button } = await open({ config: everyField });
    const text = page.getByRole('textbox', { name: 'Name of the release event' });
    await text.fill('released');
    await text.press('Tab');
    expect(await panel.lastSent()).toEqual({ type: 'setConfig', key: 'releaseEvent', value: 'released' });
    await page.getByRole('combobox', { name: 'Where annotations show' }).click();
    await page.getByRole('option', { name: 'organization' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'setConfig', key: 'scope', value: 'organization' });
    for (const [name, key] of [
      ['Edit Label of each environment', 'labels'],
      ['Choose List of services', 'services'],
      ['Change Secret of the deploy script', 'webhookSecret'],
    ] as const) {
      await button(name).click();
      expect(await panel.lastSent()).toEqual({ type: 'editConfig', key });
    }
    await button('Set Label of each environment back to its default').click();
    expect(await panel.lastSent()).toEqual({ type: 'resetConfig', key: 'labels' });
  });

  it('shows the texts between the fields, with their code and links', async () => {
    const markdown = 'Send an event with a `version`, as [the docs](https://posthog.com/docs) say.';
    const { page } = await open({ config: [{ kind: 'note', markdown }, ...everyField] });
    const note = page.getByText('Send an event with a version, as the docs say.');
    expect(await note.isVisible()).toBe(true);
    expect(await note.getByRole('link', { name: 'the docs' }).getAttribute('href')).toBe(
      'https://posthog.com/docs',
    );
    expect(await note.locator('code').textContent()).toBe('version');
  });

  it('shows their headings, lists and code, and nothing of markup', async () => {
    const markdown = '# Set-up\n\nFirst *this*:\n- one\n- https://posthog.com/docs.\n\n```\n<b>x</b>\n```';
    const { page } = await open({ config: [{ kind: 'note', markdown }, ...everyField] });
    const note = page.locator('.note').first();
    expect(await note.locator('> *').evaluateAll((parts) => parts.map(({ tagName }) => tagName))).toEqual([
      'P',
      'P',
      'UL',
      'PRE',
    ]);
    expect(await note.getByRole('listitem').allTextContents()).toEqual(['one', 'https://posthog.com/docs.']);
    expect(await note.locator('pre').textContent()).toBe('<b>x</b>');
    expect(await note.locator('em').textContent()).toBe('this');
  });

  it('masks a secret, and opens by itself only when something is wrong', async () => {
    const { page, button } = await open({ config: everyField });
    expect(await button('Fields of the config').getAttribute('aria-expanded')).toBe('true');
    expect(await page.getByText('multiline').isVisible()).toBe(true);
    expect(
      await page
        .getByRole('img', { name: 'Secret of the deploy script: a secret that is set' })
        .textContent(),
    ).toBe('••••••••');
    const { button: quiet } = await open({ config: everyField.filter(({ problem }) => problem === null) });
    expect(await quiet('Fields of the config').getAttribute('aria-expanded')).toBe('false');
  });

  it('opened by itself, it stays open while it is filled in', async () => {
    const missing = field({
      key: 'salt',
      kind: 'secret',
      label: 'Salt',
      isRequired: true,
      problem: 'PostHog asks for a value here.',
    });
    const { panel, button } = await open({ config: [missing] });
    const form = button('Fields of the config');
    expect(await form.getAttribute('aria-expanded')).toBe('true');
    await panel.receive({ type: 'patch', patch: { config: [{ ...missing, isSet: true, problem: null }] } });
    expect(await form.getAttribute('aria-expanded')).toBe('true');
    await form.click();
    await panel.receive({ type: 'patch', patch: { config: [missing] } });
    expect(await form.getAttribute('aria-expanded')).toBe('false');
    expect(await form.textContent()).toContain('1 missing');
  });

  it('opened by itself, it makes room for the first outcome; opened by hand, it stays', async () => {
    const { panel, button } = await open({ config: everyField });
    const form = button('Fields of the config');
    await panel.receive({ type: 'patch', patch: { run: run(null) } });
    expect(await form.getAttribute('aria-expanded')).toBe('false');
    await form.click();
    await panel.receive({ type: 'patch', patch: { run: run(trace()) } });
    await panel.receive({ type: 'patch', patch: { run: run(null, { id: 2 }) } });
    expect(await form.getAttribute('aria-expanded')).toBe('true');
  });
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

describe('by keyboard alone', () => {
  it('everything is reached in the order in which it is read, and works with Enter', async () => {
    const { page, panel } = await open({ run: run(trace({ captured: [captured()] })) });
    const names: string[] = [];
    for (let count = 0; count < 17; count += 1) {
      await page.keyboard.press('Tab');
      names.push(await focusedName(page));
    }
    expect(names).toEqual([
      'App: Signup enricher',
      expect.stringMatching(/^Host: local/),
      'What to run',
      'Debug',
      'Watch',
      'Run',
      'Fetch a real event…',
      'Events from a file…',
      'Sample',
      'Edit',
      'The event as JSON: signed up of ada, 22 properties',
      'Open as text',
      'Open trace',
      'Export…',
      'Save as Test…',
      'company identified of ada kept here',
      'index.js:22',
    ]);
    await page.keyboard.press('Shift+Tab');
    await page.keyboard.press('Enter');
    expect(await page.getByRole('group', { name: 'Properties of company identified' }).isVisible()).toBe(
      true,
    );
    expect(await focusedName(page)).toBe('company identified of ada kept here');
    await page.getByRole('button', { name: 'Run' }).focus();
    await page.keyboard.press('Enter');
    expect(await panel.lastSent()).toEqual({ type: 'run' });
  });
});

describe('in every theme and width', () => {
  const shown = {
    config: everyField,
    host: live,
    run: run(
      trace({
        captured: [captured()],
        requests: [request(), noKey],
        logs: [log('x'.repeat(300))],
        errors: [runError()],
      }),
    ),
  };

  it.each([300, 520, 1100])('nothing is wider than %d px', async (width) => {
    const { page } = await open(shown, { width });
    const { scrollWidth, clientWidth } = await page.evaluate(() => document.documentElement);
    expect(scrollWidth).toBe(clientWidth);
  });

  it.each(Object.keys(themes) as Theme[])('texts stand out from what is behind them: %s', async (theme) => {
    const { page } = await open(shown, { theme });
    expect(await page.evaluate(lowContrast)).toEqual([]);
  });
});

it('comes back as it was', async () => {
  const kept = { rootUri: 'file:///apps/signup-enricher', entryPoint: 'onEvent', toggled: { input: true } };
  const { page } = await open({}, { keptState: kept });
  expect(await page.getByRole('group', { name: 'The event' }).isVisible()).toBe(true);
});

/** The accessible name of what has the focus, through the shadow trees. */
async function focusedName(page: PanelPage['page']): Promise<string> {
  return page.evaluate(() => {
    let element = document.activeElement;
    while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement;
    return (element?.getAttribute('aria-label') ?? element?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
  });
}

/** Runs in the page: texts whose contrast is below 4.5 to 1 (3 to 1 when they are large). */
function lowContrast(): readonly string[] {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  if (canvas === null) throw new Error('There is no canvas.');
  const paint = (...colors: readonly string[]): readonly number[] => {
    canvas.clearRect(0, 0, 1, 1);
    for (const color of colors) {
      canvas.fillStyle = color;
      canvas.fillRect(0, 0, 1, 1);
    }
    return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
  };
  // oxlint-disable-next-line unicorn/consistent-function-scoping -- it crosses into the browser with the rest.
  const luminance = (rgb: readonly number[]): number => {
    const [r = 0, g = 0, b = 0] = rgb.map((value) => {
      const part = value / 255;
      return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
    });
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const backgrounds = (element: Element | null): readonly string[] => {
    if (element === null) return ['white'];
    const parent = element.parentElement ?? (element.getRootNode() as ShadowRoot).host ?? null;
    return [...backgrounds(parent), getComputedStyle(element).backgroundColor];
  };
  const found: string[] = [];
  const visit = (root: ParentNode): void => {
    for (const element of root.querySelectorAll('*')) {
      if (element.shadowRoot !== null) visit(element.shadowRoot);
      const text = [...element.childNodes]
        .flatMap((node) => (node instanceof Text ? node.data.trim() : []))
        .join('');
      if (text === '' || element.closest('.hidden, style, svg, del') !== null) continue;
      const style = getComputedStyle(element);
      const behind = backgrounds(element);
      const [one, two] = [luminance(paint(...behind, style.color)), luminance(paint(...behind))];
      const ratio = (Math.max(one, two) + 0.05) / (Math.min(one, two) + 0.05);
      if (ratio < 4.5) found.push(`${text.slice(0, 40)}: ${ratio.toFixed(2)}`);
    }
  };
  visit(document);
  return found;
}
