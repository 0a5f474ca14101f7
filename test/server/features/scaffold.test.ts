/** Apps that have the scaffold package installed: its types say nothing of one app in particular. */
import { afterEach, describe, expect, it } from 'vitest';
import {
  type LspSession,
  type ServerKind,
  servers,
  type SessionOptions,
  startSession,
} from '../lspHarness.ts';

// The parts of the package's types.d.ts that matter here, in its own layout.
const scaffold = `//- /app/node_modules/@posthog/plugin-scaffold/package.json
{ "name": "@posthog/plugin-scaffold", "version": "1.4.4", "types": "dist/index.d.ts" }
//- /app/node_modules/@posthog/plugin-scaffold/dist/index.d.ts
export * from './types';
//- /app/node_modules/@posthog/plugin-scaffold/dist/types.d.ts
export type PluginInput = {
    config?: Record<string, any>;
    attachments?: Record<string, PluginAttachment | undefined>;
    global?: Record<string, any>;
    jobs?: Record<string, JobOptions>;
    metrics?: Record<string, AllowedMetricsOperations>;
};
export interface Plugin<Input extends PluginInput = {}> {
    setupPlugin?: (meta: Meta<Input>) => void;
    onEvent?: (event: ProcessedPluginEvent, meta: Meta<Input>) => void | Promise<void>;
    __internalMeta?: Meta<Input>;
}
export type PluginMeta<T> = T extends {
    __internalMeta?: infer M;
} ? M : never;
export interface PluginAttachment {
    contents: any;
}
interface BasePluginMeta {
    cache: CacheExtension;
    config: Record<string, any>;
}
export interface Meta<Input extends PluginInput = {}> extends BasePluginMeta {
    attachments: Input['attachments'] extends Record<string, PluginAttachment | undefined> ? Input['attachments'] : Record<string, PluginAttachment | undefined>;
    config: Input['config'] extends Record<string, any> ? Input['config'] : Record<string, any>;
    global: Input['global'] extends Record<string, any> ? Input['global'] : Record<string, any>;
    jobs: Input['jobs'] extends Record<string, JobOptions> ? MetaJobsFromJobOptions<Input['jobs']> : Record<string, (opts: any) => JobControls>;
    metrics: Input['metrics'] extends Record<string, AllowedMetricsOperations> ? MetaMetricsFromMetricsOptions<Input['metrics']> : Record<string, FullMetricsControls>;
}
export type AllowedMetricsOperations = 'sum' | 'max' | 'min';
export interface ProcessedPluginEvent {
    event: string;
}
type JobOptions = Record<string, any> | undefined;
type JobControls = {
    runNow: () => Promise<void>;
    runIn: (duration: number, unit: string) => Promise<void>;
};
interface ApiMethodOptions {
    data?: Record<string, any>;
    host?: string;
}
export interface ApiExtension {
    get(path: string, options?: ApiMethodOptions): Promise<Response>;
    post(path: string, options?: ApiMethodOptions): Promise<Response>;
}
export interface PostHogExtension {
    capture(event: string, properties?: Record<string, any>): Promise<void>;
    api: ApiExtension;
}
type FullMetricsControls = { increment: (value: number) => Promise<void> };
type MetaMetricsFromMetricsOptions<J extends Record<string, string>> = {
    [K in keyof J]: FullMetricsControls;
};
type MetaJobsFromJobOptions<J extends Record<string, JobOptions>> = {
    [K in keyof J]: (opts: J[K]) => JobControls;
};
export interface CacheExtension {
    incr: (key: string) => Promise<number>;
}
export {};
//- /app/plugin.json
{ "config": [
  { "key": "region", "type": "choice", "choices": ["eu", "us"], "hint": "Where it is", "required": true },
  { "key": "url", "type": "string" },
  { "key": "list", "type": "attachment" }
] }
`;

const types = "//- /app/index.ts\nimport type { Meta, Plugin, PluginMeta } from '@posthog/plugin-scaffold'\n";
const jobs = 'export const jobs = { send: (payload: { id: number }) => {} }\n';

