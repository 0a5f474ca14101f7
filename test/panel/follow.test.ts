/** Captured events that were fed back: the tree, its keys, its words, and how it is asked for. */
import { describe, expect, it } from 'vitest';
import type { PanelState } from '../../protocol/panel.ts';
import { violationsIn } from './support/axe.ts';
import { hop, loopingTrace, mixedTrace, notSentTrace, step } from './support/hops.ts';
import type { PanelPageOptions } from './support/panelPage.ts';
import { live, pastRun, run, state } from './support/states.ts';
import { type Theme, themes } from './support/themes.ts';
import { at, captured, trace } from './support/traces.ts';
import { useBrowser } from './support/usePanel.ts';

const browser = useBrowser();

async function open(parts: Partial<PanelState> = {}, options: PanelPageOptions = {}) {
  const panel = await browser.open(state(parts), options);
  const { page } = panel;
  const events = page.getByRole('region', { name: 'Captured events' });
  return {
    panel,
    page,
    events,
    rows: page.getByRole('row'),
    row: (name: string | RegExp) => page.getByRole('row', { name }),
    /** Its level, what stands in it without its buttons, and what each app did. */
    texts: () =>
      page.getByRole('row').evaluateAll((rows) =>
        rows.map((row) => {
          const texts = [...row.querySelectorAll('.ellipsis, .tag, .hop-step')];
          return [row.ariaLevel, ...texts.map((one) => one.textContent?.replaceAll(/\s+/g, ' ').trim())].join(
            ' | ',
          );
        }),
      ),
    words: async () => (await events.textContent())?.replaceAll(/\s+/g, ' ') ?? '',
  };
}

const one = trace({ captured: [captured()] });

describe('feeding captured events back', () => {
  it('is offered by a button, which says on a real host that each time sends', async () => {
    const possible = { isPossible: true, progress: null };
    const { panel, events } = await open({ run: run(one), follow: possible });
    const button = events.getByRole('button', { name: 'Follow', exact: true });
    expect(await button.getAttribute('title')).not.toContain('really sends');
    await button.click();
    expect(await panel.lastSent()).toEqual({ type: 'follow' });
    const real = await open({ run: run(one), follow: possible, host: live });
    expect(await real.events.getByRole('button', { name: 'Follow…' }).getAttribute('title')).toContain(
      'On EU cloud each time really sends: you are asked first',
    );
  });

  it('says how far it is, and stops at a click', async () => {
    const { panel, events, words } = await open({
      run: run(one),
      follow: { isPossible: true, progress: { events: 34, hop: 5 } },
    });
    expect(await words()).toContain('Feeding them back: 34 events, hop 5…');
    await events.getByRole('button', { name: 'Stop' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'stop' });
  });

  it('takes the place of the list when it has ended, and is announced', async () => {
    const { panel, page, rows, events } = await open({ run: run(one) });
    expect(await rows.count()).toBe(0);
    await panel.receive({ type: 'patch', patch: { run: run(loopingTrace()) } });
    expect(await rows.count()).toBe(2);
    expect(await page.getByRole('status').textContent()).toBe(
      'onEvent, 21 ms: Stopped: it loops. 1 event captured. 10 events came back in 10 hops, which is the limit, and would go on.',
    );
    await events.getByRole('button', { name: 'Change the limit' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'openSetting', key: 'run.maxHops' });
  });

  it('makes a loop the outcome of the run, in the list of runs too', async () => {
    const history = [pastRun({ isLooping: true, isStoppedLoop: true })];
    const { page } = await open({ run: run(loopingTrace()), history });
    const outcome = page.getByRole('region', { name: 'Outcome' });
    expect(await outcome.getByRole('heading').textContent()).toBe('Stopped: it loops');
    await page.getByRole('button', { name: /History of runs/ }).click();
    expect(await page.getByRole('button', { name: /onEvent.*Stopped: it loops/ }).count()).toBe(1);
  });

  it('that comes to rest leaves the outcome as it was', async () => {
    const hops = [hop('company identified', 1, 0, { steps: [step()] })];
    const following = { end: 'rests', maxHops: 10, maxEvents: 1_000 } as const;
    const { page, words, rows } = await open({ run: run({ ...one, hops, following }) });
    expect(await page.getByRole('region', { name: 'Outcome' }).getByRole('heading').textContent()).toBe(
      'Completed',
    );
    expect(await words()).toContain(
      'Comes to rest. 1 event came back in 1 hop; then nothing was captured any more.',
    );
    expect(await rows.count()).toBe(1);
  });
});

