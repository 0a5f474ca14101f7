import { describe, expect, it } from 'vitest';
import { type ServerKind, servers } from '../lspHarness.ts';
import { manifest, suggestionsOf } from './suggestions.ts';

describe.each(servers)('texts that name something of the API, $name', (kind: ServerKind) => {
  const open = suggestionsOf(kind);

  it.each([
    "posthog.api.get('/api/$0')",
    'posthog.api.get("/api/$0")',
    'posthog.api.get(`/api/$0`)',
    "const { api } = posthog\n  api.get('/api/$0')",
    "posthog.api.get('/api/$0",
  ])('suggests segments in %s', async (code) => {
    const names = await open.suggested(code);
    expect(names).toContain('projects');
    expect(names).not.toContain('api');
  });

  it('offers the current project first, and resources of it', async () => {
    expect(await open.suggested("posthog.api.get('/api/projects/$0')")).toContain('@current');
    const names = await open.suggested("posthog.api.get('/api/projects/@current/$0')");
    expect(names).toEqual(expect.arrayContaining(['persons', 'events', 'feature_flags']));
  });

  it('puts what apps ask for before what comes first in the alphabet', async () => {
    await open.suggested("posthog.api.get('/api/projects/@current/$0')");
    const orders = new Map((await open.session.complete()).map((item) => [item.label, item.sortText ?? '']));
    const [persons = '', performance = ''] = ['persons', 'performance_events'].map((name) =>
      orders.get(name),
    );
    expect(orders.has('performance_events')).toBe(true);
    expect(persons < performance).toBe(true);
  });

  it('knows the way on behind a value of the code', async () => {
    expect(await open.suggested('posthog.api.get(`/api/projects/${meta.config.id}/per$0`)')).toContain(
      'persons',
    );
    expect(await open.suggested('posthog.api.get(`/api/projects/x${meta.config.id}$0`)')).toEqual([]);
  });

  it('keeps to what the method can do', async () => {
    const all = await open.suggested("posthog.api.get('/api/projects/@current/$0')");
    const some = await open.suggested("posthog.api.delete('/api/projects/@current/$0')");
    expect(some.length).toBeLessThan(all.length);
    expect(all).toEqual(expect.arrayContaining(some.filter((name) => name === 'events')));
  });

  it('replaces one segment', async () => {
    await open.suggested("posthog.api.get('/api/pro$0j/x')");
    const item = (await open.session.complete()).find(({ label }) => label === 'projects');
    expect(item?.textEdit).toEqual({
      newText: 'projects',
      range: { start: { line: 1, character: 24 }, end: { line: 1, character: 28 } },
    });
  });

  it('offers whole paths at the beginning', async () => {
    expect(await open.suggested("posthog.api.get('$0')")).toEqual(
      expect.arrayContaining(['/api/', '/api/projects/@current/persons/']),
    );
  });

  it('tells methods of what a path of this method ends in, and none of what leads on to one', async () => {
    const details = async (method: string): Promise<Record<string, string | undefined>> => {
      await open.suggested(`posthog.api.${method}('/api/projects/@current/$0')`);
      const items = await open.session.complete();
      return Object.fromEntries(items.map(({ label, detail }) => [label, detail]));
    };
    expect(await details('get')).toMatchObject({ annotations: 'GET, POST', exports: undefined });
    expect((await details('delete'))['annotations']).toBeUndefined();
  });

  it.each(['', '/', '/a'])('writes the first slash of a path with %j typed', async (typed) => {
    await open.suggested(`posthog.api.get('${typed}$0')`, 'builtIn');
    const item = (await open.session.complete()).find(({ label }) => label === '/api/');
    expect(item?.textEdit).toEqual({
      newText: '/api/',
      range: { start: { line: 1, character: 19 }, end: { line: 1, character: 19 + typed.length } },
    });
  });

  it('asks on behind a whole path that others go on from', async () => {
    await open.suggested("posthog.api.get('$0')", 'builtIn');
    const items = await open.session.complete();
    const command = (path: string): string | undefined =>
      items.find(({ label }) => label === path)?.command?.command;
    expect(command('/api/projects/')).toBe('editor.action.triggerSuggest');
    expect(command('/api/projects/@current/annotations/')).toBeUndefined();
  });

  it.each([
    ["posthog.api.post('/api/projects/@current/annotations/', { data: { $0 } })", 'content'],
    ["posthog.api.post('/api/projects/@current/annotations/', { data: { con$0 } })", 'content'],
    ["posthog.api.post('/api/projects/@current/annotations/', { data: { scope: '$0' } })", 'organization'],
    ["posthog.api.get('/api/projects/@current/persons/', { data: { $0 } })", 'distinct_id'],
  ])('knows the data in %s', async (code, name) => {
    expect(await open.suggested(code)).toContain(name);
  });

  it('does not offer a key twice', async () => {
    const data = "{ data: { content: 'a', $0 } }";
    expect(
      await open.suggested(`posthog.api.post('/api/projects/@current/annotations/', ${data})`),
    ).not.toContain('content');
  });

  it.each([
    ['/capture/', ['api_key', 'distinct_id', 'event', 'properties', 'timestamp', 'uuid']],
    ['/batch/', ['api_key', 'batch', 'historical_migration', 'sent_at']],
  ])('knows what %s takes in data', async (path, expected) => {
    const names = await open.suggested(`posthog.api.post('${path}', { data: { $0 } })`);
    expect(names).toEqual(expected);
  });

  it.each(['scope: $0', 'scope: or$0', 'scope: $0, content: 1'])(
    'knows the values of a key in data before the quote, too: %s',
    async (code) => {
      await open.suggested(
        `posthog.api.post('/api/projects/@current/annotations/', { data: { ${code} } })`,
        'builtIn',
      );
      const item = (await open.session.complete()).find(({ label }) => label === "'organization'");
      const start = 75;
      const typed = code.includes('or$0') ? 2 : 0;
      expect(item?.textEdit).toEqual({
        newText: "'organization'",
        range: { start: { line: 1, character: start }, end: { line: 1, character: start + typed } },
      });
    },
  );

  it('knows the parameters of a path', async () => {
    const names = await open.suggested("posthog.api.get('/api/projects/@current/persons/?$0')");
    expect(names).toEqual(expect.arrayContaining(['limit', 'search']));
    const more = await open.suggested(
      'posthog.api.get(`/api/projects/${meta.config.id}/persons/?limit=5&se$0`)',
    );
    expect(more).toContain('search');
    expect(more).not.toContain('limit');
    const item = (await open.session.complete()).find(({ label }) => label === 'search');
    expect(item?.textEdit).toMatchObject({ newText: 'search=' });
    expect(await open.suggested("posthog.api.get('/api/projects/@current/persons/?limit=$0')")).toEqual([]);
    expect(await open.suggested("posthog.api.post('/api/projects/@current/annotations/?$0')")).toEqual([]);
    expect(await open.suggested("posthog.api.get('/api/no/such/path/?$0')")).toEqual([]);
  });

  it.each([
    ["posthog.api.get('/api/event/?$0')", '?', 'event'],
    ["posthog.api.get('/api/projects/@current/persons/?$0", '?', 'search'],
    ['posthog.api.get(`/api/projects/${meta.config.id}/persons/?limit=5&$0`)', '&', 'search'],
  ])('shows the parameters of a path by itself in %s', async (code, typed, expected) => {
    await open.suggested(code, 'builtIn');
    expect(await open.session.suggestionsBehind(typed)).toContain(expected);
  });

  it.each([
    ['const a = event.properties.plan ?$0', '?'],
    ['const a = event.properties.plan?$0', '?'],
    ['const a = event.properties?$0', '?'],
    ['const a = event.properties.plan ?$0 1 : 2', '?'],
    ['const a = meta?$0.config', '?'],
    ['const a = event.event &$0', '&'],
    ["const a = event.event === '?$0'", '?'],
    ["posthog.capture('?$0')", '?'],
    ["posthog.api.post('/api/projects/@current/annotations/?$0')", '?'],
  ])('shows nothing by itself in %s', async (code, typed) => {
    for (const provider of ['builtIn', 'serverAlone'] as const) {
      await open.suggested(code, provider);
      expect(await open.session.suggestionsBehind(typed)).toEqual([]);
    }
  });

  it.each(['{ data: { $0', '{ data: {$0', "{ data: { content: 'x', $0", '{ data: { $0\n\n'])(
    'knows the keys of data where the file ends with %j',
    async (code) => {
      for (const call of ['const answer = await posthog', 'posthog']) {
        const text = `export async function onEvent() {\n  ${call}.api.post('/api/projects/@current/annotations/', ${code}`;
        await open.start(`${manifest}//- /app/index.js\n${text}`, { provider: 'builtIn' });
        expect(await open.session.suggestions()).toContain('date_marker');
      }
    },
  );

  it("knows PostHog's hosts, by what the path is about", async () => {
    expect(await open.suggested("posthog.api.get('/api/projects/', { host: '$0' })")).toEqual([
      'https://us.posthog.com',
      'https://eu.posthog.com',
    ]);
    expect(await open.suggested("posthog.api.post('/capture/', { data: {}, host: '$0' })")).toEqual([
      'https://us.i.posthog.com',
      'https://eu.i.posthog.com',
    ]);
    expect(await open.suggested("send('/capture/', { host: '$0' })")).toEqual([]);
  });

  it('offers projects first, and goes on where a path of the method does', async () => {
    expect((await open.suggested("posthog.api.get('/api/$0')"))[0]).toBe('projects');
    const goesOn = async (method: string): Promise<boolean> => {
      await open.suggested(`posthog.api.${method}('/api/projects/@current/$0')`, 'builtIn');
      const found = await open.session.complete();
      return found.find(({ label }) => label === 'annotations')?.command !== undefined;
    };
    expect([await goesOn('get'), await goesOn('post')]).toEqual([true, false]);
  });
});
