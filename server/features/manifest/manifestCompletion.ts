/** Suggestions in plugin.json: names of entries, and the values that they can have. */
import { findNodeAtLocation, getLocation, type JSONPath, type Location, parseTree } from 'jsonc-parser';
import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionParams,
  InsertTextFormat,
  MarkupKind,
  type Range,
} from 'vscode-languageserver';
import { jobsExport } from '../../../platform/lifecycle.ts';
import { configFieldTypes } from '../../../platform/manifest.ts';
import { type FieldValue, payloadTypes } from '../../../platform/manifestFields.ts';
import type { AppProgram } from '../../analysis/appProgram.ts';
import { findConfigUses } from '../../analysis/configUses.ts';
import type { ServerContext } from '../../context.ts';
import { appCode } from '../../rules/support/appCode.ts';
import { fieldNodes, textOf, valueNode } from '../../rules/support/manifestTree.ts';
import { joinPath } from '../../uris.ts';
import { type ManifestDocument, manifestDocument } from './manifestDocument.ts';
import { withQuotedNames } from './bareNames.ts';
import { missingComma } from './missingComma.ts';
import { openQuote } from './openQuote.ts';
import { entriesOf } from './manifestPlace.ts';

/** @returns undefined when the document is no plugin.json of an app. */
export async function manifestCompletion(
  context: ServerContext,
  { textDocument, position }: CompletionParams,
): Promise<CompletionItem[] | undefined> {
  const found = await manifestDocument(context, textDocument.uri);
  if (found === undefined) return undefined;
  const offset = found.document.offsetAt(position);
  const written = found.document.getText();
  const quote = openQuote(written, offset);
  // Without its quote, what is being typed is a word, which ends before the rest of the line.
  const closed = quote === undefined ? written : `${written.slice(0, quote)} ${written.slice(quote + 1)}`;
  const readable = withQuotedNames(closed, offset);
  const comma = missingComma(readable, offset);
  const text = comma?.text ?? readable;
  const location = getLocation(text, offset);
  const place: Place = {
    ...found,
    text,
    offset,
    quote,
    location,
    canInsertSnippets: canInsertSnippets(context),
    exists: (path) => context.files.exists(joinPath(found.app.root, path)),
  };
  if (text.trim() === '') return place.canInsertSnippets ? [wholeManifest(place)] : [];
  const items = location.isAtPropertyKey ? names(place) : values(place);
  if (comma === undefined) return items;
  const at = found.document.positionAt(comma.offset);
  const additionalTextEdits = [{ range: { start: at, end: at }, newText: ',' }];
  return items.map((item) => ({ ...item, additionalTextEdits }));
}

interface Place extends ManifestDocument {
  /** The file, with the comma that is missing before the cursor. */
  readonly text: string;
  readonly offset: number;
  /** The quote before the cursor that nobody has closed yet. */
  readonly quote: number | undefined;
  readonly location: Location;
  readonly canInsertSnippets: boolean;
  /** Whether the folder of the app has a file. */
  readonly exists: (path: string) => boolean;
}

function canInsertSnippets({ clientCapabilities }: ServerContext): boolean {
  return clientCapabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
}

/** What a file begins with that is empty. */
function wholeManifest({ document }: Place): CompletionItem {
  const range = { start: document.positionAt(0), end: document.positionAt(document.getText().length) };
  return {
    label: 'plugin.json of an app',
    kind: CompletionItemKind.Snippet,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range, newText: '{\n\t"name": "$1",\n\t"description": "$2",\n\t"config": [$0]\n}\n' },
  };
}

// ── Names ────────────────────────────────────────────────────────────────────────────────────────────────────────

