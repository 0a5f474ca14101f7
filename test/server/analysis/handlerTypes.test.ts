import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { readAppFolder } from '../../../server/analysis/appFolder.ts';
import { Files } from '../../../server/analysis/files.ts';
import { exportsLifecycle } from '../../../server/analysis/lifecycleFunctions.ts';
import { type AppService, AppServices } from '../../../server/analysis/program.ts';
import { MemoryHost } from '../memoryHost.ts';

function open(fileName: string, code: string): { readonly service: AppService; readonly files: Files } {
  const host = new MemoryHost(
    new Map([
      ['/app/plugin.json', JSON.stringify({ config: [{ key: 'size', type: 'string' }], main: fileName })],
      [`/app/${fileName}`, code],
    ]),
  );
  const files = new Files(host);
  const app = readAppFolder(files, '/app', exportsLifecycle, false);
  if (app === undefined) throw new Error('The test has no app.');
  return { service: new AppServices(files).of(app), files };
}

/** Types of the parameters of all functions in the file, as text. */
function parameterTypes(fileName: string, code: string): readonly string[] {
  const { program } = open(fileName, code).service.program();
  const checker = program.getTypeChecker();
  const file = program.getSourceFile(`/app/${fileName}`);
  const types: string[] = [];
  function visit(node: ts.Node): void {
    if (ts.isParameter(node)) types.push(checker.typeToString(checker.getTypeAtLocation(node.name)));
    ts.forEachChild(node, visit);
  }
  if (file !== undefined) visit(file);
  return types.map((type) => type.replaceAll('PostHogApp.', ''));
}

describe('types of handlers that are exported under another name', () => {
  it.each([
    'async function handle(event, meta) {}\nexport { handle as onEvent }',
    'const handle = async (event, meta) => {}\nexport { handle as onEvent }',
    'const handle = async (event, meta) => {}\nexport const onEvent = handle',
    'async function handle(event, meta) {}\nexport default { onEvent: handle }',
    'async function handle(event, meta) {}\nmodule.exports = { onEvent: handle }',
    'async function handle(event, meta) {}\nexports.onEvent = handle',
  ])('%s', (code) => {
    for (const fileName of ['index.js', 'index.ts'])
      expect(parameterTypes(fileName, code)).toEqual(['ProcessedPluginEvent', 'PluginMeta']);
  });

  it.each([
    'async function later(payload, meta) {}\nexport const jobs = { later }',
    'async function handle(payload, meta) {}\nexport const jobs = { later: handle }',
    'const later = (payload, meta) => {}\nconst list = { later }\nexport { list as jobs }',
  ])('of a job: %s', (code) => {
    expect(parameterTypes('index.js', code)).toEqual(['any', 'PluginMeta']);
  });

  it('of what is not exported are none', () => {
    const code =
      'function handle(event, meta) {}\nexport { handle as other }\nexport const onEvent = () => handle';
    expect(parameterTypes('index.js', code)).toEqual(['any', 'any']);
  });
});

describe('types of handlers that the app wraps', () => {
  const handler = 'export const onEvent = caught(async (event, meta) => {})';
  it.each([
    ['a function without types', 'index.js', `const caught = (run) => (e, m) => run(e, m)\n${handler}`],
    [
      'names in another order',
      'index.js',
      `function caught(run) {}\n${handler.replace('event, meta', 'meta, event')}`,
    ],
    [
      'any function',
      'index.ts',
      `function caught<T extends (...args: any[]) => any>(run: T): T { return run }\n${handler}`,
    ],
  ])('%s', (what, fileName, code) => {
    const types = ['ProcessedPluginEvent', 'PluginMeta'];
    expect(parameterTypes(fileName, code).slice(-2)).toEqual(
      what.includes('order') ? types.toReversed() : types,
    );
  });

  it('also where a pattern takes parts of meta alone', () => {
    const wrapped = (parameter: string): readonly string[] =>
      parameterTypes(
        'index.js',
        `const caught = (run) => run\nexport const onEvent = caught(async (event, ${parameter}) => {})`,
      );
    expect(wrapped('{ config, jobs: all }').slice(-2)).toEqual(['ProcessedPluginEvent', 'PluginMeta']);
    expect(wrapped('{ config, size }').at(-1)).not.toBe('PluginMeta');
    expect(wrapped('{ size }').at(-1)).not.toBe('PluginMeta');
  });

  it.each([
    [
      'a wrapper with types of its own',
      `function caught(run: (event: string, meta: number) => void) {}\n${handler}`,
      ['string', 'number'],
    ],
    [
      'a handler with a type',
      `const caught: any = 0\n${handler.replace('onEvent', 'onEvent: PostHogApp.Plugin["onEvent"]')}`,
      ['any', 'any'],
    ],
    ['other names', `function caught(run) {}\n${handler.replace('event, meta', 'a, b')}`, ['any', 'any']],
    [
      'functions that PostHog does not call',
      `function caught(run) {}\n${handler.replace('onEvent', 'other')}`,
      ['any', 'any'],
    ],
  ])('leaves alone %s', (_, code, types) => {
    expect(parameterTypes('index.ts', code).slice(-2)).toEqual(types);
  });
});

