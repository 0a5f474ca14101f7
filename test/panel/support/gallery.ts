/**
 * Draws the panel in typical situations into test-results/, for a person to look at:
 * `node test/panel/support/gallery.ts [theme …]`
 */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PanelState } from '../../../protocol/panel.ts';
import { PanelBrowser } from './panelPage.ts';
import { everyField, live, run, state } from './states.ts';
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
  empty: state(),
  completed: state({ run: run(full) }),
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
      message: 'plugin.json is no valid JSON: in line 3, a comma is missing.',
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
      if (name === 'changed') await page.getByRole('button', { name: 'Fields of the config' }).focus();
      const path = join(folder, `${name}-${theme.replaceAll(' ', '-')}-${width}.png`);
      await page.screenshot({ path, fullPage: true });
      for (const complaint of complaints) console.error(`${name}: ${complaint}`);
    }
  }
}
await browser.stop();
