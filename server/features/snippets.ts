/**
 * Snippets for what PostHog calls, at the top of an app's entry file: annotated, so that every editor knows the types.
 * They come from us and not from the manifest of the extension, which would offer them in every JavaScript file.
 */
import { type CompletionItem, CompletionItemKind, InsertTextFormat } from 'vscode-languageserver';
import ts from 'typescript';
import { jobsExport, lifecycleExports, metricsExport } from '../../platform/lifecycle.ts';
import { nameInProfile, parameterTypes } from '../analysis/handlerTypes.ts';
import { findLifecycleFunctions, forEachTopLevelValue } from '../analysis/lifecycleFunctions.ts';
import { nodeBefore } from '../analysis/position.ts';
import type { Located } from '../context.ts';
import { keyAround } from './literals/suggestion.ts';
import { takesAnnotations } from './parameterTypes.ts';

/** Exports that no server calls any more are left to those who know them. */
const bygone: ReadonlySet<string> = new Set(['processEventBatch', 'onSnapshot', 'onAction', 'getSettings']);

/** From what most apps begin with to what few of them have. */
const order: readonly string[] = [
  'processEvent',
  'onEvent',
  'setupPlugin',
  'teardownPlugin',
  'runEveryMinute',
  'runEveryHour',
  'runEveryDay',
  jobsExport,
  metricsExport,
  'composeWebhook',
  'exportEvents',
];

/**
 * Above imports that the editor guesses from other apps. Who types `exp` mostly means the keyword `export`, to which the
 * editor gives the rank 15.
 */
function sortTextOf(name: string): string {
  if (name === 'exportEvents') return '15~';
  const index = order.indexOf(name);
  return `!${String.fromCharCode(97 + (index === -1 ? order.length : index))}`;
}

/** What the export is given, in the words of the documentation. */
const parameterNames: Readonly<Record<string, string>> = {
  exportEvents: 'events',
  processEvent: 'event',
  onEvent: 'event',
  composeWebhook: 'event',
};

const bodies: Readonly<Record<string, string>> = {
  processEvent: '\t$0\n\treturn event',
  composeWebhook: "\treturn { url: '${1:https://}', body: JSON.stringify(event) }$0",
};

export function snippetsAt(
  { app, document, path, service }: Located,
  offset: number,
): readonly CompletionItem[] {
  const file = service.program().program.getSourceFile(path);
  if (file === undefined || (app.entryFile !== undefined && path !== app.entryFile)) return [];
  const word = loneWord(file, offset) ?? keyOfExports(file, offset);
  if (word === undefined) return [];
  const there = exportsOf(file);
  const range = { start: document.positionAt(word.start), end: document.positionAt(offset) };
  const isTyped = takesAnnotations(path);
  const style = styleOf(word, file);
  const handlers = lifecycleExports
    .filter(({ name }) => !bygone.has(name))
    .filter(({ isNewer }) => isNewer !== true || service.profile !== 'plugin-server-1.10.5')
    .map(({ name, summary }) => ({
      name,
      summary,
      text: nameInProfile(handlerText(name, isTyped, style), service.profile),
    }));
  const collections = [
    {
      name: jobsExport,
      summary: 'The jobs of the app: functions that it enqueues and PostHog runs.',
      text: jobsText(isTyped, style),
    },
    {
      name: metricsExport,
      summary:
        'The metrics of the app: numbers that PostHog adds up, or of which it keeps the largest or smallest.',
      text: metricsText(style),
    },
  ];
  return [...(/\bconst\b/.test(word.before) ? [] : handlers), ...(isFunction(word) ? [] : collections)]
    .filter(({ name }) => !there.has(name))
    .map(({ name, summary, text }) => ({
      label: name,
      kind: CompletionItemKind.Snippet,
      detail: 'Snippet of PostHog Apps',
      documentation: summary,
      insertTextFormat: InsertTextFormat.Snippet,
      // What is typed has to begin it, with the blanks that stand there.
      filterText: word.before + name,
      sortText: sortTextOf(name),
      textEdit: { range, newText: text },
    }));
}

/** What the file has already. */
function exportsOf(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set(findLifecycleFunctions(file).map(({ name }) => name.replace(/\..*$/, '')));
  forEachTopLevelValue(file, (name) => {
    if (name === jobsExport || name === metricsExport) names.add(name);
  });
  return names;
}

interface LoneWord {
  /** Where the line begins, or the word of a key. */
  readonly start: number;
  /** What stands before the word: nothing, `export ` and the like, or `exports.`. */
  readonly before: string;
  /** Whether it is the next key of the object that is exported, and what belongs behind that. */
  readonly key?: '' | ',';
}