describe('the tree of what came back', () => {
  it('draws a chain that repeats once, with how often, and leads to the lines', async () => {
    const { panel, row, texts } = await open({ run: run(loopingTrace()) });
    expect(await texts()).toEqual([
      '1 | company identified of ada, part of a loop | onEvent: completed, captured 1 event',
      '2 | company identified again, 9 times',
    ]);
    await row(/again, 9 times/)
      .getByRole('button', { name: 'index.js:22' })
      .click();
    expect(await panel.lastSent()).toEqual({ type: 'openSource', source: at(22), app: 'Enricher' });
  });

  it('says what each app did with each event, and what was captured for it', async () => {
    const { panel, page, row, texts } = await open({ run: run(mixedTrace()) });
    expect(await texts()).toEqual([
      '1 | signed up twice of ada | Enricher processEvent: dropped',
      '1 | ping of ada, part of a loop | Enricher processEvent: unchanged | Alerts for the sales team onEvent: completed, captured 1 event, 2 requests',
      '2 | pong of ada, part of a loop | Enricher processEvent: unchanged, captured 1 event | Alerts for the sales team onEvent: completed',
      '3 | ping again, 4 times',
      '1 | score worked out of ada | Enricher processEvent: failed | Alerts for the sales team onEvent: completed, captured 1 event',
      '2 | score kept of ada | Enricher processEvent: unchanged | Alerts for the sales team onEvent: completed',
      '1 | one too many of ada | not fed back',
    ]);
    expect(await row(/^score worked out/).textContent()).toContain('Cannot read properties of undefined');
    await row(/^score kept/)
      .getByRole('button', { name: 'Details of score kept' })
      .click();
    expect(await page.getByRole('group', { name: 'Properties of score kept' }).textContent()).toContain(
      '"example.com"',
    );
    await page.getByRole('button', { name: 'Open as a document: Properties of score kept' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'openValue', pointer: '/hops/11' });
    await page.getByRole('button', { name: 'Send score kept through the app again' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'runHop', hop: 11 });
    await page.getByRole('button', { name: 'Send ping through the app again' }).click();
    expect(await panel.lastSent()).toEqual({ type: 'runCaptured', index: 1 });
  });

  it('says at each event whether it was sent, and why not', async () => {
    const { page, row, texts, words } = await open({ run: run(notSentTrace()), host: live });
    expect(await texts()).toEqual([
      '1 | ping of ada, part of a loop | sent | Enricher onEvent: completed, captured 1 event, not sent',
      '2 | pong of ada, part of a loop | not sent | Enricher onEvent: completed, captured 1 event, not sent',
      '3 | ping again, 4 times | not sent',
    ]);
    expect(await words()).toContain('10 requests did not leave. You have not allowed writing');
    // Without words of its own below it: the reason is told once.
    await row(/^pong/).getByRole('button', { name: 'Details of pong' }).click();
    expect(await row(/^pong/).textContent()).toContain('You have not allowed writing');
    expect(await page.getByText('You have not allowed writing').count()).toBe(2);
  });

  it('names the app beside its line where there are several, read whole at any width', async () => {
    for (const width of [300, 520]) {
      const { page, row } = await open({ run: run(notSentTrace()) }, { width });
      const link = row(/^pong/).getByRole('button', { name: 'Alerts for the sales team index.js:3' });
      expect(await link.getAttribute('title')).toBe('Go to index.js, line 3 of Alerts for the sales team');
      const line = await link.evaluate((button) => button.scrollWidth - button.clientWidth);
      expect(line, String(width)).toBeLessThanOrEqual(0);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    }
    const alone = await open({ run: run(loopingTrace()) });
    expect(
      await alone
        .row(/again, 9 times/)
        .getByRole('button', { name: 'index.js:22', exact: true })
        .count(),
    ).toBe(1);
  });

  it('has a sign for opening only where there is something to open', async () => {
    const { page, row, rows } = await open({ run: run(mixedTrace()) });
    expect(await row(/^signed up twice/).getAttribute('aria-expanded')).toBe(null);
    expect(
      await row(/^signed up twice/)
        .locator('.chevron')
        .count(),
    ).toBe(0);
    expect(await row(/^score worked out/).getAttribute('aria-expanded')).toBe('true');
    // There, Enter and a click show the details.
    await row(/^score kept/).focus();
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Properties of score kept' }).waitFor();
    await row(/^score kept/)
      .getByText('score kept')
      .first()
      .click();
    await page.getByRole('group', { name: 'Properties of score kept' }).waitFor({ state: 'hidden' });
    expect(await rows.count()).toBe(7);
  });

  it('shows what came of the first events, however many there are', async () => {
    const hops = [
      hop('first', 1, 0),
      ...Array.from({ length: 999 }, (_, index) => hop(`then ${index}`, 2, 0, { steps: [step()] })),
    ];
    const all = trace({
      captured: [captured({ event: 'first' })],
      hops,
      following: { end: 'events', maxHops: 10, maxEvents: 1_000 },
    });
    const { row } = await open({ run: run(all) });
    expect(await row(/^first/).getAttribute('aria-expanded')).toBe('true');
    await row(/^then 0/).waitFor();
  });

  it('reads a row out as it is seen, without its buttons', async () => {
    const { rows, row } = await open({ run: run(mixedTrace()) });
    const labels = await rows.evaluateAll((items) => items.map((item) => item.ariaLabel));
    expect(labels.slice(0, 4)).toEqual([
      'signed up twice of ada, Enricher, index.js:12. Enricher processEvent: dropped',
      'ping of ada, part of a loop, Enricher, index.js:14. Enricher processEvent: unchanged. Alerts for the sales team onEvent: completed, captured 1 event, 2 requests',
      'pong of ada, part of a loop, Alerts for the sales team, index.js:30. Enricher processEvent: unchanged, captured 1 event. Alerts for the sales team onEvent: completed',
      'ping again, 4 times, Enricher, index.js:14',
    ]);
    expect(await row(/^score worked out/).getAttribute('aria-label')).toContain(
      "TypeError: Cannot read properties of undefined (reading 'split')",
    );
    expect(labels.at(-1)).toBe('one too many of ada, not fed back');
    const fates = [{ grade: 'may-loop', message: 'It may come back.' }] as const;
    const sent = await open({ run: run(notSentTrace(), { fates }), host: live });
    expect(await sent.row(/^ping of ada/).getAttribute('aria-label')).toBe(
      'ping of ada, part of a loop, may come back, sent, Enricher, index.js:3. Enricher onEvent: completed, captured 1 event, not sent',
    );
  });

  it('is gone through with the keys of a tree', async () => {
    const { page, row, rows } = await open({ run: run(mixedTrace()) });
    const focused = (): Promise<string | null> =>
      page.evaluate(() => {
        const root = document.querySelector('posthog-run-panel')?.shadowRoot;
        return (
          root?.activeElement
            ?.querySelector('.ellipsis')
            ?.textContent?.split(',')[0]
            ?.replaceAll(/\s+/g, ' ')
            .trim() ?? null
        );
      });
    const press = async (...keys: readonly string[]): Promise<string | null> => {
      for (const key of keys) await page.keyboard.press(key);
      await page.evaluate(
        () => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))),
      );
      return focused();
    };
    await row(/^signed up twice/).focus();
    expect(await press('ArrowDown')).toBe('ping of ada');
    expect(await press('ArrowRight')).toBe('pong of ada');
    expect(await press('ArrowDown')).toBe('ping again');
    // From the end of the branch to the row that it leads back to.
    expect(await press('Enter')).toBe('ping of ada');
    expect(await press('ArrowLeft')).toBe('ping of ada');
    expect(await row(/^ping of ada/).getAttribute('aria-expanded')).toBe('false');
    expect(await rows.count()).toBe(5);
    expect(await press('Enter')).toBe('ping of ada');
    expect(await rows.count()).toBe(7);
    expect(await press('ArrowRight', 'ArrowLeft', 'ArrowLeft')).toBe('ping of ada');
    expect(await press('End')).toBe('one too many of ada');
    expect(await press('Home')).toBe('signed up twice of ada');
    // Tab goes to what can be done with the row, and then out of the tree.
    await page.keyboard.press('Tab');
    expect(
      await page.evaluate(() =>
        document.querySelector('posthog-run-panel')?.shadowRoot?.activeElement?.textContent?.trim(),
      ),
    ).toContain('index.js:12');
  });

  it('draws a thousand rows without blocking', async () => {
    const hops = Array.from({ length: 1_000 }, (_, index) =>
      hop(`event ${index}`, 1, index, { steps: [step()] }),
    );
    const all = trace({
      captured: hops.map(({ event }) => captured({ event })),
      hops,
      following: { end: 'events', maxHops: 10, maxEvents: 1_000 },
    });
    const { page, rows, row } = await open({ run: run(all) });
    expect(await rows.count()).toBeLessThan(80);
    expect(await row(/^event 0 of ada/).getAttribute('aria-setsize')).toBe('1000');
    await row(/^event 0 of ada/).focus();
    await page.keyboard.press('End');
    await row(/^event 999 of ada/).waitFor();
  });

  it('says nothing against itself: of a loop of several apps none of the events ends', async () => {
    const fates = [{ grade: 'ends', message: 'It ends here.' }] as const;
    const { words } = await open({ run: run(loopingTrace(), { fates }) });
    expect(await words()).toContain('Stopped: it loops');
    expect(await words()).not.toContain('does not loop');
  });

  it('keeps what is long in its place at 300 pixels', async () => {
    const { page, row } = await open({ run: run(mixedTrace()) }, { width: 300 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(300);
    // What tells most is read whole.
    expect(
      await row(/^ping again/)
        .locator('.ellipsis')
        .evaluate((line) => line.scrollWidth - line.clientWidth),
    ).toBe(0);
  });

  it.each([270, 300, 490])('keeps the names of a long chain readable: %d px', async (width) => {
    const hops = Array.from({ length: 10 }, (_, index) =>
      hop(`again ${'and again '.repeat(index)}`, index + 1, Math.max(0, index - 1), { line: index + 1 }),
    );
    const all = trace({
      captured: [captured()],
      hops,
      following: { end: 'hops', maxHops: 10, maxEvents: 1_000 },
    });
    const { page, rows } = await open({ run: run(all) }, { width });
    expect(await rows.count()).toBe(10);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
    const widths = await rows
      .locator('.line .ellipsis')
      .evaluateAll((names) => names.map((name) => name.clientWidth));
    expect(Math.min(...widths)).toBeGreaterThan(85);
  });

  it.each(Object.keys(themes) as Theme[])('has no fault that axe-core finds in %s', async (theme) => {
    const { panel, page, row } = await open(
      { run: run(mixedTrace()), follow: { isPossible: true, progress: null } },
      { theme },
    );
    await row(/^score kept/)
      .getByRole('button', { name: /Details/ })
      .click();
    expect(await violationsIn(page)).toEqual([]);
    expect(panel.complaints).toEqual([]);
  });
});