function names(place: Place): CompletionItem[] {
  const { app, location } = place;
  const object = location.path.slice(0, -1);
  const taken = takenNames(place, object);
  if (object.length === 1 && object[0] === 'publicJobs') {
    return jobNames(app)
      .filter((name) => !taken.has(name))
      .map((name) => nameItem(place, name, 'object', 'A job of this app.'));
  }
  if (object.length === 1 && object[0] === 'config') {
    return undeclaredKeys(place).map((key) => nameItem(place, key, 'object', 'The code reads it.'));
  }
  return (entriesOf(object) ?? [])
    .filter(({ name }) => !taken.has(name))
    .map(({ name, value, doc }) => nameItem(place, name, value, doc));
}

/** Names that the object has already, but for the one that is being typed. */
function takenNames(place: Place, path: JSONPath): ReadonlySet<string> {
  const { offset } = place;
  const tree = parseTree(textWithoutName(place));
  const node = tree === undefined ? undefined : findNodeAtLocation(tree, path);
  return new Set(
    (node?.children ?? []).flatMap((property) => {
      const name = property.children?.[0];
      const isTyped = name !== undefined && name.offset <= offset && offset <= name.offset + name.length;
      return name === undefined || isTyped ? [] : String(name.value);
    }),
  );
}

/** A name that has no value yet would take the next name for its value. */
function textWithoutName(place: Place): string {
  const { document, text } = place;
  const range = replacedRange(place);
  const [start, end] = [document.offsetAt(range.start), document.offsetAt(range.end)];
  return /^\s*:/.test(text.slice(end))
    ? text
    : text.slice(0, start) + ' '.repeat(end - start) + text.slice(end);
}

function jobNames(app: AppProgram): readonly string[] {
  return appCode(app).lifecycle.flatMap(({ name }) =>
    name.startsWith(`${jobsExport}.`) ? name.slice(jobsExport.length + 1) : [],
  );
}

function nameItem(place: Place, name: string, value: FieldValue, doc: string): CompletionItem {
  const range = replacedRange(place);
  const behind = place.text.slice(place.document.offsetAt(range.end));
  const isWhole = !/^\s*:/.test(behind);
  const comma = /^\s*"/.test(behind) ? ',' : '';
  const text = JSON.stringify(name);
  const snippet = place.canInsertSnippets && isWhole;
  const newText = isWhole
    ? `${snippet ? text.replaceAll('$', '\\$') : text}: ${snippet ? valueSnippet(place, name, value) : plainValue(value)}${comma}`
    : text;
  return {
    label: name,
    kind: CompletionItemKind.Property,
    filterText: text,
    documentation: { kind: MarkupKind.Markdown, value: doc },
    insertTextFormat: snippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    textEdit: { range, newText },
  };
}

function valueSnippet({ location }: Place, name: string, value: FieldValue): string {
  if (location.path.length === 2 && location.path[0] === 'config')
    return '{ "name": "$1", "type": "string" }';
  if (name === 'type') return '"$1"';
  if (name === 'config') return `[\n\t${fieldSnippet('string')}\n]`;
  if (name === 'choices') return '["$1"]';
  if (name === 'visible_if' || name === 'required_if') return '[["$1", "$2"]]';
  switch (value) {
    case 'text':
      return '"$1"';
    case 'boolean':
      return '${1|true,false|}';
    case 'list':
      return '[$1]';
    case 'object':
      return '{$1}';
    case 'any':
      return '$1';
  }
}

function plainValue(value: FieldValue): string {
  return { text: '""', boolean: 'true', list: '[]', object: '{}', any: 'null' }[value];
}

// ── Values ───────────────────────────────────────────────────────────────────────────────────────────────────────

function values(place: Place): CompletionItem[] {
  const { location } = place;
  const [first, , third, fourth, fifth] = location.path;
  const { length } = location.path;
  if (length === 1) return topValues(place);
  if (first === 'config' && length === 2 && typeof location.path[1] === 'number') return newFields(place);
  if (first === 'config' && length === 3) return fieldValues(place, String(third));
  const isCondition = third === 'visible_if' || third === 'required_if';
  if (first === 'config' && isCondition && length === 4) return conditions(place, '', '');
  if (first === 'config' && isCondition && length === 5) return conditionValues(place, Number(fifth));
  if (first === 'publicJobs' && fourth !== undefined && fifth === 'type') return texts(place, payloadTypes);
  if (first === 'publicJobs' && (fifth === 'required' || fifth === 'staff_only')) return booleans(place);
  return [];
}

