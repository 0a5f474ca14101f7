import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { allowedImports, moduleDeclarations } from '../../platform/imports.ts';
import { jobUnits } from '../../platform/jobUnits.ts';
import { consoleMethods, absentGlobals } from '../../platform/vmGlobals.ts';

const root = join(import.meta.dirname, '../..');
const globals = join(root, 'platform/globals.d.ts');
const modules = readdirSync(join(root, 'platform/modules')).map((name) =>
  join(root, 'platform/modules', name),
);
const vm = join(root, 'platform/vm.d.ts');
const node = join(root, 'platform/node.d.ts');
const commonJs = join(root, 'platform/commonjs.d.ts');
const ownMeta = join(root, 'platform/ownMeta.d.ts');

interface World {
  readonly lib?: readonly string[];
  readonly types?: readonly string[];
  /** Whether vm.d.ts is there: with node.d.ts beside it, as it asks for, or alone, as `posthog-env.d.ts` may hold it. */
  readonly vm?: boolean | 'alone';
  readonly modules?: boolean;
  /** Whether the file is JavaScript, with types in JSDoc. */
  readonly js?: boolean;
  /** More files beside the code. */
  readonly more?: readonly string[];
}

/** Everything TypeScript says about a file beside our declarations, in a strict program that checks them too. */
function errorsIn(
  code: string,
  {
    lib = ['lib.es2023.d.ts'],
    types = [],
    vm: withVm = false,
    modules: withModules = false,
    js = false,
    more = [],
  }: World = {},
): string[] {
  const fileName = js ? '/app/index.js' : '/app/index.ts';
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    checkJs: js,
    lib: [...lib],
    types: [...types],
    typeRoots: [join(root, 'node_modules/@types')],
    target: ts.ScriptTarget.ES2023,
    module: ts.ModuleKind.Preserve,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
  };
  const real = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...real,
    getSourceFile: (name, version) => {
      if (name === fileName) return ts.createSourceFile(name, code, version, true);
      const text =
        name === vm && withVm === 'alone' ? real.readFile(vm)?.replace(/^\/\/\/.*/, '') : undefined;
      return text === undefined
        ? real.getSourceFile(name, version)
        : ts.createSourceFile(name, text, version, true);
    },
    fileExists: (name) => name === fileName || real.fileExists(name),
    readFile: (name) => (name === fileName ? code : real.readFile(name)),
  };
  const program = ts.createProgram(
    [fileName, globals, ...(withVm === false ? [] : [vm]), ...(withModules ? modules : []), ...more],
    options,
    host,
  );
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ code: number, messageText }) => `${number} ${ts.flattenDiagnosticMessageText(messageText, ' ')}`);
}

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

describe.each([
  ['globals.d.ts', globals],
  ['vm.d.ts', vm],
  ['node.d.ts', node],
  ['commonjs.d.ts', commonJs],
])('the documentation in %s', (_name, path) => {
  const members = documentedMembers(path);

  it('says something of every member', () => {
    expect(members.filter(({ text }) => text === '').map(({ name }) => name)).toEqual([]);
  });

  it('has an example for all that can be called', () => {
    // The bytes of a number: twenty-four members that differ by the name of its kind alone.
    const alike = /^PostHogVm\.BufferMethods\.(?:read|write)[A-Z]/;
    const bare = members.filter(({ isCallable, examples }) => isCallable && examples.length === 0);
    expect(bare.map(({ name }) => name).filter((name) => !alike.test(name))).toEqual([]);
  });

  it('has an example for each kind of object that an app gets or gives, and for each member of meta', () => {
    const names = members.filter(({ examples }) => examples.length > 0).map(({ name }) => name);
    const wanted = [
      'PluginEvent',
      'ProcessedPluginEvent',
      'PostHogEvent',
      'Webhook',
      'Attachment',
      'CaptureProperties',
      ...['config', 'attachments', 'global', 'cache', 'storage', 'geoip', 'jobs', 'metrics', 'utils'].map(
        (name) => `PluginMeta.${name}`,
      ),
      ...['data', 'host', 'projectApiKey', 'personalApiKey'].map((name) => `ApiMethodOptions.${name}`),
      'RequestHeaders.headers',
    ].map((name) => `PostHogApp.${name}`);
    const byPath = new Map([
      [globals, ['posthog', 'RetryError', ...wanted]],
      [vm, ['console', 'fetch', 'URL']],
      [node, ['Buffer', 'global']],
      [commonJs, ['module', 'exports', 'require']],
    ]);
    const expected = byPath.get(path) ?? [];
    expect(expected.filter((name) => !names.includes(name))).toEqual([]);
  });

  it('has examples that compile', () => {
    const examples = members.flatMap(({ name, examples: texts }) =>
      texts.map((text) => (text.startsWith('export ') ? text : inFunction(name, text))),
    );
    expect(examples.length).toBeGreaterThan(path === commonJs ? 2 : 15);
    // Each in a file of its own would take a minute; a namespace keeps their names apart as well.
    const code = examples.map((text, index) => `namespace Example${index} {\n${text}\n}`).join('\n');
    const own = path === commonJs ? `${readFileSync(commonJs, 'utf8')}\n${code}` : `${code}\nexport {}`;
    expect(errorsIn(own, { vm: true })).toEqual([]);
  });
});

