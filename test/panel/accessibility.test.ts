/** The rules of axe-core over the panel with everything open, in each kind of theme. */
import { describe, expect, it } from 'vitest';
import type { PanelState } from '../../protocol/panel.ts';
import { violationsIn } from './support/axe.ts';
import { lowContrast } from './support/contrast.ts';
import { loopingTrace, mixedTrace, notSentTrace } from './support/hops.ts';
import type { PanelPage } from './support/panelPage.ts';
import { everyField, live, pastRun, run, state } from './support/states.ts';
import { type Theme, themes } from './support/themes.ts';
import { captured, changedEvent, log, request, runError, trace } from './support/traces.ts';
import { useBrowser } from './support/usePanel.ts';

const browser = useBrowser();

const { cause } = captured();

const everything: Partial<PanelState> = {
  isWatching: true,
  entryPoint: 'processEvent',
  config: [
    { kind: 'note', markdown: 'See `plugin.json` and [the docs](https://posthog.com/docs).' },
    ...everyField,
  ],
  host: live,
  history: [pastRun(), pastRun({ id: 'run-0', outcome: 'failed', isWithErrors: true, isPinned: true })],
  comparison: {
    id: 'run-0',
    startedAt: '2022-10-01T11:58:00.000Z',
    differences: ['Outcome: Failed → Changed.', '2 more log lines.'],
  },
  run: run(
    trace({
      outcome: 'changed',
      events: [changedEvent],
      captured: [captured(), captured({ delivery: 'refused' })],
      requests: [
        request({
          status: null,
          disposition: 'blocked',
          error: 'There is no personal API key for eu.posthog.com, so the call was not sent.',
          action: { kind: 'set-personal-key', origin: 'https://eu.posthog.com' },
        }),
        request({ status: 503 }),
      ],
      logs: [log('plain'), log('careful', 'warn'), log('wrong', 'error')],
      storage: [{ at: 2, cause, operation: 'set', key: 'seen ada', value: true }],
      errors: [runError()],
      notices: ['This differs here from PostHog.'],
    }),
    {
      entryPoint: 'processEvent',
      cost: { totalMs: 30, callMs: 24, cpuMs: 9.4, memoryBytes: 58_400_000, requests: 2, bytes: 83 },
      costBefore: { totalMs: 18, callMs: 8, cpuMs: 9.1, memoryBytes: 57_000_000, requests: 3, bytes: 83 },
      fates: [
        { grade: 'loops', message: 'It comes back.' },
        { grade: 'may-loop', message: 'It may.' },
      ],
    },
  ),
};

/** Opens all that opens. */
async function openAll({ page }: PanelPage): Promise<void> {
  const closed = page.locator('button[aria-expanded="false"]');
  for (let count = await closed.count(); count > 0; count = await closed.count())
    await closed.first().click();
}

describe('axe-core finds nothing', () => {
  it.each(Object.keys(themes) as Theme[])('in the theme %s', async (theme) => {
    const panel = await browser.open(state(everything), { theme, height: 1600 });
    await openAll(panel);
    expect(await violationsIn(panel.page)).toEqual([]);
  });

  it.each<readonly [string, Partial<PanelState>]>([
    ['before the first run', {}],
    ['during the first run', { run: run(null) }],
    [
      'with a problem in the way',
      { canRun: false, problem: { message: 'No.', actions: [{ label: 'Mend', message: { type: 'run' } }] } },
    ],
    [
      'with a list of events',
      {
        run: run(trace(), {
          report: {
            total: 1,
            counts: {
              changed: 0,
              unchanged: 0,
              dropped: 0,
              completed: 0,
              failed: 1,
              'timed-out': 0,
              stopped: 0,
            },
            rows: [
              {
                index: 0,
                outcome: 'failed',
                ms: 1,
                captured: 1,
                requests: 1,
                logs: 0,
                name: 'bad',
                problem: { message: 'No.', source: null },
              },
            ],
          },
        }),
      },
    ],
    [
      'with ten thousand lines',
      { run: run(trace({ logs: Array.from({ length: 10_000 }, (_, index) => log(String(index))) })) },
    ],
  ])('%s', async (_, parts) => {
    expect(await violationsIn((await browser.open(state(parts))).page)).toEqual([]);
  });
});