function topValues(place: Place): CompletionItem[] {
  const { location } = place;
  switch (location.path[0]) {
    case 'main':
      return texts(place, entryFiles(place));
    case 'config':
      return snippetItems(place, [['[{ … }]', valueSnippet(place, 'config', 'list')]]);
    case 'posthogVersion':
      return texts(place, ['>= 1.25.0']);
    case 'stateless':
      return booleans(place);
    default:
      return [];
  }
}

/** Files that export something PostHog calls, and the bundle where there is one. */
function entryFiles({ app, exists }: Place): readonly string[] {
  const found = appCode(app).lifecycle.filter(({ isExported }) => isExported);
  const paths = found.map(({ node }) => node.getSourceFile().fileName.slice(app.root.length + 1));
  return [...new Set([...paths, ...['dist/index.js'].filter(exists)])];
}

function fieldValues(place: Place, name: string): CompletionItem[] {
  switch (name) {
    case 'type':
      return texts(place, configFieldTypes);
    case 'required':
    case 'secret':
    case 'site':
      return booleans(place);
    case 'key':
      return texts(place, undeclaredKeys(place));
    case 'default':
      return texts(place, choicesOf(place, ownKey(place)));
    case 'visible_if':
    case 'required_if':
      return conditions(place, '[', ']');
    default:
      return [];
  }
}

/** Pairs with each of the other fields, in what has to stand around one. */
function conditions(place: Place, before: string, behind: string): CompletionItem[] {
  const own = ownKey(place);
  const others = declaredKeys(place).filter((key) => key !== own);
  return snippetItems(
    place,
    others.map((key) => {
      const name = JSON.stringify(key);
      const text = name.replaceAll('$', '\\$').replaceAll('}', '\\}');
      return [`${before}[${name}, …]${behind}`, `${before}[${text}, "$1"]${behind}`];
    }),
  );
}

/** Values that are lists, with a place to fill in. */
function snippetItems(
  place: Place,
  all: readonly (readonly [label: string, snippet: string])[],
): CompletionItem[] {
  if (!place.canInsertSnippets || place.location.previousNode?.type === 'string') return [];
  const range = replacedRange(place);
  return all.map(([label, newText]) => ({
    label,
    kind: CompletionItemKind.Snippet,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range, newText },
  }));
}

/** The two sides of a condition: another field, and one of its values. */
function conditionValues(place: Place, index: number): CompletionItem[] {
  const own = ownKey(place);
  if (index === 0)
    return texts(
      place,
      declaredKeys(place).filter((key) => key !== own),
    );
  const { location, text } = place;
  const tree = parseTree(text);
  const [, field, name, pair] = location.path;
  const path = ['config', field ?? 0, name ?? '', pair ?? 0, 0];
  const key = tree === undefined ? undefined : findNodeAtLocation(tree, path);
  return texts(place, choicesOf(place, textOf(key)));
}

/** The fields; what takes the name of its next line for a key has none yet. */
function fieldsOf({ text }: Place): ReturnType<typeof fieldNodes> {
  const tree = parseTree(text);
  return (tree === undefined ? [] : fieldNodes(tree)).map((field) => {
    const { keyNode } = field;
    const isName = keyNode !== undefined && /^\s*:/.test(text.slice(keyNode.offset + keyNode.length));
    return isName && keyNode.parent?.children?.[0] !== keyNode ? { ...field, key: undefined } : field;
  });
}

function ownKey(place: Place): string | undefined {
  const index = place.location.path[1];
  return fieldsOf(place).find(({ path }) => path[1] === index)?.key;
}