describe('types of handler parameters', () => {
  it.each([
    ['processEvent', ['PluginEvent', 'PluginMeta']],
    ['processEventBatch', ['PluginEvent[]', 'PluginMeta']],
    ['onEvent', ['ProcessedPluginEvent', 'PluginMeta']],
    ['onSnapshot', ['ProcessedPluginEvent', 'PluginMeta']],
    ['exportEvents', ['ProcessedPluginEvent[]', 'PluginMeta']],
    ['composeWebhook', ['PostHogEvent', 'PluginMeta']],
    ['onAction', ['Action', 'ProcessedPluginEvent', 'PluginMeta']],
    ['setupPlugin', ['PluginMeta']],
    ['teardownPlugin', ['PluginMeta']],
    ['runEveryMinute', ['PluginMeta']],
    ['runEveryHour', ['PluginMeta']],
    ['runEveryDay', ['PluginMeta']],
  ])('%s', (name, types) => {
    const parameters = types.map((_, index) => `p${index}`).join(', ');
    for (const file of ['index.js', 'index.ts']) {
      expect(parameterTypes(file, `export function ${name}(${parameters}) {}`)).toEqual(types);
    }
  });

  it.each([
    [
      'a type of the author',
      'index.ts',
      'export function onEvent(event: string, meta) {}',
      ['string', 'PluginMeta'],
    ],
    ['a default', 'index.ts', 'export function onEvent(event = 1) {}', ['number']],
    [
      '@param',
      'index.js',
      '/** @param {string} event */\nexport function onEvent(event, meta) {}',
      ['string', 'PluginMeta'],
    ],
    [
      '@type',
      'index.js',
      '/** @type {(event: string) => void} */\nexport const onEvent = (event) => {}',
      ['string'],
    ],
    [
      'a typed variable',
      'index.ts',
      'export const onEvent: (event: string) => void = (event) => {}',
      ['string', 'string'],
    ],
    [
      'satisfies',
      'index.ts',
      'export const onEvent = ((event) => {}) satisfies (event: string) => void',
      ['string', 'string'],
    ],
    [
      'another function',
      'index.ts',
      'function other(event, meta) {}\nexport function onEvent() {}',
      ['any', 'any'],
    ],
    ['an inner function', 'index.ts', 'export function onEvent() { function onEvent(event) {} }', ['any']],
    [
      'the payload of a job',
      'index.js',
      'export const jobs = { send: (payload, meta) => {} }',
      ['any', 'PluginMeta'],
    ],
    ['a method of something else', 'index.js', 'export const other = { onEvent(event) {} }', ['any']],
  ])('respect %s', (_what, file, code, types) => {
    expect(parameterTypes(file, code)).toEqual(types);
  });

  it('are there in files that the entry imports', () => {
    const { service, files } = open('index.ts', "export { onEvent } from './handler'\n");
    files.setOpen('/app/handler.ts', 'export const onEvent = async (event, meta) => meta.config.size');
    const info = service.languageService.getQuickInfoAtPosition('/app/handler.ts', 55);
    expect(ts.displayPartsToString(info?.displayParts)).toContain('size: string');
  });

  it('make no error in a good handler', () => {
    const code =
      "export async function processEvent(event, { config, cache }) {\n  event.properties ??= {}\n  event.properties.size = config.size\n  await cache.set('x', 1)\n  return event\n}\n";
    expect(open('index.ts', code).service.languageService.getSemanticDiagnostics('/app/index.ts')).toEqual(
      [],
    );
  });
});

describe('the text of a file with such types', () => {
  const code = `// A comment.
export async function onEvent(event, { config, storage: { get } }, extra) {
  const { size = 'x' } = config
  posthog.capture(\`a \${event.event}\`, { distinct_id: event.distinct_id })
  return [1, 2].map((n) => n + size.length)
}
module.exports.processEvent = (event , meta ) => { meta.jobs.send({}).runIn(1, 'days'); return event }
`;

  it('answers at every position, in every prefix, with positions of the text', () => {
    for (const fileName of ['index.js', 'index.ts']) {
      const { service, files } = open(fileName, code);
      const path = `/app/${fileName}`;
      for (let end = code.length; end >= 0; end -= 53) {
        files.setOpen(path, code.slice(0, end));
        for (let at = 0; at <= end; at += 3) {
          const info = service.languageService.getQuickInfoAtPosition(path, at);
          if (info !== undefined) {
            const name = code.slice(info.textSpan.start, info.textSpan.start + info.textSpan.length);
            expect(name).toMatch(/^([\w'"$]+|=>)$/);
          }
          service.languageService.getCompletionsAtPosition(path, at, {});
          service.languageService.getSignatureHelpItems(path, at, undefined);
          service.languageService.getDefinitionAtPosition(path, at);
        }
        service.languageService.getSemanticDiagnostics(path);
        service.languageService.getNavigationTree(path);
      }
    }
  });

  it('finds references and renames by the text', () => {
    const { service } = open('index.ts', 'export function onEvent(event, meta) {\n  return event.event\n}\n');
    const found = service.languageService.getReferencesAtPosition('/app/index.ts', 24);
    expect(found?.map(({ textSpan }) => [textSpan.start, textSpan.length])).toEqual([
      [24, 5],
      [48, 5],
    ]);
  });
});
