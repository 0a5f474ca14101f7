/** The event that a loop warning shows drives the loop: each is given to the app, which is really run. */
import { describe, expect, it } from 'vitest';
import { exploreEvents, exploreFrom, workOf } from '../../../server/analysis/eventFlow.ts';
import { Session } from '../../../server/analysis/execution/session.ts';
import { Witnesses } from '../../../server/analysis/provenWitness.ts';
import { judge } from '../../../server/analysis/verdict.ts';
import { appOf, filesOf, findingsIn } from '../check.ts';
import { leadsOnFrom } from '../rules/eventLoop/conditionApps.ts';

/** Conditions on the event that hold for few events. */
const conditions: readonly string[] = [
  "'x' in p",
  "p.hasOwnProperty('x')",
  "Object.keys(p).includes('x')",
  'Number.isInteger(p.x)',
  'p.x - 1 >= 0',
  'Math.abs(p.x) > 50',
  '/pro/.test(p.x)',
  "p.x?.toLowerCase() === 'pro'",
  "new Date(p.x).toISOString() !== ''",
  'Boolean(p.x) === true',
  "(p.tags ?? []).includes('vip')",
  'Array.isArray(p.x)',
  "event.event.split(' ')[1] === 'up'",
  "event.event.charAt(0) === '$'",
  "`${p.x}` !== 'undefined'",
  "p.x === true && 'y' in p",
  'new URL(p.x).hostname.length > 3',
  "Object.keys(p).some((key) => key.startsWith('$feature/'))",
  'event.event !== event.event.toLowerCase()',
];

function app(condition: string): string {
  return `
export const onEvent = async (event) => {
  const p = event.properties
  if (!(${condition})) return
  await posthog.capture(event.event, p)
}
`;
}