describe.each(servers)('the scaffold package, $name', (kind: ServerKind) => {
  let session: LspSession | undefined;
  afterEach(() => {
    session?.stop();
    session = undefined;
  });

  async function open(code: string, options: SessionOptions = { provider: 'builtIn' }): Promise<LspSession> {
    session?.stop();
    session = await startSession(kind, scaffold + code, options);
    return session;
  }

  async function suggested(code: string, options?: SessionOptions): Promise<readonly string[]> {
    return (await open(code, options)).suggestions();
  }

  it.each([
    "export const onEvent: Plugin['onEvent'] = (event, meta) => {\n  meta.config.$0\n}\n",
    "export const onEvent: Plugin['onEvent'] = (event, { config }) => {\n  config.$0\n}\n",
    'export function setupPlugin(meta: PluginMeta<Plugin>) {\n  meta.config.$0\n}\n',
    'export function setupPlugin({ config }: Meta) {\n  config.$0\n}\n',
    'export function setupPlugin(meta: Meta<{ global: { seen: number } }>) {\n  meta.config.$0\n}\n',
    "export function setupPlugin(meta: Meta) {\n  meta.config['$0']\n}\n",
    'export function setupPlugin(meta: Meta) {\n  const { $0 } = meta.config\n}\n',
  ])('has the keys of the app in %s', async (code) => {
    for (const provider of ['builtIn', 'server', 'serverAlone'] as const)
      expect(await suggested(types + code, { provider })).toEqual(['region', 'url']);
  });

  it('has them where posthog-env.d.ts tells what is known of the app, too: the package does not look there', async () => {
    const code = 'export function setupPlugin(meta: Meta) {\n  meta.config.$0\n}\n';
    const environment = '//- /app/tsconfig.json\n{}\n//- /app/posthog-env.d.ts\n// Written by PostHog Apps\n';
    expect(await suggested(environment + types + code)).toEqual(['region', 'url']);
  });

  it('is not known to the app that extends its Meta and does not have it installed, either', async () => {
    const own = 'interface Own extends PluginMeta { global: {} }\n';
    const code = 'export function setupPlugin({ config }: Meta) {\n  config.$0\n}\n';
    const environment = '//- /app/tsconfig.json\n{}\n//- /app/posthog-env.d.ts\n// Written by PostHog Apps\n';
    const files = environment + scaffold.slice(scaffold.indexOf('//- /app/plugin.json')) + types;
    for (const [text, expected] of [
      [own, ['region', 'url']],
      ['', []],
    ] as const) {
      session?.stop();
      session = await startSession(kind, files + text + code, { provider: 'builtIn' });
      expect(await session.suggestions()).toEqual(expected);
    }
  });

  it.each([
    ["posthog.api.get('/api/projects/@current/$0')", 'persons'],
    ["posthog.api.post('/api/projects/@current/annotations/', { data: { $0 } })", 'content'],
    ["posthog.api.post('/api/projects/@current/annotations/', { data: { scope: '$0' } })", 'project'],
    ["posthog.capture('$0')", '$pageview'],
    ["meta.jobs.send({ id: 1 }).runIn(1, '$0')", 'hours'],
  ])('has what stands in texts where the app declares posthog with it, in %s', async (code, expected) => {
    const own =
      "import type { PostHogExtension } from '@posthog/plugin-scaffold'\ndeclare const posthog: PostHogExtension\n";
    const text = `${types}${own}${jobs}export async function onEvent(event: any, meta: Meta) {\n  ${code}\n}\n`;
    expect(await suggested(text)).toContain(expected);
  });

  it('has the attachments, jobs and choices of the app', async () => {
    const inside = (code: string): string =>
      `${types}${jobs}export function setupPlugin(meta: Meta) {\n  ${code}\n}\n`;
    expect(await suggested(inside('meta.attachments.$0'))).toEqual(['list']);
    expect(await suggested(inside('meta.jobs.$0'))).toEqual(['send']);
    expect(await suggested(inside("if (meta.config.region === '$0') return"))).toEqual(['eu', 'us']);
  });

  it('explains a key', async () => {
    const code = 'export function setupPlugin(meta: Meta) {\n  return meta.config.reg$0ion\n}\n';
    expect(await (await open(types + code)).hoverText()).toContain('Where it is');
  });

  it.each([
    "export const onEvent: Plugin<{ config: { region: string } }>['onEvent'] = (event, meta) => console.log(meta.config.reg$0ion)\n",
    "interface Own { region: string }\nexport const onEvent: Plugin<{ config: Own }>['onEvent'] = (event, { config: { reg$0ion } }) => {}\n",
  ])('leaves the type of a key to the app that says it, and explains the key: %s', async (code) => {
    const text = await (await open(types + code)).hoverText();
    expect(text).toContain('Where it is');
    expect(text).not.toContain('typescript');
  });

  it.each([
    [
      "export const onEvent: Plugin<{ config: { own: string } }>['onEvent'] = (event, meta) => {\n  meta.config.$0\n}\n",
    ],
    ['export function setupPlugin(meta: Meta) {\n  meta.cache.$0\n}\n'],
    ["export const onEvent: Plugin['onEvent'] = (event, meta) => {\n  event.$0\n}\n"],
    ['export function setupPlugin(meta: Meta) {\n  meta.jobs.other({}).$0\n}\n'],
    ['export function setupPlugin(meta: Meta) {\n  meta.metrics.other.$0\n}\n'],
  ])('is left to tell what it says itself: %s', async (code) => {
    for (const provider of ['builtIn', 'server'] as const)
      expect(await suggested(types + code, { provider })).toEqual([]);
  });
});
