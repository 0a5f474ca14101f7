import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { jobUnits } from '../../../platform/jobUnits.ts';
import { absentGlobals, consoleMethods } from '../../../platform/vmGlobals.ts';
import { commonJs, errorsIn, globals, type World } from './errorsIn.ts';

const app = `
export async function processEvent(event: PostHogApp.PluginEvent, meta: PostHogApp.PluginMeta) {
  event.properties ??= {}
  event.properties.size = meta.config.size
  const text = meta.attachments.list?.contents?.toString('utf8')
  if (text === undefined) throw new RetryError('not yet')
  await meta.jobs.send?.({ text }).runIn(5, 'minutes')
  await posthog.capture('seen', { distinct_id: event.distinct_id, timestamp: new Date().toISOString() })
  const response = await posthog.api.get('/api/projects/@current/persons/', { data: { limit: 1 } })
  return response.ok ? event : null
}
class Later extends RetryError {}
export const onEvent: PostHogApp.Plugin['onEvent'] = async (event) => {
  if (event.properties.again) throw new Later(event.event)
}
`;

describe('globals.d.ts', () => {
  it.each([
    ['the language alone', {}],
    ['the DOM library', { lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'] }],
    ['the types of Node', { types: ['node'] }],
    ['both', { lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'], types: ['node'] }],
    ['our own service', { vm: true }],
  ])('types an app beside %s, without an error', (_what, world: World) => {
    expect(errorsIn(app, world)).toEqual([]);
  });

  it('lets those functions return anything whose result PostHog ignores', () => {
    const ignored = ['setupPlugin', 'teardownPlugin', 'runEveryMinute', 'runEveryHour', 'runEveryDay'];
    const withEvents = ['onEvent', 'onSnapshot', 'exportEvents'];
    for (const name of [...ignored, ...withEvents]) {
      const parameters = withEvents.includes(name) ? 'event, meta' : 'meta';
      const tag = `/** @type {PostHogApp.Plugin['${name}']} */`;
      for (const code of [
        `${tag}\nexport async function ${name}(${parameters}) { if (meta.config.a) return null; return fetch('') }`,
        `${tag}\nexport function ${name}(${parameters}) { if (meta.config.a) return null }`,
        `${tag}\nexport const ${name} = async (${parameters}) => { await meta.cache.get('a') }`,
      ])
        expect([name, errorsIn(code, { js: true, vm: true })]).toEqual([name, []]);
    }
  });

  it.each<readonly [code: string, world: World]>([
    [
      `/** @type {PostHogApp.Plugin} */
const plugin = {
  async runEveryHour() {},
  onEvent(event, { config }) { console.log(event.event, config.key) },
  jobs: { send(payload, meta) { console.log(payload, meta.config.key) } },
  metrics: { sent: 'sum' },
}
module.exports = plugin`,
      { js: true, vm: true, more: [commonJs] },
    ],
    ['const plugin: PostHogApp.Plugin = { runEveryDay: (meta) => meta.config }\nexport default plugin', {}],
    ['export default { processEvent: (event) => event } satisfies PostHogApp.Plugin', {}],
    ["export const last = (meta: Parameters<PostHogApp.Plugin['onEvent']>[1]) => meta.config.key", {}],
    [
      "/** @type {PostHogApp.Plugin['onEvent']} */\nexport function onEvent(event, meta) { console.log(event.event, meta.config.key) }",
      { js: true, vm: true },
    ],
  ])('takes an object of some functions, and a function alone: %s', (code, world) => {
    expect(errorsIn(code, world)).toEqual([]);
  });

  it.each([
    ['{ processEvent: () => 3 }', /^2322 Type 'number' is not assignable to type 'PluginEvent/],
    ['{ onEvnt() {} }', /^2561 .*'onEvnt' does not exist in type 'Plugin'. Did you mean to write 'onEvent'/],
    ['{ onEvent: 3 }', /^2322 /],
  ])('tells what is wrong in such an object: %s', (object, error) => {
    expect(errorsIn(`export const plugin: PostHogApp.Plugin = ${object}`)).toEqual([
      expect.stringMatching(error),
    ]);
  });

  it('gives way to names of a module', () => {
    const own = `
interface PostHogExtension { capture(event: string): void }
declare const posthog: PostHogExtension
class RetryError extends Error {}
interface PluginEvent { event: string }
posthog.capture('x')
export { RetryError, type PluginEvent }
`;
    expect(errorsIn(own)).toEqual([]);
  });

  it('stands beside a declaration of the same posthog, and of another google', () => {
    const own = `
declare var posthog: PostHogApp.PostHog
declare namespace google { namespace maps { const version: string } }
interface Window {}
`;
    expect(errorsIn(own)).toEqual([]);
  });

  it('adds nothing but these names', () => {
    const file = ts.createSourceFile(globals, readFileSync(globals, 'utf8'), ts.ScriptTarget.Latest, true);
    const names = file.statements.flatMap((statement) =>
      ts.isVariableStatement(statement)
        ? statement.declarationList.declarations.map(({ name }) => name.getText())
        : ts.isInterfaceDeclaration(statement) || ts.isModuleDeclaration(statement)
          ? statement.name.getText()
          : `unexpected ${ts.SyntaxKind[statement.kind]}`,
    );
    expect(names).toEqual(['posthog', 'RetryError', 'RetryError', 'google', 'PostHogApp']);
  });

  it('takes each unit of jobs, one and many, and text of which no more is known', () => {
    const names = jobUnits.flatMap(({ name }) => [name, name.replace(/s$/, '')]);
    const code = `
declare const jobs: PostHogApp.Jobs
declare const unit: string
export const sent = [${names.map((name) => `jobs.send({}).runIn(1, '${name}')`).join(', ')}, jobs.send({}).runIn(1, unit)]
`;
    expect(errorsIn(code)).toEqual([]);
    const refused = "declare const jobs: PostHogApp.Jobs\njobs.send({}).runIn(1, 'fortnights')";
    expect(errorsIn(refused)).toEqual([expect.stringContaining("to parameter of type 'JobUnit'")]);
  });

  it.each([
    ['posthog.capture(1)', 'number'],
    ["posthog.api.get('/x', { query: {} })", 'query'],
    ["posthog.api.head('/x')", 'head'],
    ['new RetryError(1)', 'number'],
    ["const w: PostHogApp.Webhook = { url: 'x' }", 'body'],
  ])('reports %s', (code, word) => {
    const errors = errorsIn(code);
    expect(errors).toHaveLength(1);
    expect(errors[0]).toContain(word);
  });
});

describe('vm.d.ts', () => {
  it('has the five methods of console and no other', () => {
    expect(
      errorsIn(consoleMethods.map((method) => `console.${method}('x', 1)`).join('\n'), { vm: true }),
    ).toEqual([]);
    expect(errorsIn('console.table([])', { vm: true })).toHaveLength(1);
  });

  it('gives way to functions that log otherwise', () => {
    const code = `
export const say: typeof console.debug = (...values) => { if (values.length > 0) console.log(...values) }
`;
    expect(errorsIn(code, { vm: true })).toEqual([]);
  });

  it.each([{ vm: true }, { vm: true, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] }])(
    'takes a Buffer for the body of a request, and for any bytes, with %j',
    (world) => {
      const code = `
const bytes: Uint8Array = Buffer.alloc(2)
await fetch('https://example.com', { method: 'POST', body: Buffer.from('x') })
await fetch('https://example.com', { method: 'POST', body: Buffer.concat([Buffer.from('a'), bytes]) })
await fetch('https://example.com', { method: 'POST', body: new URL('https://example.com/?a=b').searchParams })
console.log(Buffer.from(bytes).equals(bytes), Buffer.from(bytes).subarray(1))
export {}
`;
      expect(errorsIn(code, world)).toEqual([]);
      expect(errorsIn(code.replace("Buffer.from('x')", '{ a: 1 }'), world)).toHaveLength(1);
    },
  );

  it('has fetch, URL and Buffer', () => {
    const code = `
const response = await fetch(new URL('/x', 'https://example.com'), { method: 'POST', body: Buffer.from('x') })
const { searchParams } = new URL(response.url)
for (const [name, value] of searchParams) console.log(name, value)
const bytes = await response.buffer()
console.log(Buffer.concat([bytes, Buffer.from('eA==', 'base64')]).toString('hex'), Buffer.isBuffer(bytes))
export {}
`;
    expect(errorsIn(code, { vm: true })).toEqual([]);
  });

  const used = `
export async function onEvent(event: PostHogApp.ProcessedPluginEvent) {
  const { hostname, searchParams } = new URL(event.properties.$current_url)
  const response = await fetch('https://example.com', { method: 'POST', body: hostname })
  console.log(searchParams.get('q'), response.status, await response.text())
}
`;
  const late = '/// <reference lib="dom" />\n';
  it.each([
    ['the types of Node, taken by the project', '', { types: ['node'] }],
    ['the types of Node, which a package brings along', '/// <reference types="node" />\n', {}],
    ['the library of browsers, which a package brings along', late, {}],
    ['the library of browsers', '', { lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] }],
    ['both', late, { types: ['node'] }],
  ])('yields to %s', (_what, head, world: World) => {
    // What the types of Node have by whole files of theirs, Buffer among it, is in node.d.ts.
    expect(errorsIn(`${head}${used}`, { ...world, vm: 'alone' })).toEqual([]);
    // Whose console, fetch and URL there is, their members tell.
    const others = `${head}export const all = [console.table, URL.canParse, fetch('x').then((answer) => answer.formData)]\n`;
    expect(errorsIn(others, { ...world, vm: 'alone' })).toEqual([]);
  });

  it('has nothing that PostHog lacks', () => {
    const names = absentGlobals.map(({ name }) => name);
    const errors = errorsIn(`${names.join('\n')}\nexport {}`, { vm: true });
    expect(errors.map((error) => /'(\w+)'/.exec(error)?.[1])).toEqual(names);
  });
});

it('takes reads of stored values without a default, as servers do', () => {
  const code = `export async function onEvent(event: PostHogApp.PluginEvent, { cache, storage }: PostHogApp.PluginMeta) {
  return [await storage.get('seen'), await cache.get('seen'), await storage.get('seen', 0), await cache.get('seen', 0)]
}`;
  expect(errorsIn(code)).toEqual([]);
});