describe('the event of a loop warning', () => {
  it.each(conditions)('drives the loop where it has to be %s', async (condition) => {
    const [finding] = findingsIn(app(condition));
    expect(finding?.grade).toBe('loops');
    expect(await leadsOnFrom(app(condition), finding?.witness ?? {})).toBe(true);
  });

  it('comes to the capture that is warned of, where there are two with loops of their own', () => {
    const [narrow, wide] = findingsIn(`
export async function onEvent(event) {
  if (event.event === '$pageview' || event.event.startsWith('seen')) {
    await posthog.capture('seen page', { depth: (event.properties?.depth ?? 0) + 1 })
  }
  await posthog.capture('audit')
}`);
    expect(narrow?.witness?.['event']).toBe('seen page');
    expect(wide?.witness?.['event']).toBe('signed up');
  });

  it('makes a loop certain that nothing else tells to be one', () => {
    // Whether a list of unknown items has one is not known; of this event it is.
    const [finding] = findingsIn(app("(p.tags ?? []).includes('vip')"));
    expect([finding?.grade, finding?.guard]).toEqual(['loops', null]);
  });

  it.each([
    ["n.split(' ').includes('signed')", "'app:' + n"],
    ['e.$set?.email || p.$set?.email', "'seen', { $set: { email: 1 } }"],
    ["n.replace(/-/g, '--') !== n", "n.replace(/-/g, '--')"],
  ])('is found among names and events that come round: %s', async (condition, captured) => {
    const code = `export const onEvent = async (e) => { const n = e.event; const p = e.properties; if (${condition}) posthog.capture(${captured}) }`;
    const [finding] = findingsIn(code);
    expect(finding?.grade).toBe('loops');
    expect(await leadsOnFrom(code, finding?.witness ?? {})).toBe(true);
  });

  it('is none that drives it where the loop ends, which is not told as certain then', () => {
    const code = `export const onEvent = (e) => { const p = e.properties; if ('mark' in p) return; p.mark ??= 'x'; posthog.capture('x', p) }`;
    expect(findingsIn(code).map(({ grade }) => grade)).toEqual(['may-loop']);
  });

  it.each([
    ["if (!(p.y > 0) && e.event !== 'b') return; if (p.y) return; posthog.capture('a', { ...p })"],
    ["if (e.event === 'a' && 'y' in p) return; posthog.capture('a', { ...p, y: p.y ?? 1 })"],
    ["if ('m' in p) return; p.m ??= 'x'; posthog.capture('a', p)"],
    ["if (!(p.n > 10)) return; if (p.n < 5) posthog.capture('a', { ...p })"],
    ["if (p.a !== p.b) return; if (p.a && !p.b) posthog.capture('a', { ...p })"],
  ])('is none of those that were tried, and the loop not certain: %s', (code) => {
    const app = `export const onEvent = (e) => { const p = e.properties; ${code} }`;
    expect(findingsIn(app).map(({ grade }) => grade)).toEqual(['may-loop']);
  });

  it.each([
    ["if (!(p.n > 10)) return; if (p.n < 5) posthog.capture('a', { ...p })", '`p.n < 5`'],
    ["if ('m' in p) return; p.m ??= 'x'; posthog.capture('a', p)", "`'m' in p`"],
  ])('is none, and the condition before the call is named: %s', (code, named) => {
    const app = `export const onEvent = (e) => { const p = e.properties; ${code} }`;
    expect(findingsIn(app)[0]?.message).toContain(`Whether it ends depends on ${named}`);
  });

  it('is what a loop needs that only goes on from the second event on', () => {
    const code = `let send; export const onEvent = (e) => { send ??= () => posthog.capture('x'); if (e.event) send() }`;
    expect(findingsIn(code).map(({ grade }) => grade)).toEqual(['loops']);
  });

  it('has an address with the parameter that is asked for', async () => {
    const code = app("['utm_source'].some((key) => new URL(p.url).searchParams.get(key))");
    const [finding] = findingsIn(code);
    expect(finding?.grade).toBe('loops');
    expect(await leadsOnFrom(code, finding?.witness ?? {})).toBe(true);
  });

  it('has all parameters that are asked for, with their values', async () => {
    const params = 'new URL(p.url).searchParams';
    const code = app(`${params}.get('utm_source') === 'google' && ${params}.get('utm_medium') === 'cpc'`);
    const [finding] = findingsIn(code);
    expect(finding?.grade).toBe('loops');
    expect(await leadsOnFrom(code, finding?.witness ?? {})).toBe(true);
  });

  it('goes through processEvent before the others get it', async () => {
    const code = `
      export const processEvent = (event) => ({
        ...event,
        event: event.event.replace(/^old /, ''),
        properties: { ...event.properties, renamed: event.event.startsWith('old ') },
      })
      export const onEvent = async (event) => {
        if (event.properties.renamed) await posthog.capture('old ' + event.event)
      }`;
    expect(findingsIn(code)[0]?.witness?.['event']).toMatch(/^old /);
  });

  describe('in a table of many names', () => {
    /** Leads from e0 to e1 and so on; the last one leads back or nowhere. */
    function table(count: number, last: string): string {
      const names = Array.from(
        { length: count },
        (_, n) => `e${n}: '${n === count - 1 ? last : `e${n + 1}`}'`,
      );
      return `
        const next = { ${names.join(', ')} }
        export const onEvent = (event) => {
          const name = next[event.event]
          if (name) posthog.capture(name)
        }`;
    }

    it.each([24, 40, 120])('is none where %s lead on to each other and end', (count) => {
      expect(findingsIn(table(count, 'end')).map(({ grade }) => grade)).toEqual(['may-loop']);
    });

    it('is one where they lead back', () => {
      expect(findingsIn(table(24, 'e0')).map(({ grade }) => grade)).toEqual(['loops']);
    });
  });

  it('has the name that a setting says, and the loop is certain', () => {
    const code = `export const onEvent = (e, { config }) => { if (e.event === config.from) posthog.capture(config.from) }`;
    const [finding] = findingsIn(code);
    expect([finding?.grade, finding?.witness?.['event']]).toEqual(['loops', 'what the setting says']);
  });

  it.each([
    "config.events.split(',').includes(event.event)",
    "config.events.split(',').map((name) => name.trim()).includes(event.event)",
    "new Set(config.events.split(',')).has(event.event)",
    "config.events.split(',').some((name) => name === event.event)",
    'config.events.includes(event.event)',
    'event.event.startsWith(config.prefix)',
  ])('has the name that a setting says in another form: %s', (condition) => {
    const code = `export const onEvent = (event, { config }) => { if (${condition}) posthog.capture(event.event) }`;
    expect(findingsIn(code)[0]?.witness?.['event']).toBe('what the setting says');
  });

  it('has a name of the length that is asked for', () => {
    const code = `export const onEvent = (e) => { if (e.event.length === 4) posthog.capture('four') }`;
    const [finding] = findingsIn(code);
    expect(finding?.grade).toBe('loops');
    expect(finding?.witness?.['event']).toHaveLength(4);
  });

  it('is found for a property that is asked for beside many names of the app', () => {
    const names = Array.from({ length: 12 }, (_, index) => `'done ${index}'`).join(', ');
    const code = `const own = new Set([${names}]);
      const snake = (text) => text.replace(/([a-z0-9])([A-Z])/g, '$1_$2').replace(/[^A-Za-z0-9]+/g, '_').replace(/^_+|_+$/g, '').toLowerCase();
      export const onEvent = async ({ event, properties: p }) => {
        if (own.has(event)) return;
        const message = p.message || p.error;
        if (!message) return;
        await posthog.capture('grouped', { group: snake(String(message)).slice(0, 40), message });
      }`;
    const [finding] = findingsIn(code);
    expect(finding?.grade).toBe('loops');
    expect(finding?.witness).toMatchObject({ properties: { message: 'yes' } });
  });

  it('comes to the call where the loop is not certain', () => {
    const [named] = findingsIn(`export const onEvent = async ({ event }) => {
      const [app, action] = event.split(':');
      if (action) await posthog.capture(action, { app });
    }`);
    expect(named?.grade).toBe('may-loop');
    expect(named?.witness?.['event']).toMatch(/:./);
    const [cut] = findingsIn(`export const onEvent = async ({ properties }) => {
      const utm = {};
      for (const [key, value] of Object.entries(properties)) if (key.startsWith('utm_')) utm[key.slice(4)] = value;
      if (Object.keys(utm).length) await posthog.capture('campaign', utm);
    }`);
    expect(cut?.grade).toBe('may-loop');
    expect(Object.keys(cut?.witness?.['properties'] ?? {}).some((key) => key.startsWith('utm_'))).toBe(true);
  });

  it('makes none certain where a setting decides', () => {
    const code = `export const onEvent = async (event, { config }) => { if (config.on === 'yes') await posthog.capture('seen') }`;
    expect(findingsIn(code).map(({ grade }) => grade)).toEqual(['may-loop']);
  });

  it('is none where no event comes to the call', () => {
    const [finding] = findingsIn(app("typeof p.x === 'bigint' && p.done !== true"));
    expect(finding?.witness).toBeNull();
  });

  it.each([
    ["p.url.startsWith('http')", '{ url: new URL(p.url).pathname }'],
    ['!Number.isInteger(p.x)', '{ x: Math.round(p.x) }'],
    ['p.s < 0', '{ s: Math.abs(p.s) }'],
    ['!(p.flags & 4)', '{ flags: p.flags | 4 }'],
    ["(p.url ?? '').split('?')[0] !== p.url", "{ url: (p.url ?? '').split('?')[0] }"],
    ["/^\\d+\\.\\d+$/.test(p.v ?? '')", "{ v: (p.v ?? '').split('.')[0] }"],
  ])('makes none certain where what is captured may pass %s no more: %s', (condition, properties) => {
    const code = `export const onEvent = async ({ properties: p }) => { if (${condition}) await posthog.capture('made', ${properties}) }`;
    expect(findingsIn(code).map(({ grade }) => grade)).toEqual(['may-loop']);
  });

  it.each([
    ["p.url.startsWith('http')", '{ url: p.url.trim() }'],
    ['/@/.test(p.email)', '{ email: p.email.toLowerCase() }'],
    ['Number.isFinite(p.x)', '{ x: Math.round(p.x) }'],
    ['p.s > 0', '{ s: Math.abs(p.s) }'],
    ["typeof p.s === 'string'", '{ s: p.s.trim() }'],
  ])('makes it certain where what is captured passes %s again: %s', (condition, properties) => {
    const code = `export const onEvent = async ({ properties: p }) => { if (${condition}) await posthog.capture('made', ${properties}) }`;
    expect(findingsIn(code).map(({ grade }) => grade)).toEqual(['loops']);
  });
});