describe('axe-core finds nothing in captured events with all of their details', () => {
  const several = [
    captured(),
    captured({ event: 'second', delivery: 'refused' }),
    captured({ event: 'third' }),
  ];
  const fates = [
    { grade: 'loops', message: 'It comes back.' },
    { grade: 'may-loop', message: 'It may.' },
    null,
  ] as const;
  const shown: Readonly<Record<string, Partial<PanelState>>> = {
    'that loop': { run: run(loopingTrace(), { fates: fates.slice(0, 1) }) },
    'of several apps': { run: run(mixedTrace()) },
    'that were not sent on': { host: live, run: run(notSentTrace(), { host: 'EU cloud' }) },
    'that were not fed back': { run: run(trace({ captured: several }), { fates }) },
    'that are fed back': {
      run: run(trace({ captured: several }), { fates }),
      follow: { isPossible: true, progress: { events: 34, hop: 5 } },
    },
  };

  it.each(
    Object.keys(shown).flatMap((name) =>
      (Object.keys(themes) as Theme[]).map((theme) => [name, theme] as const),
    ),
  )('%s: %s', async (name, theme) => {
    const panel = await browser.open(state(shown[name]), { theme, height: 1600 });
    const { page } = panel;
    await openAll(panel);
    const rows = page.getByRole('row');
    for (let index = 0; index < (await rows.count()); index += 1) {
      const details = rows.nth(index).getByRole('button', { name: /^Details of/, expanded: false });
      if ((await details.count()) > 0) await details.click();
    }
    await page
      .getByRole('group', { name: /^Properties of/ })
      .first()
      .waitFor();
    expect(await violationsIn(page)).toEqual([]);
    expect(await lowContrast(page)).toEqual([]);
  });
});

it('nor over the results of before, while the next run is on', async () => {
  const panel = await browser.open(state(everything));
  await panel.receive({ type: 'patch', patch: { run: run(null, { id: 2 }) } });
  await panel.page.getByRole('progressbar', { name: 'Running' }).waitFor();
  expect(await violationsIn(panel.page)).toEqual([]);
  expect(panel.complaints).toEqual([]);
});

describe('links in hints and in the empty panel show the focus', () => {
  const parts: Partial<PanelState> = {
    config: [{ kind: 'note', markdown: 'See [the docs](https://posthog.com/docs).' }, ...everyField],
    history: [pastRun()],
  };

  it.each([...(Object.keys(themes) as Theme[]), 'forced colours'] as const)('%s', async (theme) => {
    const isForced = theme === 'forced colours';
    const panel = await browser.open(state(parts), { theme: isForced ? 'high contrast' : theme });
    const { page } = panel;
    await page.emulateMedia({ forcedColors: isForced ? 'active' : 'none' });
    await openAll(panel);
    const links = [...(await page.getByRole('link').all()), page.getByRole('button', { name: 'Show It' })];
    expect(links.length).toBeGreaterThan(1);
    for (const link of links) {
      await link.focus();
      // By keyboard: the mouse leaves no ring.
      await page.keyboard.press('Shift');
      const ring = await link.evaluate((it) => {
        const { outlineColor, outlineStyle, outlineWidth } = getComputedStyle(it);
        return [outlineStyle, Number.parseFloat(outlineWidth) >= 1, outlineColor];
      });
      expect(ring).toEqual(['solid', true, expect.not.stringMatching(/, 0\)$/)]);
    }
    await page.emulateMedia({ forcedColors: 'none' });
  });
});

describe('twice the size', () => {
  // Zoomed to 200%, a panel of 600 px has 300 px of its own; the other way is a font of twice the size.
  it.each([240, 300, 600])('needs no scrolling sideways: %d px', async (width) => {
    const panel = await browser.open(state(everything), { width });
    if (width === 600) {
      await panel.page.evaluate(() =>
        document.documentElement.style.setProperty('--vscode-font-size', '26px'),
      );
    }
    await openAll(panel);
    const { scrollWidth, clientWidth } = await panel.page.evaluate(() => document.documentElement);
    expect(scrollWidth).toBe(clientWidth);
  });
});
