/** The panel as a whole: its head and input, by keyboard, in every theme and width. */
import { describe, expect, it } from 'vitest';
import type { PanelState } from '../../protocol/panel.ts';
import { lowContrast } from './support/contrast.ts';
import type { PanelPage } from './support/panelPage.ts';
import { everyField, live, pastRun, run, state } from './support/states.ts';
import { type Theme, themes } from './support/themes.ts';
import { at, captured, log, request, runError, trace } from './support/traces.ts';
import { usePanel } from './support/usePanel.ts';

const open = usePanel();

const noKey = request({
  url: 'https://eu.posthog.com/api/projects/42/annotations/',
  disposition: 'blocked',
  status: null,
  error: 'There is no personal API key for eu.posthog.com, so the call was not sent.',
  action: { kind: 'set-personal-key', origin: 'https://eu.posthog.com' },
});

describe('a list to choose from', () => {
  const entryPoints = ['processEvent', 'onEvent', 'onSnapshot'].map((name) => ({ name, summary: '' }));

  it('closes when the focus leaves it, for the code or another part of the panel', async () => {
    const { page } = await open({ entryPoints, entryPoint: 'processEvent' });
    const list = page.getByRole('combobox', { name: 'What to run' });
    await list.click();
    await page.getByRole('option', { name: 'onEvent' }).waitFor();
    await page.evaluate(() => window.dispatchEvent(new Event('blur')));
    await page.getByRole('option', { name: 'onEvent' }).waitFor({ state: 'hidden' });
    await list.click();
    await page.keyboard.press('Tab');
    await page.getByRole('option', { name: 'onEvent' }).waitFor({ state: 'hidden' });
  });

  it('chooses the next entry that begins with what is typed', async () => {
    const { panel, page } = await open({ entryPoints, entryPoint: 'processEvent' });
    const list = page.getByRole('combobox', { name: 'What to run' });
    await list.focus();
    await page.keyboard.press('o');
    expect(await panel.lastSent()).toEqual({ type: 'selectEntryPoint', entryPoint: 'onEvent' });
    await page.keyboard.press('n');
    await page.keyboard.press('s');
    expect(await panel.lastSent()).toEqual({ type: 'selectEntryPoint', entryPoint: 'onSnapshot' });
  });
});

