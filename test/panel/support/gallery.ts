/**
 * Draws the panel in typical situations into test-results/, for a person to look at:
 * `node test/panel/support/gallery.ts [theme …]`
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PanelState } from '../../../protocol/panel.ts';
import { loopingTrace, mixedTrace, notSentTrace } from './hops.ts';
import { PanelBrowser } from './panelPage.ts';
import { everyField, live, pastRun, run, state } from './states.ts';
import { type Theme, themes } from './themes.ts';
import { captured, changedEvent, log, request, runError, trace } from './traces.ts';

const full = trace({
  captured: [captured()],
  requests: [
    request({ via: 'capture', url: 'https://local.posthog.invalid/i/v0/e/', status: 200, durationMs: 0.8 }),
    request(),
  ],
  logs: [
    log('ada@example.com belongs to example.com'),
    log('No plan is set, so the default is taken', 'warn'),
    log('{"answer":42,"list":[1,2,3]}', 'info'),
  ],
  storage: [{ at: 2, cause: captured().cause, operation: 'set', key: 'seen ada', value: true }],
  jobs: [{ at: 3, cause: captured().cause, name: 'annotate', payload: { version: '1.2.3' }, inMs: 0 }],
});

const situations: Readonly<Record<string, PanelState>> = {
  looping: state({ run: run(loopingTrace()), history: [pastRun({ isLooping: true, isStoppedLoop: true })] }),
  followed: state({ run: run(mixedTrace()) }),
  'followed, not sent': state({ host: live, run: run(notSentTrace(), { host: 'EU cloud' }) }),
  following: state({
    run: run(trace({ captured: [captured()] })),
    follow: { isPossible: true, progress: { events: 34, hop: 5 } },
  }),
  'not followed': state({
    host: live,
    run: run(trace({ captured: [captured()] }), {
      fates: [{ grade: 'may-loop', message: 'It may come back.' }],
    }),
    follow: { isPossible: true, progress: null },
  }),
  empty: state(),
  completed: state({
    run: run(full, {
      historyId: 'run-4',
      cost: { totalMs: 21, callMs: 13.2, cpuMs: 9.4, memoryBytes: 58_400_000, requests: 2, bytes: 83 },
      fates: [
        {
          grade: 'loops',
          message: 'Every event that this captures comes back to it: onEvent runs for it again.',
        },
      ],
      costBefore: { totalMs: 18, callMs: 8, cpuMs: 9.1, memoryBytes: 57_000_000, requests: 1, bytes: 36 },
    }),
    history: [
      pastRun({ id: 'run-4' }),
      pastRun({ id: 'run-3', entryPoint: 'processEvent', outcome: 'changed', isPinned: true }),
      pastRun({
        id: 'run-2',
        outcome: 'failed',
        isWithErrors: true,
        input: 'an event with a long name that is cut',
      }),
      pastRun({ id: 'run-1', entryPoint: 'runEveryDay', input: '', startedAt: '2022-09-30T12:00:00.000Z' }),
      pastRun({
        id: 'run-0',
        outcome: 'dropped',
        host: 'EU cloud',
        startedAt: new Date().toISOString(),
        totalMs: 1240,
      }),
      pastRun({
        id: 'run-00',
        appName: 'First visit',
        rootUri: 'file:///apps/first-visit',
        host: 'posthog.example.com:8000',
      }),
    ],
    comparison: {
      id: 'run-2',
      startedAt: '2022-10-01T11:58:00.000Z',
      differences: [
        'Outcome: Failed → Completed.',
        'Only this run captured company identified.',
        '2 more log lines.',
      ],
    },
  }),
  events: state({
    entryPoint: 'processEvent',
    run: run(trace({ outcome: 'failed' }), {
      entryPoint: 'processEvent',
      report: {
        total: 120,
        counts: {
          changed: 80,
          unchanged: 30,
          dropped: 7,
          completed: 0,
          failed: 3,
          'timed-out': 0,
          stopped: 0,
        },
        rows: Array.from({ length: 120 }, (_, index) => ({
          index,
          outcome: index < 3 ? ('failed' as const) : index < 10 ? ('dropped' as const) : ('changed' as const),
          ms: 0.4,
          captured: index % 4 === 0 ? 1 : 0,
          requests: 0,
          logs: 0,
          name: index % 2 === 0 ? '$pageview' : 'signed up',
          problem:
            index < 3
              ? {
                  message: "Cannot read properties of undefined (reading 'split')",
                  source: { file: 'index.js', line: 16, column: 3 },
                }
              : null,
        })),
      },
    }),
  }),
  many: state({
    run: run(
      trace({
        logs: Array.from({ length: 2000 }, (_, index) =>
          log(`line ${index} of the app`, index % 50 === 0 ? 'warn' : 'log', 3),
        ),
        requests: Array.from({ length: 30 }, () => request()),
      }),
    ),
  }),
  changed: state({
    entryPoint: 'processEvent',
    run: run(trace({ outcome: 'changed', events: [changedEvent] }), { entryPoint: 'processEvent' }),
    config: everyField,
  }),
  failed: state({
    run: run(trace({ outcome: 'failed', errors: [runError()], logs: [log('before it fails')] })),
  }),
  live: state({
    host: live,
    run: run(
      trace({
        captured: [captured({ delivery: 'sent' }), captured({ event: 'second', delivery: 'refused' })],
        requests: [
          request({
            url: 'https://eu.posthog.com/api/projects/42/annotations/',
            disposition: 'blocked',
            status: null,
            durationMs: 0.1,
            error:
              'There is no personal API key for eu.posthog.com, so the call was not sent. Set one for https://eu.posthog.com.',
            action: { kind: 'set-personal-key', origin: 'https://eu.posthog.com' },
          }),
          request({
            via: 'fetch',
            method: 'GET',
            url: 'https://api.example.com/companies/very-long-name-of-a-company?expand=employees,addresses',
            disposition: 'sent',
            status: 503,
            durationMs: 1804,
          }),
        ],
      }),
      { host: 'EU cloud' },
    ),
  }),
  dropped: state({
    entryPoint: 'processEvent',
    run: run(trace({ outcome: 'dropped' }), { entryPoint: 'processEvent' }),
  }),
  broken: state({
    canRun: false,
    problem: {
      message: 'plugin.json is no valid JSON: in line 3, column 3, a comma is missing.',
      actions: [
        {
          label: 'Open plugin.json:3',
          message: { type: 'openSource', source: { file: 'plugin.json', line: 3, column: 1 } },
        },
      ],
    },
  }),
};

const folder = join(import.meta.dirname, '../../../test-results/panel');
const wanted = process.argv.slice(2) as Theme[];
await mkdir(folder, { recursive: true });
const browser = await PanelBrowser.start();
for (const theme of wanted.length === 0 ? (Object.keys(themes) as Theme[]) : wanted) {
  for (const [name, shown] of Object.entries(situations)) {
    for (const width of [300, 520, 1100]) {
      const { page, complaints } = await browser.open(shown, { theme, width });
      if (name === 'completed') {
        await page.getByRole('button', { name: 'History of runs' }).click();
        await page.getByRole('button', { name: /^company identified/ }).click();
        await page.getByRole('button', { name: /POST .*annotations/ }).click();
        await page.getByRole('button', { name: /Failed/ }).hover();
        await page.evaluate(() => window.scrollTo(0, 0));
      }
      if (name === 'changed') await page.getByRole('button', { name: 'Fields of the config' }).focus();
      const path = join(folder, `${name}-${theme.replaceAll(' ', '-')}-${width}.png`);
      await page.screenshot({ path, fullPage: true });
      for (const complaint of complaints) console.error(`${name}: ${complaint}`);
    }
  }
}
await browser.stop();
