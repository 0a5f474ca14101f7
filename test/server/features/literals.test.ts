import { describe, expect, it } from 'vitest';
import { type ServerKind, servers } from '../lspHarness.ts';
import { manifest, suggestionsOf } from './suggestions.ts';

describe.each(servers)('texts that mean something to PostHog, $name', (kind: ServerKind) => {
  const open = suggestionsOf(kind);

  it("offers the names of the app's samples", async () => {
    const samples = [
      '//- /app/samples/upgrade.json\n{ "event": "plan upgraded", "properties": { "seats": 3 } }',
      '//- /app/samples/broken.json\n{ "event": ',
      '//- /app/samples/many.json\n[{ "event": "first" }, { "event": "second" }, null, 3]',
      '//- /app/samples/notes.txt\n{ "event": "no sample" }\n',
    ].join('\n');
    const asked = async (code: string): Promise<readonly string[]> => {
      const text = `//- /app/index.js\nexport function onEvent(event) {\n  ${code}\n}\n${samples}`;
      await open.start(manifest + text);
      return open.session.suggestions();
    };
    const events = await asked("if (event.event === '$0') return");
    expect(events.slice(0, 3)).toEqual(['first', 'plan upgraded', 'second']);
    expect(events).toContain('$pageview');
    expect(events).not.toContain('no sample');
    expect(await asked("event.properties['$0']")).toContain('seats');
    await asked("if (event.event === '$0') return");
    open.session.write('/app/samples/upgrade.json', '{ "event": "plan renewed" }');
    expect(await open.session.suggestions()).toContain('plan renewed');
  });

  it.each([
    "posthog.capture('$0')",
    "if (event.event === '$0') return",
    "if ('$0' !== event.event) return",
    "switch (event.event) {\n    case '$0':\n  }",
    "if (['$pageview', '$0'].includes(event.event)) return",
    "const { event: name } = event\n  if (name === '$0') return",
    "if (new Set(['$0']).has(event.event)) return",
    "if (event.event.startsWith('$0')) return",
    "const { event: name } = event\n  if (name.endsWith('$pa$0')) return",
    "const names = ['a', '$0']\n  if (!names.includes(event.event)) return",
    "const names = new Set(['$0'])\n  if (names.has(event.event)) return",
  ])('knows names of events in %s', async (code) => {
    expect(await open.suggested(code)).toContain('$identify');
    expect(await open.suggested(code, 'builtIn')).toContain('$identify');
    expect(await open.suggested(code, 'serverAlone', 'index.ts')).toContain('$identify');
  });

  it.each([
    "event.properties['$0']",
    'event.properties.$0',
    "'$0' in event.properties",
    "posthog.capture('x', { $0 })",
    "posthog.capture('x', { $cu$0 })",
    'event.properties = { $0 }',
    'event.properties = { ...event.properties, $cu$0 }',
    'event.properties ??= { $0 }',
    'return { ...event, properties: { $0 } }',
    'return { ...event, properties: { ...event.properties, $cu$0 } }',
    'const { $0 } = event.properties',
    'const { distinct_id: id, $cu$0 } = event.properties ?? {}',
    'const { properties: { $0 } } = event',
    'const all = { ...event.properties, $0 }',
    "const all = { $0 }\n  await posthog.capture('x', all)",
    'const all = { $0 }\n  event.properties = all',
    'const properties = { $0 }\n  return { ...event, properties }',
    'Object.assign(event.properties, { $0 })',
    'event.properties = Object.assign({}, event.properties, { $0 })',
  ])('knows names of properties in %s', async (code) => {
    expect(await open.suggested(code)).toContain('$current_url');
    expect(await open.suggested(code, 'serverAlone')).toContain('$current_url');
  });

  it.each([
    'event.$set = { $0 }',
    "event['$set'] = { $0 }",
    'event.$set_once = { $initial$0 }',
    'event.properties.$set = { $0 }',
    'event.properties = { ...event.properties, $set: { $0 } }',
    'return { ...event, $set: { $0 } }',
    'return { ...event, properties: { $set_once: { $0 } } }',
    'const { $0 } = event.$set',
    'const $set = { $0 }',
    "const person = { $0 }\n  await posthog.capture('x', { $set_once: person })",
    'const person = { $0 }\n  event.$set = person',
    'const person = { $0 }\n  return { ...event, $set: person }',
    'Object.assign(event.$set, { $0 })',
  ])('knows names of what persons have in %s', async (code) => {
    for (const provider of ['server', 'builtIn', 'serverAlone'] as const) {
      const names = await open.suggested(code, provider);
      expect(names).toContain('$initial_referrer');
      expect(names).not.toContain('$current_url');
    }
  });

  it('knows nothing of objects of the app’s own', async () => {
    for (const code of [
      'const all = { $0 }\n  send(all)',
      "const all = { $0 }\n  posthog.capture('x', other)",
    ])
      expect(await open.suggested(code)).not.toContain('$current_url');
  });

  it.each([
    ['composeWebhook(event, meta) {\n  return { $0 }', ['body', 'url', 'headers', 'method']],
    ['composeWebhook(event, meta) {\n  return { url: meta.config.url, $0 }', ['body', 'headers', 'method']],
    [
      "composeWebhook(event) {\n  return event.event === 'x' ? { $0 } : null",
      ['body', 'url', 'headers', 'method'],
    ],
    ["composeWebhook(event) {\n  return { method: '$0' }", ['POST', 'GET', 'PUT', 'DELETE', 'PATCH']],
    ['processEvent(event) {\n  return { ...event, $0 }', ['$set', 'distinct_id', 'properties']],
  ])('knows the keys of what %s gives', async (code, expected) => {
    const text = `${manifest}//- /app/index.js\nexport function ${code}\n}\n`;
    for (const provider of ['server', 'builtIn'] as const) {
      await open.start(text, { provider });
      const names = await open.session.suggestions();
      expect(names.filter((name) => expected.includes(name))).toEqual(expected);
      expect(names).not.toContain('$current_url');
    }
  });

  it('leaves the keys of a result to TypeScript where it is written down what that is', async () => {
    const code =
      'composeWebhook(event: PostHogApp.PostHogEvent): PostHogApp.Webhook | null {\n  return { $0 }\n}';
    await open.start(`${manifest}//- /app/index.ts\nexport function ${code}\n`, {
      provider: 'builtIn',
    });
    expect(await open.session.suggestions()).toEqual([]);
  });

  it('knows the properties in what processEvent returns', async () => {
    for (const result of ['return { event: event.event, properties: { $0 } }', 'return { $set: { $0 } }']) {
      const text = `export function processEvent(event) {\n  ${result}\n}\n`;
      await open.start(`${manifest}//- /app/index.js\n${text}`);
      expect(await open.session.suggestions()).toContain(
        result.includes('$set') ? '$initial_referrer' : '$current_url',
      );
    }
    const other = 'export function helper() {\n  return { properties: { $0 } }\n}\n';
    await open.start(`${manifest}//- /app/index.js\n${other}`);
    expect(await open.session.suggestions()).not.toContain('$current_url');
  });

  it.each([
    ["if (event.event === '$pa$0geview') return", '**Pageview**'],
    ["posthog.capture('$iden$0tify')", '**Identify**'],
    ["posthog.capture('x', { $cur$0rent_url: '' })", '**Current URL**'],
    ["posthog.capture('x', { '$cur$0rent_url': '' })", '**Current URL**'],
    ['event.properties.$cur$0rent_url', '**Current URL**'],
    ['event.properties.$cur$0rent_url.length', '**Current URL**'],
    ["event.properties['$cur$0rent_url']", '**Current URL**'],
    ['const { $cur$0rent_url } = event.properties', '**Current URL**'],
    ["event.properties['$feature/ne$0w']", 'Example:'],
    ["posthog.capture('x', { $set: { $initial_ref$0errer: '' } })", '**Initial '],
    ["meta.jobs.send({}).runIn(2, 'mon$0ths')", '210 days'],
    ["meta.jobs.send({}).runIn(2, 'quar$0ters')", '13 weeks'],
    ["posthog.api.get('/api/projects/@cur$0rent/persons/')", '`/api/projects/{project_id}/persons/`'],
    ["posthog.api.get('/api/projects/@current/per$0sons')", 'the project in which the app runs'],
    ['posthog.api.get(`/api/projects/${meta.config.id}/per$0sons/`)', '{project_id}/persons/'],
    ["posthog.api.post('/api/annot$0ation/', { data: {} })", 'An old route'],
    [
      "posthog.api.post('/api/projects/@current/annotations/', { data: { con$0tent: '' } })",
      'content: string',
    ],
  ])('explains what stands in %s', async (code, expected) => {
    for (const provider of ['server', 'builtIn', 'serverAlone'] as const) {
      const text = `export async function onEvent(event, meta) {\n  ${code}\n}\n`;
      await open.start(`${manifest}//- /app/index.js\n${text}`, { provider });
      expect(await open.session.hoverText()).toContain(expected);
    }
  });

  it.each([
    "if (event.event === 'my ow$0n') return",
    "if (other.event === '$pa$0geview') return",
    "posthog.api.get('/api/no/such/pa$0th/')",
    "const months = 'mon$0ths'",
  ])('explains nothing in %s', async (code) => {
    await open.start(
      `${manifest}//- /app/index.js\nexport async function onEvent(event, meta) {\n  ${code}\n}\n`,
      { provider: 'builtIn' },
    );
    expect(await open.session.hover()).toBeNull();
  });

  it('offers the units of a delay by their length, months with its trap, once each', async () => {
    const code = "meta.jobs.send({}).runIn(2, '$0')";
    for (const provider of ['server', 'serverAlone'] as const) {
      const names = await open.suggested(code, provider);
      expect(names.slice(0, 5)).toEqual(['milliseconds', 'seconds', 'minutes', 'hours', 'days']);
      expect(names.slice(5)).toEqual(['weeks', 'quarters', 'months', 'years']);
      const items = await open.session.complete();
      const months = items.find(({ label }) => label === 'months');
      expect(months).toMatchObject({
        detail: '210 days',
        documentation: { value: expect.stringContaining('days') },
      });
      expect((await open.session.explain('weeks'))?.detail).toBeUndefined();
    }
  });

  it('leaves the units to whoever knows them by our declarations', async () => {
    const env = '//- /app/posthog-env.d.ts\n// Written.\n';
    const text =
      "export const onEvent = async (event: PostHogApp.PluginEvent, meta: PostHogApp.PluginMeta) => {\n  meta.jobs.send({}).runIn(2, '$0')\n}\n";
    await open.start(`${manifest}${env}//- /app/index.ts\n${text}`, {
      provider: 'builtIn',
    });
    expect(await open.session.suggestions()).toEqual([]);
  });

  it('offers names of events that constants hold', async () => {
    const head = "const OWN = 'invoice paid'\nconst OTHER = 'not an event'\n";
    const code = (use: string): string =>
      `${head}export function onEvent(event) {\n  posthog.capture(OWN)\n  ${use}\n  console.log(OTHER)\n}\n`;
    for (const use of ["if (event.event === '$0') return", "posthog.capture('$0')"]) {
      await open.start(`${manifest}//- /app/index.js\n${code(use)}`);
      const names = await open.session.suggestions();
      expect(names[0]).toBe('invoice paid');
      expect(names).not.toContain('not an event');
    }
  });

  it.each([
    [
      "export const EVENTS = { signup: 'signup done', other: 'not an event' }",
      'posthog.capture(EVENTS.signup)',
    ],
    ["export const EVENTS = { signup: 'signup done' } as const", "posthog.capture(EVENTS['signup'])"],
    ["const signup = 'signup done'\nexport const EVENTS = { signup }", 'posthog.capture(EVENTS.signup)'],
    ["export enum EVENTS { signup = 'signup done' }", 'switch (event.event) {\n    case EVENTS.signup:\n  }'],
    ["export class EVENTS { static signup = 'signup done' }", 'if (EVENTS.signup === event.event) return'],
    ["export const EVENTS = 'signup done'", 'if (event.event !== EVENTS) return'],
    [
      "export const EVENTS = { signup: 'signup done' }",
      'const { signup } = EVENTS\n  posthog.capture(signup)',
    ],
    ["export const EVENTS = ['signup done']", 'if (EVENTS.includes(event.event)) return'],
    ["export const EVENTS = ['signup done'] as const", 'if (EVENTS.includes(event.event)) return'],
    ["export const EVENTS = new Set(['signup done'])", 'if (EVENTS.has(event.event)) return'],
  ])('offers names of events that another file holds: %s, %s', async (held, use) => {
    const start = (file: string): string =>
      `${manifest}//- /app/events.ts\n${held}\n//- /app/other.ts\nimport { EVENTS } from './events'\nexport function look(event: PluginEvent) {\n  ${use}\n}\n${file}`;
    const index =
      "//- /app/index.ts\nimport { look } from './other'\nexport function onEvent(event) {\n  look(event)\n  posthog.capture('$0')\n}\n";
    await open.start(start(index), { provider: 'builtIn' });
    const names = await open.session.suggestions();
    expect(names[0]).toBe('signup done');
    expect(names).not.toContain('not an event');
  });

  it('offers names of events that a file in JavaScript holds, until they are others', async () => {
    const events = (name: string): string => `exports.SIGNUP = '${name}'\n`;
    const index =
      "const { SIGNUP } = require('./events')\nexports.onEvent = (event) => {\n  posthog.capture(SIGNUP)\n  posthog.capture('$0')\n}\n";
    await open.start(`${manifest}//- /app/index.js\n${index}//- /app/events.js\n${events('signup done')}`);
    expect((await open.session.suggestions())[0]).toBe('signup done');
    open.session.write('/app/events.js', events('signup begun'));
    expect((await open.session.suggestions())[0]).toBe('signup begun');
  });

  it('takes the time of a captured event for no property', async () => {
    const names = await open.suggested(
      "posthog.capture('tick', { timestamp, amount: 1 })\n  event.properties['$0']",
    );
    expect(names).toContain('amount');
    expect(names).not.toContain('timestamp');
  });

  it('does not say a choice twice', async () => {
    const field = '{ "key": "size", "type": "choice", "choices": ["small", "large"] }';
    await open.start(
      `//- /app/plugin.json\n{ "config": [${field}] }\n//- /app/index.ts\nexport function onEvent(event, meta) {\n  if (meta.config.size === '$0') return\n}\n`,
    );
    expect((await open.session.explain('small'))?.detail).toBeUndefined();
  });

  it('puts the names of the app first behind a dot, until something is typed', async () => {
    const code = (typed: string): string => `event.properties.seats = 1\n  event.properties.${typed}$0`;
    const first = await open.suggested(code(''), 'builtIn');
    expect(first[0]).toBe('seats');
    expect(await open.session.completionList()).toMatchObject({ isIncomplete: true });
    // The words that the editor itself offers have it now.
    expect(await open.suggested(code('se'), 'builtIn')).not.toContain('seats');
    expect((await open.suggested(code('se'), 'serverAlone'))[0]).toBe('seats');
  });

  it.each([
    ['// @ts-check\n', ''],
    ['', '//- /app/jsconfig.json\n{ "compilerOptions": { "checkJs": true } }\n'],
    ['', '//- /app/tsconfig.json\n{ "compilerOptions": { "allowJs": true, "checkJs": true } }\n'],
  ])(
    'goes on with them in JavaScript that is checked, where the editor offers no words: %s%s',
    async (head, config) => {
      const code =
        'export function onEvent(event) {\n  event.properties.seats = 1\n  event.properties.se$0\n}\n';
      await open.start(`${manifest}${config}//- /app/index.js\n${head}${code}`, {
        provider: 'builtIn',
      });
      expect((await open.session.suggestions())[0]).toBe('seats');
    },
  );

  it('goes on without them in a file that says so in a checked project', async () => {
    const code =
      '// @ts-nocheck\nexport function onEvent(event) {\n  event.properties.seats = 1\n  event.properties.se$0\n}\n';
    const config = '//- /app/jsconfig.json\n{ "compilerOptions": { "checkJs": true } }\n';
    await open.start(`${manifest}${config}//- /app/index.js\n${code}`, {
      provider: 'builtIn',
    });
    expect(await open.session.suggestions()).not.toContain('seats');
  });

  it.each([
    ["posthog.capture('user\\'s plan')\n  posthog.capture('$0')", "user's plan", "user\\'s plan"],
    ["event.properties['a\\\\b'] = 1\n  event.properties['$0']", 'a\\b', 'a\\\\b'],
    ['event.properties["5 \'"] = 1\n  event.properties["$0"]', "5 '", "5 '"],
  ])('writes names between quotes as they must stand there: %s', async (code, label, newText) => {
    await open.suggested(code);
    expect((await open.session.complete()).find((item) => item.label === label)?.textEdit?.newText).toBe(
      newText,
    );
  });

  it.each([
    ['builtIn', 'event.properties.$0', '.seats', 18, 19],
    ['server', 'event.properties.$0', '.seats', 18, 19],
    ['serverAlone', 'event.properties.$0', 'seats', 19, 19],
    ['builtIn', 'event.properties?.$0', '?.seats', 18, 20],
    ['serverAlone', 'event.properties?.$0', 'seats', 20, 20],
    ['builtIn', "event.properties['$0']", 'seats', 20, 20],
  ] as const)(
    'counts the dot in where the words of the editor do: with %s in %s',
    async (provider, code, newText, start, end) => {
      await open.suggested(`${code}\n  event.properties.seats = 1`, provider);
      const item = (await open.session.complete()).find(({ label }) => label === 'seats');
      expect(item?.filterText).toBe(newText === 'seats' ? undefined : newText);
      expect(item?.textEdit).toEqual({
        newText,
        range: { start: { line: 1, character: start }, end: { line: 1, character: end } },
      });
    },
  );

  it.each([
    "if (['$0'].includes(meta.config.size)) return",
    "if (['small', '$0'].includes(meta.config.size)) return",
    "const { size } = meta.config\n  if (new Set(['$0']).has(size)) return",
    "const sizes = ['$0']\n  if (sizes.includes(meta.config.size)) return",
  ])('knows the choices of a config key in %s', async (code) => {
    const field = '{ "key": "size", "type": "choice", "choices": ["small", "large"] }';
    for (const provider of ['server', 'builtIn', 'serverAlone'] as const) {
      await open.start(
        `//- /app/plugin.json\n{ "config": [${field}] }\n//- /app/index.ts\nexport function onEvent(event, meta) {\n  ${code}\n}\n`,
        { provider },
      );
      const names = await open.session.suggestions();
      expect(names.toSorted()).toEqual(code.includes("['small'") ? ['large'] : ['large', 'small']);
    }
  });

  it('knows what persons have', async () => {
    const names = await open.suggested("posthog.capture('x', { $set: { $0 }, timestamp: now })");
    expect(names).not.toContain('timestamp');
    expect(names).toContain('$initial_referrer');
    expect(names).not.toContain('$current_url');
  });

  it('offers to persons what the app writes to persons, and nothing of its events', async () => {
    const code =
      "posthog.capture('x', { amount: 1, $set: { plan: 'a' } })\n  event.properties.total = 1\n  posthog.capture('y', { $set: { $0 } })";
    const names = await open.suggested(code);
    expect(names[0]).toBe('plan');
    expect(names).not.toContain('amount');
    expect(names).not.toContain('total');
  });

  it.each([
    'event.$set.$0',
    'event.$set?.$0',
    'event.properties.$set.$0',
    "event.properties.$set['$0']",
    "event.properties['$set_once']['$0']",
    "posthog.capture('x', { $set: { $0 } })",
    "posthog.capture('x', { $unset: ['$0'] })",
    "event.properties.$unset = ['first', '$0']",
    "return { ...event, properties: { ...event.properties, $unset: ['$0'] } }",
  ])(
    'offers what the app and its samples write to persons, then what many persons have, in %s',
    async (code) => {
      const names = await withUses(code);
      expect(names.slice(0, 5)).toEqual(['age', 'plan', 'rank', 'seats', 'since']);
      expect(names).toEqual(expect.arrayContaining(['email', 'name', '$initial_referrer']));
      for (const other of ['$current_url', 'amount', 'company', 'first']) expect(names).not.toContain(other);
    },
  );

  it.each([
    "posthog.capture('x', { $groups: { $0 } })",
    'event.properties.$groups = { $0 }',
    'event.properties.$groups.$0',
    "event.properties.$groups['$0']",
    'const { $0 } = event.properties.$groups',
    'return { ...event, properties: { ...event.properties, $groups: { $0 } } }',
  ])('offers the types of groups that the app and its samples use in %s', async (code) => {
    expect(await withUses(code)).toEqual(['company', 'project', 'region', 'team']);
  });

  /** Suggestions in a file of its own, beside one that names what persons and groups have. */
  async function withUses(code: string): Promise<readonly string[]> {
    const uses = [
      "posthog.capture('y', { amount: 1, $set: { plan: 'a' }, $unset: ['rank'], $groups: { company: 'a' } })",
      'event.$set = { seats: 1 }',
      "event.properties.$groups = { project: 'a' }",
      'send(event.properties.$set.age, event.properties.$groups.team)',
    ];
    const sample =
      '{ "event": "e", "properties": { "$set": { "since": 1 }, "$groups": { "region": "eu" } } }';
    const files = [
      `//- /app/index.js\nimport './uses'\nexport async function onEvent(event, meta) {\n  ${code}\n}`,
      `//- /app/uses.js\nexport function use(event) {\n  ${uses.join('\n  ')}\n}`,
      `//- /app/samples/one.json\n${sample}\n`,
    ];
    await open.start(manifest + files.join('\n'), { provider: 'server' });
    return open.session.suggestions();
  }

  it('offers what capture takes out of the properties first, and no name that it does not', async () => {
    const names = await open.suggested("posthog.capture('x', { $0 })");
    const first = ['$groups', '$set', '$set_once', 'distinct_id', 'timestamp'];
    expect(names.slice(0, first.length).toSorted()).toEqual(first);
    expect(names.length).toBeGreaterThan(50);
    expect(names).not.toContain('$timestamp');
  });

  it.each(["posthog.capture('$0')", "if (event.event === '$0') return"])(
    'offers page views first, and what nobody needs last, in %s',
    async (code) => {
      const names = await open.suggested(code);
      expect(names[0]).toBe('$pageview');
      expect(names.slice(-2)).toEqual(['$$heatmap', '$$plugin_metrics']);
    },
  );

  it('offers what names a person before where they are', async () => {
    const names = await open.suggested("posthog.capture('x', { $set: { $0 } })");
    expect(names.slice(0, 4)).toEqual(['email', 'name', 'username', '$geoip_city_name']);
  });

  it.each(["posthog.capture('$0')", "if (event.event === '$0') return"])(
    'offers the names of the app before all others in %s',
    async (code) => {
      const uses =
        "posthog.capture('paid')\n  if (event.event === '$pageview' || event.event === '$identify') return";
      const names = await open.suggested(`${uses}\n  ${code}`);
      expect(names.slice(0, 3)).toEqual(['paid', '$identify', '$pageview']);
    },
  );

  it('offers deprecated properties last', async () => {
    expect((await open.suggested("event.properties['$0']")).at(-1)).toBe('$time');
  });

  it('offers the keys that capture takes out, once', async () => {
    const names = await open.suggested("posthog.capture('x', { $0 })");
    expect(names).toEqual(expect.arrayContaining(['distinct_id', 'timestamp', '$set', '$set_once']));
  });

  it('knows the names that the app uses, but not the one being typed', async () => {
    const names = await open.suggested("posthog.capture('invoice paid')\n  posthog.capture('invo$0')");
    expect(names).toContain('invoice paid');
    expect(names).not.toContain('invo');
  });

  it.each(["other.api.get('/api/$0')", "console.log('$0')", "if (meta.config.a === '$0') return", "'$0'"])(
    'has nothing to say in %s',
    async (code) => {
      expect(await open.suggested(code)).toEqual([]);
    },
  );
});
