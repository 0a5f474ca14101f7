/**
 * Builds dist/: one bundle per process, the declarations, and TypeScript itself as one minified file that
 * server and runtime share (it is loaded on first need).
 *
 * `node scripts/build.ts [--watch] [--production] [--only=server,runtime]`
 */
import { readFileSync } from 'node:fs';
import { copyFile, cp, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as esbuild from 'esbuild';
import ts from 'typescript';
import { contextBundle, streamsBundle } from './contextBundle.ts';
import { eventListSchema, eventSchema } from '../platform/eventSchema.ts';
import { asFallback } from '../platform/imports.ts';
import { thirdPartyNotices } from './notices.ts';

const root = join(import.meta.dirname, '..');
const dist = join(root, 'dist');
const { version: productVersion } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
  readonly version: string;
};

export interface BuildOptions {
  readonly production: boolean;
  /** Names of the bundles to build; all when absent. */
  readonly only?: readonly string[];
}

/**
 * Makes `import 'typescript'` mean the shared file beside the bundles. A module stands between: esbuild would copy all of
 * TypeScript's names once for each file that imports it, which costs as much as a tenth of a start.
 */
const sharedTypeScript: esbuild.Plugin = {
  name: 'shared-typescript',
  setup(build) {
    const namespace = 'shared-typescript';
    build.onResolve({ filter: /^typescript$/ }, () => ({ path: 'typescript', namespace }));
    build.onResolve({ filter: /^\.\/typescript\.js$/, namespace }, ({ path }) => ({ path, external: true }));
    build.onLoad({ filter: /^/, namespace }, () => ({
      contents: "export default require('./typescript.js')",
    }));
  },
};

/** Keeps activation short: what it loads later is a bundle of its own, required when it is needed. */
const laterClient: esbuild.Plugin = {
  name: 'later-client',
  setup(build) {
    build.onResolve({ filter: /^\.\/start\.ts$/ }, ({ kind }) =>
      kind === 'dynamic-import' ? { path: './start.js', external: true } : undefined,
    );
  },
};

/** What the protocol has and our server offers to no editor: the name of the file, and that of the part of a connection. */
const unusedFeatures: ReadonlyMap<string, string> = new Map([
  ['notebook', 'NotebookSync'],
  ['semanticTokens', 'SemanticTokens'],
  ['callHierarchy', 'CallHierarchy'],
  ['typeHierarchy', 'TypeHierarchy'],
  ['inlayHint', 'InlayHint'],
  ['inlineValue', 'InlineValue'],
  ['inlineCompletion', 'InlineCompletion'],
  ['foldingRange', 'FoldingRange'],
  ['linkedEditingRange', 'LinkedEditingRange'],
  ['moniker', 'Moniker'],
  ['diagnostic', 'Diagnostic'],
  ['fileOperations', 'FileOperations'],
  ['textDocumentContent', 'TextDocumentContent'],
  ['showDocument', 'ShowDocument'],
  ['colorProvider', 'Color'],
  ['declaration', 'Declaration'],
  ['implementation', 'Implementation'],
  ['selectionRange', 'SelectionRange'],
  ['typeDefinition', 'TypeDefinition'],
  ['progress', 'Progress'],
]);

/** What each handler is given to tell how far it is: none of ours does. */
const noProgress = 'exports.attachWorkDone = exports.attachPartialResult = () => undefined';

/**
 * Makers and tests of values of these features, of others that nothing here makes or tests, and a kind of document that
 * another package has.
 */
const unusedTypes: readonly string[] = (
  'TextDocument LanguageKind SemanticTokenTypes SemanticTokenModifiers SemanticTokens FoldingRange FoldingRangeKind ' +
  'InlayHint InlayHintLabelPart InlayHintKind InlineValueText InlineValueVariableLookup InlineValueEvaluatableExpression ' +
  'InlineValueContext InlineCompletionItem InlineCompletionList InlineCompletionContext InlineCompletionTriggerKind ' +
  'SelectedCompletionInfo StringValue Color ColorInformation ColorPresentation SelectionRange DocumentLink ' +
  'FormattingOptions DocumentSymbol SymbolInformation WorkspaceSymbol SnippetTextEdit ' +
  'LocationLink DiagnosticTag TextDocumentIdentifier VersionedTextDocumentIdentifier TextDocumentItem ' +
  'InsertReplaceEdit InsertTextMode ApplyKind CompletionItemLabelDetails CompletionList Hover ' +
  'ParameterInformation SignatureInformation DocumentHighlightKind DocumentHighlight SymbolKind SymbolTag ' +
  'CodeActionContext CodeAction CodeLens Diagnostic CodeDescription DiagnosticRelatedInformation ' +
  'WorkspaceEdit CreateFile RenameFile DeleteFile TextDocumentEdit OptionalVersionedTextDocumentIdentifier ' +
  'AnnotatedTextEdit ChangeAnnotation MarkedString CodeActionTriggerKind CodeActionTag'
).split(' ');