function declaredKeys(place: Place): readonly string[] {
  return fieldsOf(place).flatMap(({ key }) => key || []);
}

function undeclaredKeys(place: Place): readonly string[] {
  const declared = new Set(declaredKeys(place));
  const used = findConfigUses(place.app).map(({ key }) => key);
  return [...new Set(used)].filter((key) => !declared.has(key));
}

function choicesOf(place: Place, key: string | undefined): readonly string[] {
  const field = key === undefined ? undefined : fieldsOf(place).find((candidate) => candidate.key === key);
  const list = field === undefined ? undefined : valueNode(field, 'choices');
  return (list?.children ?? []).flatMap((choice) => textOf(choice) ?? []);
}

/** A whole field, for each type, and for each key that the code reads and nobody declares. */
function newFields(place: Place): CompletionItem[] {
  if (!place.canInsertSnippets || place.location.previousNode?.type === 'string') return [];
  const range = {
    start: place.document.positionAt(place.offset),
    end: place.document.positionAt(place.offset),
  };
  const comma = /^\s*\{/.test(place.text.slice(place.offset)) ? ',' : '';
  const item = (label: string, field: string, detail: string, sortText: string): CompletionItem => ({
    label,
    detail,
    sortText,
    kind: CompletionItemKind.Snippet,
    insertTextFormat: InsertTextFormat.Snippet,
    textEdit: { range, newText: `${field}${comma}` },
  });
  return [
    ...undeclaredKeys(place).map((key) =>
      item(`field ${key}`, fieldSnippet('string', key), 'The code reads it', `0${key}`),
    ),
    ...configFieldTypes.map((type, rank) =>
      item(`field of type ${type}`, fieldSnippet(type), 'New config field', `1${rank}`),
    ),
    item('text in the form', '{ "markdown": "$1" }', 'New text between the fields', '2'),
  ];
}

function fieldSnippet(type: string, key?: string): string {
  const choices = type === 'choice' ? ', "choices": ["${3:Yes}", "${4:No}"], "default": "${4:No}"' : '';
  const first = key === undefined ? '"$1"' : JSON.stringify(key).replaceAll('$', '\\$');
  return `{ "key": ${first}, "name": "$2", "type": "${type}"${choices} }`;
}

function texts(place: Place, all: readonly string[]): CompletionItem[] {
  // In their own order; the editor sorts by the label else.
  return [...new Set(all)].map((text, rank) => ({
    ...valueItem(place, JSON.stringify(text)),
    sortText: String(rank).padStart(4, '0'),
  }));
}

function booleans(place: Place): CompletionItem[] {
  return ['true', 'false'].map((text) => valueItem(place, text));
}

function valueItem(place: Place, text: string): CompletionItem {
  const range = replacedRange(place);
  const behind = place.text.slice(place.document.offsetAt(range.end));
  const comma = /^[ \t]*\r?\n\s*"/.test(behind) ? ',' : '';
  return {
    label: text,
    kind: CompletionItemKind.Value,
    filterText: text,
    textEdit: { range, newText: `${text}${comma}` },
  };
}

/** The name or value under the cursor with its quotes, or the letters that stand there without any. */
function replacedRange({ document, offset, quote, text, location: { previousNode } }: Place): Range {
  const isInside =
    previousNode !== undefined &&
    previousNode.type !== 'object' &&
    previousNode.type !== 'array' &&
    previousNode.offset <= offset &&
    offset <= previousNode.offset + previousNode.length;
  const [before = ''] = /\w*$/.exec(text.slice(0, offset)) ?? [];
  const [behind = ''] = /^\w*/.exec(text.slice(offset)) ?? [];
  const start = quote ?? (isInside ? previousNode.offset : offset - before.length);
  const end = isInside ? previousNode.offset + previousNode.length : offset + behind.length;
  return { start: document.positionAt(start), end: document.positionAt(end) };
}