interface DocumentedMember {
  readonly name: string;
  readonly isCallable: boolean;
  readonly text: string;
  readonly examples: readonly string[];
}

/** What a file declares, with what is written about it; members of types that have no name are left out. */
function documentedMembers(path: string): readonly DocumentedMember[] {
  const file = ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: DocumentedMember[] = [];
  const visit = (node: ts.Node, prefix: string): void => {
    const name = `${prefix}${nameOf(node)}`;
    const docs = ts.getJSDocCommentsAndTags(node).filter((doc) => ts.isJSDoc(doc));
    const tags = docs.flatMap((doc) => doc.tags ?? []);
    const textOf = ({ comment }: ts.JSDoc | ts.JSDocTag): string => ts.getTextOfJSDocComment(comment) ?? '';
    found.push({
      name,
      isCallable: callable(node),
      text: [...docs, ...tags.filter(ts.isJSDocDeprecatedTag)].map(textOf).join(''),
      examples: tags.filter(({ tagName }) => tagName.text === 'example').map(textOf),
    });
    for (const member of membersOf(node)) visit(member, `${name}.`);
  };
  for (const statement of file.statements) visit(statement, '');
  return found;
}

function nameOf(node: ts.Node): string {
  if (ts.isVariableStatement(node)) return node.declarationList.declarations[0]?.name.getText() ?? '';
  if (ts.isConstructSignatureDeclaration(node)) return 'new';
  if (ts.isCallSignatureDeclaration(node)) return 'call';
  if (ts.isIndexSignatureDeclaration(node)) return 'index';
  return ts.getNameOfDeclaration(node as ts.Declaration)?.getText() ?? '';
}