/** The module without them. */
function withoutTypes(module: string): string {
  const rest = unusedTypes.reduce((text, name) => {
    const block = new RegExp(
      `export var ${name};\\n\\(function \\(${name}\\) \\{\\n[^]*?\\n\\}\\)\\(${name} \\|\\| \\(${name} = \\{\\}\\)\\);\\n`,
    );
    if (!block.test(text)) throw new Error(`vscode-languageserver-types has no ${name} any more.`);
    return text.replace(block, '');
  }, module);
  // What puts together the changes of a workspace edit is made of classes.
  const change = /class TextEditChangeImpl \{\n[^]*?\nexport class WorkspaceChange \{\n[^]*?\n\}\n/;
  if (!change.test(rest)) throw new Error('vscode-languageserver-types has no WorkspaceChange any more.');
  return rest.replace(change, '');
}

/** Requests that our server never answers, and tests of values that nothing here asks for. */
const unusedRequests =
  'DocumentSymbol WorkspaceSymbol WorkspaceSymbolResolve CodeActionResolve CodeLensResolve DocumentLink ' +
  'DocumentLinkResolve DocumentFormatting DocumentRangeFormatting DocumentRangesFormatting ' +
  'DocumentOnTypeFormatting ExecuteCommand Declaration TypeDefinition Implementation ' +
  'DocumentColor ColorPresentation FoldingRange SelectionRange';
const unusedTests =
  'TextDocumentFilter NotebookDocumentFilter NotebookCellTextDocumentFilter DocumentSelector GlobPattern RelativePattern ' +
  'StaticRegistrationOptions TextDocumentRegistrationOptions WorkDoneProgressOptions ResourceOperationKind ' +
  'FailureHandlingKind RegularExpressionEngineKind PrepareSupportDefaultBehavior InitializeErrorCodes';

/** The list of what the protocol has, without what is not used of it. */
function withoutFeatures(module: string): string {
  const parts = [...unusedFeatures.keys()].map((feature) => `protocol_${feature}_1`).join('|');
  const exported = `Object\\.defineProperty\\(exports, "\\w+", \\{[^}]*return (?:${parts})\\.\\w+; \\} \\}\\);\\n`;
  // They get their values further down, so nothing has to be said of them first.
  const announced = String.raw`(?:exports\.\w+ = )+void 0;\n`;
  const names = `${unusedRequests.replaceAll(/\w+/g, '$&Request')} ${unusedTests}`.replaceAll(' ', '|');
  const block = `var (${names});\\n\\(function \\(\\1\\) \\{\\n[^]*?\\n\\}\\)\\(\\1 \\|\\| .*\\n`;
  const lines = `^(?:${exported}|const (?:${parts}) = .*\\n|${announced}|${block})`;
  return module.replace(new RegExp(lines, 'gm'), '');
}

/** The connection without what takes handlers for the {@link unusedRequests}. */
function withoutHandlers(module: string): string {
  const type = `vscode_languageserver_protocol_1\\.(?:${unusedRequests.replaceAll(' ', '|')})Request\\.type`;
  const handler = String.raw`(?:handler\)|\(params, cancel\) => \{\n.*\n +\}\))`;
  return module.replace(
    new RegExp(`^ +on\\w+: \\(handler\\) => connection\\.onRequest\\(${type}, ${handler},\\n`, 'gm'),
    '',
  );
}

/**
 * Leaves out what nothing here asks of the packages of the protocol: how they look for Node's packages on disk, another
 * way to cancel requests, the {@link unusedFeatures} and {@link unusedTypes}. A bundler cannot see that, as they are
 * CommonJS.
 */
const withoutUnused: esbuild.Plugin = {
  name: 'without-unused',
  setup(build) {
    const features = [...unusedFeatures.keys()].join('|');
    const languageserver = `vscode-languageserver[\\\\/]lib[\\\\/](?:node[\\\\/]files|common[\\\\/](?:${features}))`;
    const protocol = `vscode-languageserver-protocol[\\\\/]lib[\\\\/]common[\\\\/]protocol\\.(?:${features})`;
    const jsonrpc = 'vscode-jsonrpc[\\\\/]lib[\\\\/]common[\\\\/]sharedArrayCancellation';
    // The client offers an editor all that the protocol has.
    const isClient = build.initialOptions.external?.includes('vscode') === true;
    const parts = [languageserver, jsonrpc, ...(isClient ? [] : [protocol])];
    const filter = new RegExp(`[\\\\/](?:${parts.join('|')})\\.js$`);
    if (!isClient) {
      const types = /[\\/]vscode-languageserver-types[\\/]lib[\\/]esm[\\/]main\.js$/;
      const changed: readonly (readonly [RegExp, (module: string) => string])[] = [
        [types, withoutTypes],
        [/[\\/]vscode-languageserver-protocol[\\/]lib[\\/]common[\\/]protocol\.js$/, withoutFeatures],
        [/[\\/]vscode-languageserver[\\/]lib[\\/]common[\\/]server\.js$/, withoutHandlers],
      ];
      for (const [filter, change] of changed)
        build.onLoad({ filter }, async ({ path }) => ({
          contents: change((await readFile(path, 'utf8')).replaceAll('\r\n', '\n')),
        }));
    }
    // A connection is put together of all features, so these stay as ones that add nothing.
    build.onLoad({ filter }, ({ path }) => {
      const feature = unusedFeatures.get(/(\w+)\.js$/.exec(path)?.[1] ?? '');
      const part = feature === undefined ? '' : `exports.${feature}Feature = (base) => base`;
      return { contents: feature === 'Progress' ? `${part}\n${noProgress}` : part };
    });
  },
};

interface Bundle {
  readonly name: string;
  readonly entry: string;
  readonly platform: 'node' | 'browser';
  readonly external?: readonly string[];
}

/** The bundles that exist; one per process, and one for the browser. */
export const bundles: readonly Bundle[] = [
  { name: 'client', entry: 'client/extension.ts', platform: 'node', external: ['vscode'] },
  { name: 'start', entry: 'client/start.ts', platform: 'node', external: ['vscode'] },
  { name: 'server', entry: 'server/main.ts', platform: 'node' },
  { name: 'runtime', entry: 'runtime/main.ts', platform: 'node' },
  { name: 'sandbox', entry: 'runtime/sandbox/main.ts', platform: 'node' },
  { name: 'context', entry: 'runtime/sandbox/context/main.ts', platform: 'browser' },
  { name: 'streams', entry: 'runtime/sandbox/context/streamClasses.ts', platform: 'browser' },
  { name: 'panel', entry: 'client/panel/view/main.ts', platform: 'browser' },
  { name: 'eventFlow', entry: 'client/eventFlow/view/main.ts', platform: 'browser' },
  { name: 'cli', entry: 'cli/main.ts', platform: 'node' },
  { name: 'bin', entry: 'cli/bin.ts', platform: 'node' },
  { name: 'api', entry: 'runtime/api.ts', platform: 'node' },
];

function esbuildOptions(bundle: Bundle, options: BuildOptions): esbuild.BuildOptions {
  return {
    absWorkingDir: root,
    entryPoints: [bundle.entry],
    outfile: join('dist', `${bundle.name}.js`),
    bundle: true,
    platform: bundle.platform,
    format: bundle.platform === 'node' ? 'cjs' : 'iife',
    target: bundle.platform === 'node' ? 'node22.20' : 'chrome138',
    external: [...(bundle.external ?? [])],
    plugins: [sharedTypeScript, laterClient, withoutUnused],
    // The editor offers the module `vscode` to require alone.
    ...(bundle.external?.includes('vscode') === true ? { supported: { 'dynamic-import': false } } : {}),
    mainFields: bundle.platform === 'node' ? ['module', 'main'] : ['browser', 'module', 'main'],
    minify: options.production,
    keepNames: options.production,
    sourcemap: options.production ? false : 'linked',
    sourcesContent: false,
    logLevel: 'warning',
    legalComments: 'none',
    ...(bundle.name === 'context' ? contextBundle : bundle.name === 'streams' ? streamsBundle : {}),
    define: { posthogAppsVersion: JSON.stringify(productVersion) },
    ...(bundle.name === 'bin' ? { banner: { js: '#!/usr/bin/env node' } } : {}),
  };
}

/**
 * The declarations of the language that our TypeScript service loads, never those of the DOM, in one file: after each
 * edit TypeScript puts the names of all files together again, and looks at each file.
 */
async function buildLibrary(): Promise<void> {
  const host = ts.createCompilerHost({});
  // Its own order, because among overloads those of a later file come first.
  const files = ts
    .createProgram([join(root, 'platform/globals.d.ts')], { lib: ['lib.es2023.d.ts'], types: [] }, host)
    .getSourceFiles()
    .filter(({ fileName }) => /\/lib\.[^/]+\.d\.ts$/.test(fileName));
  const [licence = ''] = /^\/\*![^]*?\*\//.exec(files[0]?.text ?? '') ?? [];
  const texts = files.map(({ text }) =>
    text.replace(licence, '').replace(/^\/\/\/ <reference .*\r?\n/gm, ''),
  );
  await writeFile(
    join(dist, 'lib.d.ts'),
    `${licence}\n/// <reference no-default-lib="true"/>\n${texts.join('\n')}`,
  );
}

async function copyDeclarations(): Promise<void> {
  const names = ['globals.d.ts', 'vm.d.ts', 'node.d.ts', 'commonjs.d.ts', 'ownMeta.d.ts', 'nothing.d.ts'];
  for (const name of names) {
    await copyFile(join(root, 'platform', name), join(dist, name));
  }
  const globals = await readFile(join(root, 'platform/globals.d.ts'), 'utf8');
  // For windows that show code of other tools alone: there `posthog` is theirs, and an app behind it has no errors.
  await writeFile(join(dist, 'globals.quiet.d.ts'), withPostHog(globals, 'declare var posthog: any;'));
  // For a window in which a file of the author's own declares `posthog`.
  await writeFile(join(dist, 'globals.own.d.ts'), withPostHog(globals, ''));
  await cp(join(root, 'platform/servers'), join(dist, 'servers'), { recursive: true });
  const modules = join(root, 'platform/modules');
  await cp(modules, join(dist, 'modules'), { recursive: true });
  const files = await readdir(modules);
  const texts = await Promise.all(files.map((name) => readFile(join(modules, name), 'utf8')));
  // `fallbackDeclarations` of platform/imports.ts: for windows in which some apps have a package installed.
  for (const [index, name] of files.entries()) {
    const fallback = name.replace(/\.d\.ts$/, '.fallback.d.ts');
    await writeFile(join(dist, 'modules', fallback), asFallback(texts[index] ?? ''));
  }
  // `allModuleDeclarations` of platform/imports.ts: for apps that have none of the packages installed.
  await writeFile(join(dist, 'modules/all.d.ts'), texts.join('\n'));
}

/** The globals with another declaration of `posthog`. */
function withPostHog(globals: string, declaration: string): string {
  const other = globals.replace(/\/\*\*(?:(?!\*\/)[^])*\*\/\ndeclare var posthog: .*;/, declaration);
  if (other === globals) throw new Error('globals.d.ts declares posthog in another way.');
  return other;
}

/** What the editor checks inputs of runs with. */
async function writeSchemas(): Promise<void> {
  await writeFile(join(dist, 'event.schema.json'), JSON.stringify(eventSchema()));
  await writeFile(join(dist, 'events.schema.json'), JSON.stringify(eventListSchema()));
}

/** Minifies TypeScript once per version: it takes seconds, and the result is kept in .cache. */
async function buildTypeScript(): Promise<void> {
  const source = join(root, 'node_modules/typescript/lib/typescript.js');
  const manifest = JSON.parse(await readFile(join(root, 'node_modules/typescript/package.json'), 'utf8')) as {
    version: string;
  };
  const cached = join(root, '.cache', `typescript-${manifest.version}.js`);
  if (!(await exists(cached))) {
    await esbuild.build({
      entryPoints: [source],
      outfile: cached,
      bundle: false,
      minify: true,
      platform: 'node',
      format: 'cjs',
      target: 'node22.20',
      legalComments: 'none',
    });
  }
  await copyFile(cached, join(dist, 'typescript.js'));
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/** Builds everything once. Metafiles go to dist/meta, for the tests of layers and sizes. */
export async function build(options: BuildOptions): Promise<void> {
  const wanted = bundles.filter((bundle) => options.only?.includes(bundle.name) ?? true);
  await mkdir(join(dist, 'meta'), { recursive: true });
  const [metafiles] = await Promise.all([
    Promise.all(wanted.map(async (bundle) => buildBundle(bundle, options))),
    buildTypeScript(),
    buildLibrary(),
    copyDeclarations(),
    writeSchemas(),
  ]);
  if (wanted.length === bundles.length) {
    await writeFile(join(dist, 'THIRD-PARTY-NOTICES.txt'), thirdPartyNotices(root, metafiles));
  }
}

async function buildBundle(bundle: Bundle, options: BuildOptions): Promise<esbuild.Metafile> {
  const { metafile } = await esbuild.build({ ...esbuildOptions(bundle, options), metafile: true });
  await writeFile(join(dist, 'meta', `${bundle.name}.json`), JSON.stringify(metafile));
  return metafile;
}

async function watch(): Promise<void> {
  await build({ production: false });
  for (const bundle of bundles) {
    const context = await esbuild.context({
      ...esbuildOptions(bundle, { production: false }),
      logLevel: 'info',
    });
    await context.watch();
  }
}

if (import.meta.main) {
  if (process.argv.includes('--watch')) await watch();
  else {
    const only = process.argv.find((argument) => argument.startsWith('--only='))?.slice('--only='.length);
    await build({
      production: process.argv.includes('--production'),
      ...(only === undefined ? {} : { only: only.split(',') }),
    });
  }
}