/** What begins an export, and what ends it: `export`, `module.exports.name =`, or `name` as a key. */
type Style = { readonly kind: 'export' } | { readonly kind: 'assigned'; readonly to: string } | KeyStyle;

interface KeyStyle {
  readonly kind: 'key';
  readonly end: string;
}

function styleOf({ before, key }: LoneWord, { text }: ts.SourceFile): Style {
  if (key !== undefined) return { kind: 'key', end: key };
  if (before.endsWith('.')) return { kind: 'assigned', to: before };
  const isCommon = before === '' && /\b(?:module\.)?exports\b/.test(text) && !/^export\b/m.test(text);
  if (!isCommon) return { kind: 'export' };
  // Where `module.exports` is an object of its own, `exports` is another one to everybody but PostHog.
  return { kind: 'assigned', to: /\bmodule\.exports\b/.test(text) ? 'module.exports.' : 'exports.' };
}

/** The key that is being typed in `module.exports = { | }`. */
function keyOfExports(file: ts.SourceFile, offset: number): LoneWord | undefined {
  const key = keyAround({ node: nodeBefore(file, offset), file, offset });
  const assignment = key?.object.parent;
  if (key === undefined || assignment === undefined || !ts.isBinaryExpression(assignment)) return undefined;
  const isExports = /^(?:module\.)?exports$/.test(assignment.left.getText(file));
  if (!isExports || assignment.parent.parent !== file || assignment.right !== key.object) return undefined;
  const isLast = /^\s*[},]/.test(file.text.slice(key.end));
  const isFollowed = /^\s*,/.test(file.text.slice(key.end));
  return isLast || key.start === key.end
    ? { start: key.start, before: '', key: isFollowed ? '' : ',' }
    : undefined;
}

function isFunction({ before }: LoneWord): boolean {
  return /\bfunction\b/.test(before);
}

/** The word before the cursor, when it stands alone on its line or behind `export`, and outside of all statements. */
function loneWord(file: ts.SourceFile, offset: number): LoneWord | undefined {
  const { text } = file;
  const line = text.slice(text.lastIndexOf('\n', offset - 1) + 1, offset);
  const behind = /^[^\n\r]*/.exec(text.slice(offset))?.[0].trim();
  const before = /^(export\s+(?:(?:async\s+)?function\s+|const\s+)?|(?:module\.)?exports\.)?[\w$]*$/.exec(
    line,
  );
  if (before === null || behind !== '') return undefined;
  if (text.lastIndexOf('/*', offset - 1) > text.lastIndexOf('*/', offset - 1)) return undefined;
  const around = file.statements.find((statement) => statement.pos < offset && offset <= statement.end);
  const start = offset - line.length;
  const isOutside = around === undefined || around.getStart(file) >= start;
  return isOutside ? { start, before: before[1] ?? '' } : undefined;
}

function handlerText(name: string, isTyped: boolean, style: Style): string {
  const types = parameterTypes(name).map((type) => type ?? 'unknown');
  const names = types.length === 1 ? ['meta'] : [parameterNames[name] ?? 'event', 'meta'];
  const isAsync = name === 'composeWebhook' ? '' : 'async ';
  const given = names
    .map((parameter, index) => (isTyped ? `${parameter}: ${types[index]}` : parameter))
    .join(', ');
  const body = bodies[name] ?? '\t$0';
  const head =
    style.kind === 'assigned'
      ? `${style.to}${name} = ${isAsync}function (${given})`
      : style.kind === 'key'
        ? `${isAsync}${name}(${given})`
        : `export ${isAsync}function ${name}(${given})`;
  return `${isTyped ? '' : annotation(names, types)}${head} {\n${body}\n}${endOf(style)}`;
}

function annotation(names: readonly string[], types: readonly string[]): string {
  const lines = names.map((name, index) => ` * @param {${types[index]}} ${name}`);
  return ['/**', ...lines, ' */', ''].join('\n');
}

function endOf(style: Style): string {
  return style.kind === 'key' ? style.end : '';
}

function headOf(name: string, style: Style): string {
  if (style.kind === 'key') return `${name}:`;
  return style.kind === 'assigned' ? `${style.to}${name} =` : `export const ${name} =`;
}

function jobsText(isTyped: boolean, style: Style): string {
  const head = headOf(jobsExport, style);
  const given = isTyped
    ? 'payload: ${2:unknown}, meta: PostHogApp.PluginMeta'
    : '/** @type {${2:unknown}} */ payload, /** @type {PostHogApp.PluginMeta} */ meta';
  return `${head} {\n\t\${1:name}: async (${given}) => {\n\t\t$0\n\t},\n}${endOf(style)}`;
}

function metricsText(style: Style): string {
  return `${headOf(metricsExport, style)} {\n\t\${1:name}: '\${2|sum,max,min|}',\n}${endOf(style)}`;
}