function callable(node: ts.Node): boolean {
  return (
    ts.isMethodSignature(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isConstructSignatureDeclaration(node) ||
    ts.isCallSignatureDeclaration(node)
  );
}

function membersOf(node: ts.Node): readonly ts.Node[] {
  if (ts.isInterfaceDeclaration(node)) return node.members;
  if (ts.isModuleDeclaration(node) && node.body !== undefined) {
    return ts.isModuleBlock(node.body) ? node.body.statements : [node.body];
  }
  const literal = ts.isPropertySignature(node) ? node.type : undefined;
  return literal !== undefined && ts.isTypeLiteralNode(literal)
    ? literal.members.filter((member) => member.name !== undefined)
    : [];
}

/** Examples stand in the middle of an app: around them is what such a place has. */
function inFunction(name: string, text: string): string {
  const [, type = ''] = /^PostHogApp\.(PluginEvent|PostHogEvent|Webhook)/.exec(name) ?? [];
  const event = type === 'Webhook' ? 'PostHogEvent' : type === '' ? 'ProcessedPluginEvent' : type;
  const around = [
    `event: PostHogApp.${event}`,
    'meta: PostHogApp.PluginMeta',
    'events: PostHogApp.ProcessedPluginEvent[]',
    'response: PostHogApp.Response',
    'action: PostHogApp.Action',
    'url: URL',
    'error: Error',
    'value: unknown',
    'id: number',
    'milliseconds: number',
    'invoice: { paid_at: number; amount: number }',
    'rates: object',
  ];
  // A name that the example declares itself is no parameter.
  const parameters = around.filter(
    (parameter) => !new RegExp(`\\bconst \\{? ?${parameter.split(':')[0]}\\b`).test(text),
  );
  return `async function example(${parameters.join(', ')}) {\n${text}\n}`;
}

describe('declarations of packages', () => {
  const world = { vm: true, modules: true };

  it('there is a file for each allowed import, and no other', () => {
    expect(modules.toSorted()).toEqual(
      allowedImports.map(({ name }) => join(root, 'platform', moduleDeclarations(name))).toSorted(),
    );
  });

  it.each([{ vm: true }, { lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'] }])(
    'have no error of their own, with %j',
    (more) => {
      expect(errorsIn('', { ...world, vm: false, ...more })).toEqual([]);
    },
  );

  it.each([
    { vm: true },
    { vm: false, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts'], more: [node] },
    { vm: true, lib: ['lib.es2023.d.ts', 'lib.dom.d.ts', 'lib.dom.iterable.d.ts'] },
  ])('fit each other: fetch takes the addresses of url, and jsonwebtoken bytes, with %j', (more) => {
    const code = `
import { URL, URLSearchParams } from 'url'
import * as url from 'url'
import jwt from 'jsonwebtoken'
export async function onEvent(event: PostHogApp.PluginEvent, { attachments }: PostHogApp.PluginMeta) {
  const address: URL = new URL('/a', new URL('https://example.com'))
  const body: URLSearchParams = new url.URLSearchParams({ a: 'b' })
  body.append('c', address.searchParams.get('d') ?? '')
  for (const [name, value] of body) console.log(name.trim(), value.trim())
  await fetch(address, { method: 'POST', body })
  const contents = attachments.key?.contents
  if (contents) console.log(jwt.sign({}, contents, { algorithm: 'RS256' }), jwt.verify('', contents))
}
`;
    expect(errorsIn(code, { ...world, ...more })).toEqual([]);
    expect(errorsIn(code.replace("'/a'", '7'), { ...world, ...more })).not.toEqual([]);
  });

  it('have what apps in the style of the scaffold need', () => {
    const code = `
import { Plugin, PluginEvent, PluginMeta, ProcessedPluginEvent, RetryError, MetricsOperation } from '@posthog/plugin-scaffold'
import { createBuffer } from '@posthog/plugin-contrib'
import fetch, { RequestInit, Response } from 'node-fetch'
import * as crypto from 'crypto'
import { createHash } from 'crypto'
import zlib from 'zlib'
import { URLSearchParams } from 'url'
import { PassThrough } from 'stream'
import { Pool, Client } from 'pg'
import jwt from 'jsonwebtoken'
import { S3 } from 'aws-sdk'
import { BigQuery } from '@google-cloud/bigquery'
import { Storage } from '@google-cloud/storage'
import { createPool } from 'generic-pool'
import * as snowflake from 'snowflake-sdk'

type Export = Plugin<{
  config: { token: string }
  global: { buffer: ReturnType<typeof createBuffer>; s3: S3 }
  jobs: { resend: { batch: ProcessedPluginEvent[]; tries: number } }
  metrics: { sent: 'sum' }
}>

export const jobs: Export['jobs'] = {
  resend: async ({ batch, tries }, meta) => {
    if (tries < 3) await meta.jobs.resend({ batch, tries: tries + 1 }).runIn(2 ** tries, 'seconds')
  },
}

export const setupPlugin: Export['setupPlugin'] = async ({ global, config, jobs, metrics }) => {
  global.s3 = new S3({ accessKeyId: config.token })
  global.buffer = createBuffer({
    limit: 1024,
    onFlush: async (batch: ProcessedPluginEvent[]) => {
      await jobs.resend({ batch, tries: 0 }).runNow()
      metrics.sent.increment(batch.length)
    },
  })
}

export async function processEvent(event: PluginEvent, { config, global }: PluginMeta<Export>): Promise<PluginEvent> {
  const init: RequestInit = { method: 'POST', body: JSON.stringify(event) }
  const response: Response = await fetch('https://example.com/?' + new URLSearchParams({ t: config.token }), init)
  if (!response.ok) throw new RetryError('later')
  event.properties = { ...event.properties, hash: createHash('sha256').update(event.distinct_id).digest('hex') }
  event.properties.id = crypto.randomUUID()
  await global.s3.upload({ Bucket: 'b', Key: 'k', Body: zlib.gzipSync('text') }).promise()
  const { rows } = await new Pool({ max: 1 }).query<{ n: number }>('select 1 as n')
  event.properties.n = rows[0]?.n
  event.properties.token = jwt.sign({}, 'secret', { expiresIn: '1h' })
  new PassThrough().end('x')
  await new BigQuery({ projectId: 'p' }).dataset('d').table('t').insert([{ a: 1 }])
  await new Storage().bucket('b').file('f').save('text')
  const pool = createPool({ create: async () => new Client(), destroy: async (client) => client.end() }, { max: 2 })
  await pool.use(async (client) => client.query('select 1'))
  snowflake.createConnection({ account: 'a', username: 'u' }).connect(() => {})
  event.properties.kind = MetricsOperation.Sum
  return event
}

export const onEvent = async (event: ProcessedPluginEvent, meta: PluginMeta) => void meta.config.anything
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  it('take any for what an app has without an input, as the package does', () => {
    const code = `
import { Plugin, PluginMeta, Meta, PluginInput } from '@posthog/plugin-scaffold'
export const all: Plugin<any> = {
  setupPlugin: async ({ config, global }) => { global.mode = config.mode.trim() },
  jobs: { send: async (payload, { config }) => { console.log(payload.id, config.mode) } },
}
export const processEvent: Plugin<any>['processEvent'] = (event, { config }) => (config.mode === 'off' ? null : event)
export async function runEveryDay({ config, global, jobs, attachments, metrics }: PluginMeta<any>) {
  global.mode = config.mode.trim()
  await jobs.send?.({}).runNow()
  console.log(attachments.list?.file_name)
  metrics.seen?.increment(1)
}
export async function runEveryHour({ config, global, jobs, attachments, metrics }: Meta<any>) {
  global.mode = config.mode.trim()
  await jobs.send?.({}).runNow()
  console.log(attachments.list?.file_name)
  metrics.seen?.increment(1)
}
export const runEveryMinute = ({ config }: Meta<PluginInput>) => console.log(config.mode?.trim())
`;
    expect(errorsIn(code, { ...world, vm: true })).toEqual([]);
  });

  it.each(['', 'declare global { namespace PostHogApp { interface Server { year: 2021 } } }'])(
    'let apps of its first versions take what they get for a PluginEvent, as it was called then: %s',
    (more) => {
      const code = `
import { createBuffer } from '@posthog/plugin-contrib'
import { Plugin, PluginEvent, PluginMeta, ProcessedPluginEvent } from '@posthog/plugin-scaffold'
type Own = Plugin<{ global: { buffer: ReturnType<typeof createBuffer> }; jobs: { send: { events: PluginEvent[] } } }>
const send = async (events: PluginEvent[]) => console.log(events.map(({ now, site_url }) => now + site_url))
const both = async (events: ProcessedPluginEvent[]) => console.log(events.length)
export const all: Plugin = {
  onEvent: async (event: PluginEvent) => send([event]),
  onSnapshot(event: PluginEvent) { console.log(event.sent_at) },
  exportEvents: async (events: PluginEvent[]) => send(events),
}
export const exportEvents: Own['exportEvents'] = async (events, { jobs }) => {
  await send(events)
  await both(events)
  await jobs.send({ events }).runNow()
}
export const onEvent: Own['onEvent'] = (event: PluginEvent, { global }) => { global.buffer.add(event, 1) }
export const onSnapshot: Own['onSnapshot'] = (event: ProcessedPluginEvent) => both([event])
export async function onAction(_: unknown, event: PluginEvent, meta: PluginMeta<Own>) { meta.global.buffer.add(event, 1) }
`;
      expect(errorsIn(code + more, world)).toEqual([]);
    },
  );

  it('say of a ProcessedPluginEvent what it has, and in Plugin what only servers of 2021 hand over', () => {
    const code = `
import { Plugin, ProcessedPluginEvent } from '@posthog/plugin-scaffold'
export const onEvent: Plugin['onEvent'] = ({ now, properties }) => console.log(now, properties.plan)
export const onSnapshot = ({ now }: ProcessedPluginEvent) => now
`;
    expect(errorsIn(code, world)).toEqual([
      "2339 Property 'now' does not exist on type 'ProcessedPluginEvent'.",
    ]);
  });

  it('have the names that the package has in some version', () => {
    const code = `
import type * as Of from '@posthog/plugin-scaffold'
export const getSettings = (): Of.PluginSettings => ({ handlesLargeBatches: true })
export const all: Of.Plugin = { getSettings }
export const metrics: Record<string, Of.AllowedMetricsOperations> = { sent: 'sum' }
export const fields: Of.PluginConfigSchema[] = [{ key: 'a', type: 'choice', choices: ['b'], order: 1 }, { markdown: 'c' }]
export const options: Of.ApiMethodOptions = { host: 'https://eu.posthog.com' }
export function log(to: Of.ConsoleExtension, person: Of.PostHogPerson, group: Of.PostHogGroup) {
  to.warn(person.posthog_url, group.key)
}
export type Runs = Of.MetaJobsFromJobOptions<{ send: { id: number } }>
export type More = [Of.PluginConfigStructure, Of.PluginConfigDefault, Of.PluginConfigChoice]
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  it('let an app extend the type of meta', () => {
    const code = `
import type { JobControls, Meta, Plugin, PluginAttachment, PluginMeta } from '@posthog/plugin-scaffold'
interface Config { region: 'eu' | 'us' }
interface Jobs { send: (payload: { id: number }) => JobControls }
interface Own extends PluginMeta { config: { region: 'eu' | 'us' }; global: { sent: number } }
interface ByName extends PluginMeta<Plugin> { config: Config; jobs: Jobs }
interface Other extends Meta {
  config: { list?: string; count: number }
  attachments: { list: PluginAttachment }
  metrics: { sent: { increment(value: number): Promise<void> } }
}
export const onEvent = (_: unknown, { config, global }: Own) => (config.region === 'eu' ? global.sent : 0)
export const all = (one: ByName, other: Other) => [one.config.region, one.jobs.send({ id: 1 }), other.config.count]
`;
    expect(errorsIn(code, { ...world, more: [ownMeta] })).toEqual([]);
    const known = '\ndeclare global { namespace PostHogApp { interface App { config: { a: string } } } }';
    expect(errorsIn(code + known, { ...world, more: [ownMeta] })).toEqual([]);
  });

  it('have what real apps take from node-fetch', () => {
    const code = `
import fetch, { type RequestInfo, type RequestInit, type Response, type HeadersInit, type BodyInit, Headers, FetchError, isRedirect } from 'node-fetch'
async function send(url: RequestInfo, init: RequestInit, more: HeadersInit, body: BodyInit): Promise<Response> {
  const headers = new Headers(more)
  headers.set('Content-Type', 'application/json')
  try {
    const response = await fetch(url, { ...init, headers, body })
    return isRedirect(response.status) ? new fetch.Response('moved') : response
  } catch (error) {
    if (error instanceof FetchError) console.log(error.type, error.code)
    throw error
  }
}
export const onEvent = async () => send('https://example.com', { method: 'POST' }, { a: 'b' }, '{}')
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  it('give any to what a buffer hands over, as the package does', () => {
    const code = `
import { Plugin, PluginEvent } from '@posthog/plugin-scaffold'
import { createBuffer } from '@posthog/plugin-contrib'
type Own = Plugin<{ global: { buffer: ReturnType<typeof createBuffer> } }>
declare function send(batch: PluginEvent[]): Promise<void>
export const setupPlugin: Own['setupPlugin'] = ({ global }) => {
  global.buffer = createBuffer({ limit: 5, onFlush: async (batch) => send(batch) })
}
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  it('have what real apps take from aws-sdk', () => {
    const code = `
import AWS, { Kinesis, S3, SNS } from 'aws-sdk'
import { ManagedUpload } from 'aws-sdk/clients/s3'
import SES from 'aws-sdk/clients/ses'
export function upload(s3: S3, Body: Buffer): void {
  s3.upload({ Bucket: 'b', Key: 'k', Body }, (err: Error, _: ManagedUpload.SendData) => {
    if (err) console.error(err.message)
  })
}
export function read(kinesis: Kinesis, shard: Kinesis.Shard): void {
  kinesis.describeStream({ StreamName: 's' }, function (err, { StreamDescription }) {
    if (err) console.error(err, err.stack)
    StreamDescription.Shards.forEach((one) => console.log(one.ShardId, shard.ShardId))
  })
  kinesis.getRecords({ ShardIterator: 'i' }, (err, data) => {
    if (err) return
    data.Records.forEach((record) => console.log(record.SequenceNumber, dataOf(record.Data)))
  })
  kinesis.listStreams((err, data) => console.log(err.code, data.StreamNames))
}
const dataOf = (data: Kinesis.Record['Data']): string => (typeof data === 'string' ? data : Buffer.from(data).toString())
export async function tell(sns: SNS): Promise<void> {
  sns.publish({ Message: new SES().region }, (err, data) => console.log(err.message, data.MessageId))
  const { MessageId } = await new AWS.SNS({ region: 'r' }).publish({ Message: 'm' }).promise()
  console.log(MessageId, sns.config.region, new AWS.DynamoDB.DocumentClient())
}
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  it('have the names of types of aws-sdk and pg', () => {
    const code = `
import { Kinesis as All, SQS, Lambda } from 'aws-sdk'
import Kinesis, { PutRecordsRequestEntry } from 'aws-sdk/clients/kinesis'
import S3, { PutObjectOutput } from 'aws-sdk/clients/s3'
import SNS from 'aws-sdk/clients/sns'
import { SendMessageBatchRequest } from 'aws-sdk/clients/sqs'
import { DocumentClient } from 'aws-sdk/clients/dynamodb'
import * as Firehose from 'aws-sdk/clients/firehose'
import { Pool, type FieldDef, type PoolClient, type QueryConfig, type QueryResult, type QueryResultRow, types } from 'pg'
export async function send(kinesis: Kinesis, entries: PutRecordsRequestEntry[]): Promise<All.PutRecordsOutput> {
  const input: Kinesis.PutRecordsInput = { StreamName: 's', Records: entries }
  const options: Kinesis.ClientConfiguration = { region: 'r' }
  const given: S3.PutObjectRequest = { Bucket: 'b', Key: 'k', Body: 'x' }
  const kept: PutObjectOutput = await new S3(options).putObject(given).promise()
  const told: SNS.PublishInput = { Message: kept.ETag ?? '' }
  await new SNS().publish(told).promise()
  const batch: SendMessageBatchRequest = { QueueUrl: 'q', Entries: [{ Id: '1', MessageBody: 'x' }] }
  await new SQS().sendMessageBatch(batch).promise()
  const call: Lambda.InvocationRequest = { FunctionName: 'f' }
  const item: DocumentClient.PutItemInput = { TableName: 't', Item: {} }
  const many: Firehose.PutRecordBatchInput = { DeliveryStreamName: 'd', Records: [{ Data: 'x' }] }
  console.log(call, item, many)
  const output = await kinesis.putRecords(input).promise()
  console.log(output.FailedRecordCount, output.Records[0]?.ErrorCode)
  return output
}
interface Row extends QueryResultRow { n: number }
export async function read(pool: Pool, config: QueryConfig): Promise<QueryResult<Row>> {
  const client: PoolClient = await pool.connect()
  types.setTypeParser(20, (text: string) => Number(text))
  const all = await client.query<Row>(config)
  client.query('select 1', [1], (error, result) => { if (!error) console.log(result.rowCount) })
  const fields: FieldDef[] = all.fields
  console.log(fields[0]?.name)
  return pool.query<Row>({ text: 'select 1 as n', values: [1] })
}
`;
    expect(errorsIn(code, world)).toEqual([]);
  });

  // In JavaScript, TypeScript reads a type without its arguments as one with any.
  it('give JSDoc what an app has under the bare names', () => {
    const code = `
/** @type {import('@posthog/plugin-scaffold').Plugin} */
export const all = { setupPlugin: async ({ config, global }) => { global.mode = config.mode.trim() } }
/** @type {import('@posthog/plugin-scaffold').Plugin['processEvent']} */
export const processEvent = (event, { config, global }) => {
  global.mode = config.mode.trim()
  return event
}
/** @param {import('@posthog/plugin-scaffold').Meta} meta */
export function runEveryDay(meta) { meta.global.mode = meta.config.mode.trim() }
/** @param {import('@posthog/plugin-scaffold').PluginMeta} meta */
export function runEveryHour(meta) { meta.global.mode = meta.config.mode.trim() }
/** @param {import('@posthog/plugin-scaffold').PluginMeta<any>} meta */
export function runEveryMinute(meta) { meta.global.mode = meta.config.mode.trim() }
`;
    expect(errorsIn(code, { ...world, vm: true, js: true })).toEqual([]);
  });

  it('report what is wrong', () => {
    const code = `
import { Plugin } from '@posthog/plugin-scaffold'
import { PassThrough, Readable } from 'stream'
type Export = Plugin<{ config: { token: string }; jobs: { send: { id: number } } }>
export const onEvent: Export['onEvent'] = async (event, meta) => {
  meta.config.tokens
  await meta.jobs.send({ id: 'x' }).runNow()
  new PassThrough().end()
}`;
    expect(errorsIn(code, world).map((error) => error.slice(0, 4))).toEqual(['2305', '2551', '2322']);
  });
});

it('takes reads of stored values without a default, as servers do', () => {
  const code = `export async function onEvent(event: PostHogApp.PluginEvent, { cache, storage }: PostHogApp.PluginMeta) {
  return [await storage.get('seen'), await cache.get('seen'), await storage.get('seen', 0), await cache.get('seen', 0)]
}`;
  expect(errorsIn(code)).toEqual([]);
});
