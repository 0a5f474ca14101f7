import ts from 'typescript';
import { afterEach, describe, expect, it } from 'vitest';
import { type LspSession, type ServerKind, servers, startSession } from '../lspHarness.ts';

const manifest = '//- /app/plugin.json\n{ "name": "Mine", "config": [] }\n';

describe.each(servers)('what the code says of meta, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function open(text: string, file = 'index.js'): Promise<LspSession> {
    session?.stop();
    session = await startSession(kind, `${manifest}//- /app/${file}\n${text}`);
    return session;
  }

  async function suggested(text: string, file?: string): Promise<string[]> {
    return [...(await (await open(text, file)).suggestions())];
  }

  const handler = 'export async function onEvent(event, meta) {\n  meta.jobs.$0\n}\n';

  it.each([
    ['export const jobs = { send: async (payload) => {}, async clean() {} }'],
    ['const jobs = { send() {}, clean() {} }\nexport { jobs }'],
    ['const send = () => {}\nconst clean = () => {}\nexport const jobs = { send, clean }'],
    ['const clean = () => {}\nconst mail = { send() {} }\nexport const jobs = { ...mail, clean }'],
    ['export const jobs = { ...{ send() {} }, clean() {} }'],
  ])('lists the jobs of %s', async (jobs) => {
    expect(await suggested(`${jobs}\n${handler}`)).toEqual(['clean', 'send']);
  });

  it.each([
    ['module.exports = { jobs: { send() {}, clean() {} }, ON }'],
    ['const jobs = { send() {}, clean() {} }\nmodule.exports = { jobs, ON }'],
    ['exports.jobs = { send() {}, clean() {} }\nmodule.exports.onEvent = FUN'],
    ['export default { jobs: { send() {}, clean() {} }, ON }'],
  ])('lists the jobs of %s', async (text) => {
    const code = text
      .replace('ON', 'onEvent(event, meta) {\n  meta.jobs.$0\n}')
      .replace('FUN', '(event, meta) => {\n  meta.jobs.$0\n}');
    expect(await suggested(code)).toEqual(['clean', 'send']);
  });

  it.each([
    [
      'index.js',
      'export const jobs = { send: (payload) => {} }',
      'send(payload?: any): PostHogApp.JobRunner',
    ],
    [
      'index.js',
      'export const jobs = { send: ({ id, at = 1 }) => {} }',
      'payload: {\n    id: any;\n    at?: any;\n}',
    ],
    [
      'index.js',
      '/** @param {{ id: number }} p */\nfunction send(p) {}\nexport const jobs = { send }',
      'id: number',
    ],
    [
      'index.ts',
      'export const jobs = { send: (payload: { id: number }) => {} }',
      'payload: {\n    id: number;\n}',
    ],
    [
      'index.ts',
      'interface Mail { to: string[]; at?: Date }\nexport const jobs = { send: (mail: Mail) => {} }',
      'to: Array<string>;\n    at?: Date;',
    ],
    ['index.ts', 'export const jobs = { send: () => {} }', 'send(): PostHogApp.JobRunner'],
    [
      'index.js',
      '/** @typedef {{ id: number, at?: Date }} Mail */\n/** @param {Mail} p */\nfunction send(p) {}\nexport const jobs = { send }',
      'payload: {\n    id: number;\n    at?: Date;',
    ],
    [
      'index.js',
      'export const jobs = {\n  /** @param {Mail[]} all */\n  send: async (all) => {},\n}\n/**\n * @typedef {Object} Mail\n * @property {string} to Whom\n * @property {number} [tries]\n */\n',
      'payload: Array<{\n    to: string;\n    tries?: number;',
    ],
    [
      'index.js',
      'export const jobs = {\n  /**\n   * @param {object} p\n   * @param {string} p.to\n   * @param {number} [p.tries]\n   */\n  send(p) {},\n}',
      'payload: {\n    to: string;\n    tries?: number;',
    ],
    [
      'index.js',
      'export const jobs = {\n  /** @param {?string} [p] */\n  send(p) {},\n}',
      'payload?: string | null',
    ],
    [
      'index.js',
      'export const jobs = {\n  /** @type {(p: { id: Array.<number> }) => void} */\n  send: (p) => {},\n}',
      'payload: {\n    id: Array<number>;',
    ],
    [
      'index.js',
      'export const jobs = {\n  /** @param {Object.<string, number>} p */\n  send(p) {},\n}',
      'payload: Record<string, number>',
    ],
    [
      'index.js',
      '/** @typedef {import("./mail").Mail} Mail */\n/** @param {{ mail: Mail, own: Own }} p */\nfunction send(p) {}\nexport const jobs = { send }',
      'mail: any;\n    own: any;',
    ],
  ])('knows the payload in %s: %s', async (file, jobs, expected) => {
    await open(`${jobs}\nexport function onEvent(event, meta) {\n  meta.jobs.se$0nd\n}\n`, file);
    expect(JSON.stringify((await session?.hover())?.contents)).toContain(
      JSON.stringify(expected).slice(1, -1),
    );
  });

  const mail = '//- /app/mail.js\n';
  it.each([
    ['* as mail', '{ ...mail.jobs, clean() {} }', 'export const jobs = { send() {} }'],
    ['{ mailJobs }', '{ ...mailJobs, clean() {} }', 'export const mailJobs = { send() {} }'],
    ['mailJobs', '{ ...mailJobs, clean() {} }', 'export default { send() {} }'],
    ['{ all as mine }', 'mine', 'const more = { clean() {} }\nexport const all = { send() {}, ...more }'],
    ['{ send }', '{ send, clean() {} }', 'export function send() {}'],
    ['{ outer }', 'outer', "import { inner } from './inner'\nexport const outer = { ...inner, clean() {} }"],
  ])('follows the jobs of import %s, %s, into another file', async (names, jobs, other) => {
    const inner = '//- /app/inner.js\nexport const inner = { send() {} }\n';
    const code = `import ${names} from './mail'\nexport const jobs = ${jobs}\n${handler}`;
    expect(await suggested(`${code}${mail}${other}\n${inner}`)).toEqual(['clean', 'send']);
    session?.stop();
    await open(`${code.replace('$0', 'oth$0er()')}${mail}${other}\n${inner}`);
    // Any other name is none.
    expect((await session?.hoverText()) ?? '').not.toContain('JobRunner');
  });

  it.each([
    "export { jobs } from './mail'",
    "export { jobs as jobs } from './mail'",
    "export * from './mail'",
    "export { list as jobs } from './mail'",
    "import { list } from './mail'\nexport { list as jobs }",
    "const mail = require('./mail')\nexports.jobs = { ...mail.jobs }",
  ])('follows %s', async (code) => {
    const other = 'const list = { send({ id }) {}, clean() {} }\nexport { list }\nexport const jobs = list\n';
    expect(await suggested(`${code}\n${handler}${mail}${other}`)).toEqual(['clean', 'send']);
    session?.stop();
    await open(`${code}\n${handler.replace('$0', 'se$0nd()')}${mail}${other}`);
    expect(await session?.hoverText()).toContain('id: any');
  });

  it('allows any name where jobs come from what nobody can follow', async () => {
    const code = `import { made } from 'left-pad'\nexport const jobs = { ...made(), send() {} }\n`;
    await open(`${code}${handler.replace('$0', 'oth$0er()')}`);
    expect(await session?.hoverText()).toContain('JobRunner');
  });

  it('leads to a job in another file', async () => {
    const code = `import { list } from './mail'\nexport const jobs = { ...list }\n`;
    const other = `${mail}export const list = { send() {} }\n`;
    await open(`${code}${handler.replace('$0', 'se$0nd()')}${other}`);
    const places = await session?.ask<{ targetUri: string }[]>('definition');
    expect(places?.map(({ targetUri }) => session?.path(targetUri))).toEqual(['/app/mail.js']);
  });

  it('offers the ways to run a job, and the units', async () => {
    const jobs = 'export const jobs = { send() {} }\nexport function onEvent(event, meta) {\n';
    expect(await suggested(`${jobs}  meta.jobs.send().$0\n}\n`)).toEqual(['runAt', 'runIn', 'runNow']);
    expect(await suggested(`${jobs}  meta.jobs.send().runIn(5, 'min$0')\n}\n`)).toContain('minutes');
  });

  it('knows metrics and the one method of each', async () => {
    const text =
      "export const metrics = { sent: 'sum', most: 'MAX' }\nexport function onEvent(event, meta) {\n";
    expect(await suggested(`${text}  meta.metrics.$0\n}\n`)).toEqual(['most', 'sent']);
    expect(await suggested(`${text}  meta.metrics.sent.$0\n}\n`)).toEqual(['increment']);
    expect(await suggested(`${text}  meta.metrics.most.$0\n}\n`)).toEqual(['max']);
  });

  it('knows what the app keeps in meta.global', async () => {
    const text = `export function setupPlugin({ global, config }) {
  global.seen = new Map()
  global.limit = parseInt(config.limit)
}
export function onEvent(event, meta) {
`;
    expect(await suggested(`${text}  meta.global.$0\n}\n`)).toEqual(['limit', 'seen']);
    expect(await suggested(`${text}  meta.global.seen.$0\n}\n`)).toContain('clear');
    expect(await suggested(`${text}  meta.global.limit.$0\n}\n`)).toContain('toFixed');
  });

  it('knows payload and meta of jobs that are spread into others', async () => {
    const jobs = 'const mail = { async send(payload, meta) { meta.$0 } }\nexport const jobs = { ...mail }\n';
    expect(await suggested(jobs)).toContain('storage');
  });

  it.each([
    ['meta.global.kept = createBuffer({ limit: 5 })', 'flush'],
    ['const buffer = createBuffer({ limit: 5 })\n  meta.global.kept = buffer', 'flush'],
    ['meta.global.kept = new Pool()', 'connect'],
    ['meta.global.kept = new Counter(5)', 'increase'],
    ['meta.global.kept = makeState()', 'names'],
    ['meta.global.kept = await loadState()', 'names'],
    ['Object.assign(meta.global, { kept: new Counter(1) })', 'increase'],
    ['const state = meta.global\n  state.kept = new Counter(1)', 'increase'],
    ['const { global: state } = meta\n  state.kept = new Counter(1)', 'increase'],
    ['meta.global.kept ||= new Counter(1)', 'increase'],
    ['const counter = new Counter(1)\n  meta.global = { kept: counter }', 'increase'],
    ['const counter = new Counter(1)\n  meta.global.kept = counter', 'limit'],
    ['meta.global.kept = new Secretive()', 'shown'],
    ['meta.global.kept = new Extended()', 'increase'],
  ])('knows what is kept by %s', async (assigned, member) => {
    for (const file of ['index.js', 'index.ts']) {
      const declared = file === 'index.ts' ? 'limit: number;\n  ' : '';
      const names = await suggested(
        `import { createBuffer } from '@posthog/plugin-contrib'
import { Pool } from 'pg'
class Counter {
  ${declared}constructor(limit) { this.limit = 5 }
  increase(by) { return this.limit + by }
}
class Extended extends Counter {}
class Secretive {
  #hidden = 1
  shown() { return this.#hidden }
}
function makeState() {
  const state = { names: ['a'], count: 1 }
  return state
}
const loadState = async () => makeState()
export async function setupPlugin(meta) {
  ${assigned}
}
export function onEvent(event, meta) {
  meta.global.kept.$0
}
`,
        file,
      );
      expect(names).toContain(member);
    }
  });

  it.each([
    ['meta.config.url', 'string'],
    ["meta.config.url || 'https://example.com'", 'string'],
    ["meta.config.list.split(',')", 'string[]'],
    ["new Set(meta.config.list.split(','))", 'Set<any>'],
    ['meta.config.list.trim().length', 'number'],
    ["meta.config.isOn === 'yes'", 'boolean'],
    ['!meta.config.isOn', 'boolean'],
    ['Number(meta.config.limit) * 1000', 'number'],
    ["'a' + meta.config.limit", 'string'],
    ["meta.config.limit ? Number(meta.config.limit) : 'none'", 'string | number'],
    ['meta.config.limit ? other() : 1', 'any'],
    ['other.config.limit', 'any'],
    ['other() * 2', 'any'],
    ['(row) => `${row.id},${row.name}`', '(row?: any) => string'],
    ['function (a, ...more) { if (a) return 1 }', '(a?: any, ...more: any[]) => number'],
    ['async () => {}', '() => Promise<void>'],
    ['helper', '(text?: any) => boolean'],
    ['{ ask(text) { return 1 }, last: () => true }', '{ ask: (text?: any) => number; last: () => boolean; }'],
    ["meta.config.isOn ? () => 'a' : 'b'", 'string | (() => string)'],
    ['[1, 2]', 'number[]'],
    ["new RetryError('later')", 'RetryError'],
    ['new TypeError()', 'TypeError'],
    ["new Map([['a', 1]])", 'Map<any, any>'],
    ['new WeakMap()', 'WeakMap<any, any>'],
    ["new URL('https://example.com')", 'URL'],
    ["new URL('https://example.com').searchParams.get('a')", 'any'],
    ["Buffer.from('a')", 'Buffer'],
    ["Buffer.concat([Buffer.alloc(5)]).toString('hex')", 'any'],
    ['new Uint8Array(5)', 'Uint8Array<ArrayBufferLike>'],
    ['new Date(5)', 'Date'],
    ['new Array(5)', 'any[]'],
    ["new RegExp('a')", 'RegExp'],
    ["new Intl.NumberFormat('en')", 'Intl.NumberFormat'],
    ['new Promise((done) => done())', 'Promise<any>'],
    ['Promise.resolve(1)', 'Promise<any>'],
    ["fetch('https://example.com')", 'Promise<PostHogApp.Response<any>>'],
    ["await fetch('https://example.com')", 'PostHogApp.Response<any>'],
    ['Object.keys(meta.config)', 'string[]'],
    ['Object.entries(meta.config)', '[string, any][]'],
    ['Array.from(new Set())', 'any[]'],
    ["Symbol('a')", 'symbol'],
    ['BigInt(5)', 'bigint'],
    ["[1, 'a']", '(string | number)[]'],
  ])('knows what %s is', async (value, type) => {
    await open(
      `function helper(text) { return text === 'a' }
export function setupPlugin(meta) { meta.global.kept = ${value} }
export function onEvent(event, meta) { meta.global.ke$0pt }
`,
    );
    expect((await session?.hoverText())?.replaceAll(/\s+/g, ' ')).toContain(`kept: ${type} `);
  });

  it.each([
    ["import { Client } from './src/client'", 'new Client()'],
    ["import * as all from './src/client.js'", 'new all.Client()'],
    ["import Client from './src/client'", 'new Client()'],
    ["import { makeClient } from './src/client'", 'makeClient()'],
    ["import { makeLater as make } from './src/client'", 'await make()'],
    ["const { Client } = require('./src/client')", 'new Client()'],
  ])('knows what other files make: %s', async (imported, value) => {
    const client = `//- /app/src/client.js
export class Client { send(text) {} again(meta) { return meta.global.client } }
export const makeClient = () => new Client()
export const makeLater = async () => new Client()
export default Client
`;
    session?.stop();
    session = await startSession(
      kind,
      `${manifest}${client}//- /app/index.js
${imported}
export async function setupPlugin({ global }) { global.client = ${value} }
export function onEvent(event, meta) { meta.global.client.$0 }
`,
    );
    expect(await session.suggestions()).toEqual(expect.arrayContaining(['again', 'send']));
    // A check would go round in a circle by what the class infers from meta.global.
    expect((await session.environment('/app/index.js'))?.text).toMatch(/client: (?:any|\(?Awaited<any>\)?);/);
  });

  it('knows instances of generic classes, with any for what they are made for', async () => {
    await open(
      `class List<T> { all: T[] = []; add(one: T): number { return this.all.push(one) } }
export function setupPlugin(meta) { meta.global.list = new List<string>() }
export function onEvent(event, meta) { meta.global.list.ad$0d('a') }
`,
      'index.ts',
    );
    expect(await session?.hoverText()).toContain('add(one: any): number');
  });

  it('shows types without needless parentheses', async () => {
    await open(
      `class Client { isOn = true; send(rows) { return rows.length > 1 } all() { return [1] } }
export function setupPlugin(meta) { meta.global.client = new Client() }
export function onEvent(event, meta) { meta.global.cli$0ent.send() }
`,
    );
    const text = (await session?.hoverText()) ?? '';
    expect(text.replaceAll(/\s+/g, ' ')).toContain(
      'client: { isOn: boolean; send(rows?: any): boolean; all(): Array<number>; }',
    );
  });

  it('explains a function that the app keeps where it is called', async () => {
    await open(
      `export function setupPlugin(meta) { meta.global.format = (row, isShort) => row.id + '' }
export function onEvent(event, meta) { meta.global.format($0) }
`,
    );
    const help = await session?.signatureHelp();
    expect(help?.signatures.map(({ label }) => label)).toEqual(['format(row?: any, isShort?: any): string']);
  });

  it('knows the parameters and results of methods', async () => {
    await open(
      `class Counter {
  private total = 0
  add(by: number): Promise<boolean> { return Promise.resolve(this.total > by) }
}
export function setupPlugin(meta) { meta.global.counter = new Counter() }
export function onEvent(event, meta) { meta.global.counter.ad$0d(1) }
`,
      'index.ts',
    );
    expect(await session?.hoverText()).toContain('add(by: number): Promise<boolean>');
    expect(
      await suggested(
        'class A extends A {}\nexport function setupPlugin({ global }) { global.a = new A(); const b = b; b.c = 1; global.$0 }',
      ),
    ).toEqual(['a']);
  });

  it('says nothing in posthog-env.d.ts that a strict project would stumble over', async () => {
    const code = `import { createBuffer } from '@posthog/plugin-contrib'
class Client {
  private key = 'a'
  shown = 1
  send(text: string): boolean { return this.key === text }
}
class Counter {
  limit = 5
  increase(by: number): number { return this.limit + by }
}
export function setupPlugin({ global }: PostHogApp.PluginMeta): void {
  global.client = new Client()
  global.counter = new Counter()
  global.buffer = createBuffer({ limit: 5, onFlush: (all: string[]) => console.log(all) })
}
export function onEvent(event: PostHogApp.ProcessedPluginEvent, { global }: PostHogApp.PluginMeta): void {
  const client: Client = global.client
  const counter: Counter = global.counter
  global.buffer.add(event.uuid)
  console.log(client.send('a'), counter.increase(1))
}
`;
    await open(`${code}$0`, 'index.ts');
    const declarations = (await session?.environment('/app/index.ts'))?.text ?? '';
    expect(declarations).toContain('client: any;');
    expect(declarations).toContain('increase: (by: number) => number');
    const files = new Map([
      ['/app/index.ts', code],
      ['/app/posthog-env.d.ts', declarations],
    ]);
    const options: ts.CompilerOptions = {
      strict: true,
      noEmit: true,
      types: [],
      target: ts.ScriptTarget.ES2023,
    };
    const host = ts.createCompilerHost(options);
    const getSourceFile = host.getSourceFile.bind(host);
    host.getSourceFile = (path, language) => {
      const text = files.get(path);
      return text === undefined ? getSourceFile(path, language) : ts.createSourceFile(path, text, language);
    };
    const fileExists = host.fileExists.bind(host);
    host.fileExists = (path) => files.has(path) || fileExists(path);
    const program = ts.createProgram([...files.keys()], options, host);
    expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => messageText)).toEqual([]);
    // The types are there, and not any.
    files.set(
      '/app/index.ts',
      code.replace('increase(1)', 'increase("1")').replace('add(event.uuid)', 'ad()'),
    );
    const wrong = ts.createProgram([...files.keys()], options, host);
    expect(ts.getPreEmitDiagnostics(wrong)).toHaveLength(2);
  });

  it('is all that was assigned, at any place', async () => {
    const text = "export function setupPlugin(meta) {\n  meta.global.last = 'a'\n}\n";
    const others =
      'export function onEvent(event, meta) {\n  meta.global.last = 1\n}\nexport function runEveryDay(meta) {\n';
    await open(`${text}${others}  meta.global.la$0st\n}\n`, 'index.ts');
    expect(JSON.stringify((await session?.hover())?.contents)).toContain('last: string | number');
  });

  it('follows the code as it changes', async () => {
    const text = (job: string): string => `export const jobs = { ${job}() {} }\n${handler}`;
    expect(await suggested(text('send'))).toEqual(['send']);
    session?.change('/app/index.js', text('later'));
    expect(await session?.suggestions()).toEqual(['later']);
    session?.change('/app/index.js', `export const jobs = {}\n${handler}`);
    expect(await session?.suggestions()).toEqual([]);
  });
});