describe('the work for the event', () => {
  /** Functions that all events go through, and conditions behind them. */
  function longApp(length: number, conditions: readonly string[]): string {
    const steps = Array.from({ length }, (_, n) => n);
    return `
      ${steps.map((n) => `const step${n} = (p) => [1, 2].map((x) => x + ${n}).includes(p.n)`).join('\n')}
      export function onEvent(event) {
        ${steps.map((n) => `step${n}(event.properties)`).join('\n')}
        ${conditions.map((condition, n) => `if (${condition}) posthog.capture('x${n}')`).join('\n')}
      }`;
  }

  function worksOf(code: string): { readonly works: readonly number[]; readonly ofOne: number } {
    const session = new Session(appOf(filesOf(code)));
    const verdicts = judge(exploreEvents(session));
    const witnesses = new Witnesses(session);
    const start = workOf([session]);
    const works = verdicts.map((verdict) => {
      witnesses.prove(verdict);
      return workOf([session]) - start;
    });
    const before = workOf([session]);
    exploreFrom({ event: 'signed up', distinct_id: 'a', properties: {} }, session);
    return { works, ofOne: workOf([session]) - before };
  }

  it('is done once for several calls', () => {
    const { works, ofOne } = worksOf(longApp(30, ['true', 'event.event', 'event.properties']));
    expect(works).toEqual([ofOne, ofOne, ofOne]);
  });

  it('is less where a condition stays open whatever the event is', () => {
    const { works, ofOne } = worksOf(longApp(90, ["require('strange').isStrange(event)"]));
    expect(ofOne).toBeGreaterThan(4000);
    expect(works).toEqual([ofOne]);
  });
});
