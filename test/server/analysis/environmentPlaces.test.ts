import { readFileSync } from 'node:fs';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../platform/manifest.ts';
import { appDeclarations } from '../../../server/analysis/appDeclarations.ts';
import { lastingFacts, noFacts } from '../../../server/analysis/codeFacts.ts';
import { globals } from '../declarations/errorsIn.ts';

const manifest = readManifest({ config: [{ key: 'site', type: 'string' }] });
const facts = lastingFacts({
  ...noFacts,
  jobs: new Map([
    ['send', 'payload: { to: string }'],
    ['wipe', ''],
  ]),
  metrics: new Map([['sent', 'sum']]),
  global: new Map([['total', ['number']]]),
});
const environment = `${readFileSync(globals, 'utf8')}\n${appDeclarations(manifest, facts)}`;

/** What TypeScript says of a name in `meta` beside posthog-env.d.ts. */
function asked(code: string): {
  readonly places: number;
  readonly type: string;
  readonly errors: readonly number[];
} {
  const offset = code.indexOf('|');
  const texts = new Map([
    ['/app/posthog-env.d.ts', environment],
    ['/app/index.ts', `declare const meta: PostHogApp.PluginMeta\n${code.replace('|', '')}`],
  ]);
  const readFile = (name: string): string | undefined => texts.get(name) ?? ts.sys.readFile(name);
  const service = ts.createLanguageService({
    getCompilationSettings: () => ({ strict: true, lib: ['lib.es2023.d.ts'], types: [] }),
    getScriptFileNames: () => [...texts.keys()],
    getScriptVersion: () => '1',
    getScriptSnapshot: (name) => {
      const text = readFile(name);
      return text === undefined ? undefined : ts.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => '/app',
    getDefaultLibFileName: (options) => ts.getDefaultLibFilePath(options),
    fileExists: (name) => readFile(name) !== undefined,
    readFile,
  });
  const at = (texts.get('/app/index.ts')?.indexOf('\n') ?? 0) + 1 + offset;
  const info = service.getQuickInfoAtPosition('/app/index.ts', at);
  return {
    places: service.getDefinitionAtPosition('/app/index.ts', at)?.length ?? 0,
    type: (info?.displayParts ?? []).map(({ text }) => text).join(''),
    errors: service.getSemanticDiagnostics('/app/index.ts').map(({ code: number }) => number),
  };
}

describe('where posthog-env.d.ts leads', () => {
  it.each([
    [
      'meta.jobs.se|nd({ to: "a" })',
      '(property) send: (payload: {\n    to: string;\n}) => PostHogApp.JobRunner',
    ],
    ['meta.jobs.wi|pe()', '(property) wipe: () => PostHogApp.JobRunner'],
    ['meta.metrics.se|nt', '(property) sent: PostHogApp.SumMetric'],
    ['meta.global.tot|al', '(property) total: number'],
    ['meta.config.la|ter', 'string'],
    ['meta.attachments.la|ter', 'PostHogApp.Attachment | undefined'],
    ['meta.jobs.la|ter()', '(payload?: any) => PostHogApp.JobRunner'],
    ['meta.global.la|ter', 'any'],
  ])('nowhere from %s, whose place in the code or plugin.json we tell', (code, type) => {
    expect(asked(code)).toEqual({ places: 0, type, errors: [] });
  });

  it('to a config key by its line, from which the map goes on', () => {
    expect(asked('meta.config.si|te')).toMatchObject({ places: 1, type: '(property) site: string' });
  });

  it.each([
    ['meta.jobs.send({ to: |1 })', 2322],
    ['meta.jobs.send(|)', 2554],
    ['meta.metrics.sent.ma|x(1)', 2339],
    ["meta.global.tot|al = 'x'", 2322],
  ])('with the errors of what is declared: %s', (code, error) => {
    expect(asked(code).errors).toEqual([error]);
  });
});