describe('the panel', () => {
  it('has the focus where it was when the user comes back from elsewhere', async () => {
    const { page, button } = await open({ config: everyField });
    await button('Change Secret of the deploy script').focus();
    await page.evaluate(() => {
      const root = document.querySelector('posthog-run-panel')?.shadowRoot;
      if (root?.activeElement instanceof HTMLElement) root.activeElement.blur();
      window.dispatchEvent(new Event('focus'));
    });
    expect(await page.locator('vscode-button:focus').getAttribute('aria-label')).toBe(
      'Change Secret of the deploy script',
    );
  });

  it('asks for its state, and keeps to the policy of its page', async () => {
    const { panel } = await open({ config: everyField, run: run(trace({ logs: [log('hello')] })) });
    expect(await panel.sent()).toEqual([{ type: 'ready' }]);
    expect(panel.complaints).toEqual([]);
  });

  it('says in its head how long ago the app ran, and as much while it runs, so that nothing moves', async () => {
    const startedAt = new Date(Date.now() - 3 * 60_000 - 5_000).toISOString();
    const history = [pastRun({ rootUri: 'file:///other', appName: 'Other' }), pastRun({ startedAt })];
    const { panel, page } = await open({ history, run: run(trace()) });
    const head = page.getByRole('banner');
    await head.getByText('Last run 3 min ago.').waitFor();
    const height = (): Promise<number> => head.evaluate((element) => element.clientHeight);
    await page.setViewportSize({ width: 490, height: 760 });
    const before = await height();
    await panel.receive({ type: 'patch', patch: { run: run(null, { id: 2 }) } });
    await page.getByRole('progressbar').waitFor();
    expect(await height()).toBe(before);
  });

  it('says that the debugger holds the run, as long as it does', async () => {
    const { panel, page, region } = await open({ run: { ...run(null), isPaused: true } });
    await region('Outcome').getByRole('heading', { name: 'Paused', exact: true }).waitFor();
    await page.getByRole('banner').getByText('Paused in the debugger.').waitFor();
    expect(await page.getByRole('progressbar').count()).toBe(0);
    await panel.receive({ type: 'patch', patch: { run: run(null) } });
    await region('Outcome').getByRole('heading', { name: 'Running…' }).waitFor();
    expect(await page.getByText('Paused in the debugger').count()).toBe(0);
  });

  it('shows a broken list of events as what is chosen, with what is wrong', async () => {
    const { page, region } = await open();
    const problem = 'bad.jsonl: The file is no JSON: in line 2, a value is missing.';
    const { input } = state();
    if (input === null) throw new Error('There is no input.');
    const broken = { ...input, list: { label: 'Events from bad.jsonl' }, problem };
    const again = await open({ input: broken });
    await again.region('Events').getByRole('alert').getByText(problem).waitFor();
    expect(await page.getByText('one after the other').count()).toBe(0);
    // Where the whole is told below, it is not said twice.
    await again.panel.receive({ type: 'patch', patch: { problem: { message: problem, actions: [] } } });
    await region('Events').getByText('Run sends nothing: these events cannot be read.').waitFor();
    expect(await page.getByText(problem).count()).toBe(1);
  });

  it('says what to do before anything has run', async () => {
    const { region } = await open();
    const empty = region('Nothing run yet');
    expect(await empty.textContent()).toMatch(/setupPlugin and\s+onEvent/);
    expect(await empty.textContent()).toContain('Nothing leaves this computer');
  });

  it.each([
    [{}, 'Run sends the event through setupPlugin and onEvent, and shows'],
    [{ entryPoints: [{ name: 'onEvent', summary: '' }] }, 'Run sends the event through onEvent, and shows'],
    [{ entryPoint: 'runEveryDay', input: null }, 'Run calls setupPlugin and runEveryDay, and shows'],
    [{ entryPoint: 'setupPlugin', input: null }, 'Run calls setupPlugin, and shows'],
    [{ isLifeCycle: true }, 'Run takes the app through its life, with the event, and shows'],
    [
      { entryPoints: [], apps: [{ rootUri: 'file:///a', name: 'A' }] },
      'Run sends the event through the apps in order, and shows',
    ],
  ])('names what is there to be called: %j', async (state, sentence) => {
    const { region } = await open(state);
    await region('Nothing run yet').getByText(sentence).waitFor();
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

  it.each([280, 290, 300, 320, 490])(
    'shows a host with a long name whole, and of a very long one the beginning: %d px',
    async (wide) => {
      const label = 'posthog.analytics.example-company.com:8000';
      const labels = [label, `${'very-'.repeat(20)}${label}`];
      for (const [index, text] of labels.entries()) {
        const { button } = await open({ host: { ...live, label: text, mode: 'mock' } }, { width: wide });
        const name = button(/^Host:/).locator('.ellipsis');
        const isCut = await name.evaluate(
          (it) => it.scrollWidth > it.clientWidth || it.scrollHeight > it.clientHeight,
        );
        expect(isCut).toBe(index === 1);
        const { x = 0, width = 0 } = (await button(/^Host:/).boundingBox()) ?? {};
        expect(x + width).toBeLessThanOrEqual(wide);
        expect(await button(/^Host:/).evaluate((it) => it.scrollWidth <= it.clientWidth)).toBe(true);
        expect(await button(/^Host:/).getAttribute('title')).toContain(`${text} (mock). `);
      }
    },
  );

  it('has apps in their order, in whatever script they are named', async () => {
    const apps = ['تسجيل', 'زيارة'].map((name) => ({ rootUri: `file:///apps/${name}`, name }));
    const { page } = await open({ apps });
    const [first, second] = await Promise.all(
      apps.map(async ({ name }) => page.getByRole('banner').getByText(name, { exact: true }).boundingBox()),
    );
    expect(first?.x).toBeLessThan(second?.x ?? 0);
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

it.each([760, 300])('beside long results the input stays in sight, in a window of %d px', async (height) => {
  const logs = Array.from({ length: 200 }, (_, index) => log(`line ${index}`));
  const captures = Array.from({ length: 60 }, () => captured());
  const { page, button } = await open(
    { run: run(trace({ logs, captured: captures })) },
    { width: 1100, height },
  );
  await page.evaluate(() => window.scrollTo(0, document.documentElement.scrollHeight));
  await expect.poll(async () => page.evaluate(() => window.scrollY)).toBeGreaterThan(300);
  const end = await button('The event as JSON').boundingBox();
  const head = await page.getByRole('banner').boundingBox();
  expect(end?.y).toBeGreaterThan(head?.height ?? 0);
  expect((end?.y ?? 0) + (end?.height ?? 0)).toBeLessThan(height);
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
    expect(await lowContrast(page)).toEqual([]);
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
