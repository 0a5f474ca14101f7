/**
 * What is kept from edit to edit must not show: after each of many edits made by chance, the findings are those of an
 * app that is looked at for the first time. `POSTHOG_APPS_EDITS=5000:1` makes five thousand edits from seed 1 on.
 */
import { expect, it } from 'vitest';
import { defaultLevels } from '../../../server/lintSettings.ts';
import { checkApp } from '../../../server/rules/checkApp.ts';
import { type EditableApp, editableApp } from '../findings.ts';
import { randomFrom } from './eventLoop/randomApps.ts';

const [count = 150, firstSeed = 1] = (process.env['POSTHOG_APPS_EDITS'] ?? '')
  .split(':')
  .filter(Boolean)
  .map(Number);

const files: ReadonlyMap<string, string> = new Map([
  [
    '/app/plugin.json',
    '{ "name": "Mine", "main": "index.ts", "config": [{ "key": "name", "type": "string", "default": "seen" }, { "key": "size", "type": "choice", "choices": ["a", "b"] }] }',
  ],
  [
    '/app/index.ts',
    `import { isOwn, OWN } from './guards'
import { Reporter } from './reporter'
export const jobs = { later: async (payload: { id: string }, { cache }) => { await cache.set(payload.id, 1) } }
export const metrics = { seen: 'sum' }
export async function setupPlugin({ config, global }) {
  global.reporter = new Reporter(config.name)
}
export async function onEvent(event, { global, jobs, metrics, config, storage }) {
  if (isOwn(event.event)) return
  if (event.event.startsWith('app:') || event.properties?.copied) return
  metrics.seen.increment(1)
  await jobs.later({ id: event.distinct_id }).runIn(5, 'minutes')
  const response = await posthog.api.get('/api/projects/@current/persons/')
  const { results } = await response.json()
  for (const person of results) await global.reporter.report(person, event)
  await posthog.capture('app:' + event.event, { ...event.properties, copied: true })
  if (config.size === 'a') await posthog.capture(OWN, { distinct_id: event.distinct_id })
}
`,
  ],
  [
    '/app/guards.ts',
    `export const OWN = 'seen'
const names = new Set([OWN, 'reported'])
export function isOwn(name: string) {
  return names.has(name)
}
`,
  ],
  [
    '/app/reporter.ts',
    `export class Reporter {
  #name: string
  constructor(name: string) { this.#name = name }
  async report(person, event) {
    if (event.event === this.#name || event.properties.$lib === 'posthog-plugin-server') return
    await posthog.capture('reported', { person: person.id, $lib: 'posthog-plugin-server' })
  }
}
`,
  ],
]);

const pieces = [
  "'seen'", "'app:'", 'return', '!', '}', '{', '(', ')', '\n', 'await ', ' || ', ' && ', 'if (isOwn(event.event)) return\n',
  "posthog.capture('more')\n", 'export ', 'const x = ', 'config.name', '// ', '/*', '`', 'event', '.properties', "from './guards'",
  'jobs.later({ id: 1 }).runIn(1, "hour")', 'onEvent', 'processEvent', '=== ', '"key"', 'team_id = 1', ', ', 'async ', '...',
  '\nconst whole = {} satisfies object\n', 'import.meta', 'config.name = "other"\n', 'storge',
]; // prettier-ignore

/** The text after one edit: something put in, taken out, or moved. */
function edited(text: string, random: () => number): string {
  const place = (): number => Math.floor(random() * (text.length + 1));
  const start = place();
  switch (Math.floor(random() * 4)) {
    case 0:
      return text.slice(0, start) + (pieces[Math.floor(random() * pieces.length)] ?? '') + text.slice(start);
    case 1:
      return text.slice(0, start) + text.slice(start + 1 + Math.floor(random() * 12));
    case 2: {
      const lines = text.split('\n');
      const [line = ''] = lines.splice(Math.floor(random() * lines.length), 1);
      lines.splice(Math.floor(random() * (lines.length + 1)), 0, line);
      return lines.join('\n');
    }
    default: {
      const from = place();
      return text.slice(0, start) + text.slice(from, from + 30) + text.slice(start);
    }
  }
}

function findingsOf(app: EditableApp): string {
  return JSON.stringify(checkApp(app.program(), defaultLevels), undefined, 1);
}

it(`finds the same after each of ${count} edits as at first sight`, () => {
  const random = randomFrom(firstSeed);
  const grown = editableApp(files);
  const fresh = editableApp(files);
  const texts = new Map(files);
  const all = [...files.keys()];
  const different = new Set<string>();
  for (let edit = 1; edit <= count; edit += 1) {
    const path = all[Math.floor(random() * all.length)] ?? '';
    // From time to time back to code that is whole, since heaps of broken code show less and less.
    const text = random() < 0.3 ? (files.get(path) ?? '') : edited(texts.get(path) ?? '', random);
    texts.set(path, text);
    for (const app of [grown, fresh]) app.edit(path, text);
    fresh.forget();
    const found = findingsOf(grown);
    expect(found, `edit ${edit} of seed ${firstSeed}`).toBe(findingsOf(fresh));
    different.add(found);
  }
  // Were the findings always the same, nothing would be shown.
  expect(different.size).toBeGreaterThan(count / 8);
}, 600_000);
