/** Suggestions: members and values of what our declarations and the app's manifest say. */
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionList,
  type CompletionParams,
  InsertTextFormat,
  type ServerCapabilities,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import ts from 'typescript';
import { isChecked } from '../analysis/environmentFile.ts';
import { nodeBefore, suggestionSubject } from '../analysis/position.ts';
import type { Located, ServerContext } from '../context.ts';
import { Answers } from './answers.ts';
import { markdown, plainText } from './documentation.ts';
import { manifestCompletion } from './manifest/manifestCompletion.ts';
import { snippetsAt } from './snippets.ts';
import { isInPath } from './literals/apiPaths.ts';
import { literalItem, suggestLiterals } from './literals/suggestLiterals.ts';
import { literalPlace } from './literals/literalPlace.ts';
import {
  accessorBefore,
  insideOf,
  type LiteralPlace,
  textAround,
  textInside,
} from './literals/suggestion.ts';
import { usedNamesOf } from '../analysis/usedNames.ts';

/** What resolving a suggestion needs to find it again. */
interface ItemData {
  readonly uri: string;
  readonly offset: number;
  readonly name: string;
}

export function registerCompletion(context: ServerContext): ServerCapabilities {
  context.connection.onCompletion(
    context.handle(
      'answering a completion',
      [],
      async (params) => (await manifestCompletion(context, params)) ?? complete(context, params),
    ),
  );
  context.connection.onCompletionResolve(async (item) =>
    context.handle('explaining a suggestion', item, async () => resolve(context, item))(item),
  );
  return {
    completionProvider: {
      triggerCharacters: ['.', '"', "'", '`', ...triggersInTexts, ...triggersInPaths],
      resolveProvider: true,
    },
  };
}

/** They mean something in texts alone: `/api/projects/@current/`. */
const triggersInTexts: readonly string[] = ['/', '@'];

/** Before parameters of a path. In the code they are operators, behind which one writes on. */
const triggersInPaths: readonly string[] = ['?', '&'];

const preferences: ts.GetCompletionsAtPositionOptions = {
  includeCompletionsForModuleExports: false,
  includeCompletionsForImportStatements: false,
  includeAutomaticOptionalChainCompletions: true,
  includeCompletionsWithInsertText: true,
  includeSymbol: true,
};

async function complete(
  context: ServerContext,
  { textDocument, position, context: trigger }: CompletionParams,
): Promise<CompletionItem[] | CompletionList> {
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return [];
  const offset = located.document.offsetAt(position);
  const answers = new Answers(context, located);
  const isShared = context.providerOf(textDocument.uri) !== 'serverAlone';
  const subject = suggestionSubject(answers.file, offset);
  const { literals, isForNow, areAll } = literalsAt(
    context,
    located,
    offset,
    isShared,
    () => subject !== undefined && answers.aboutExpression(subject),
  );
  const typed = trigger?.triggerCharacter ?? '';
  if (triggersInPaths.includes(typed)) return areAll ? literals : [];
  if (triggersInTexts.includes(typed)) return literals;
  const names = new Set(literals.map(({ label }) => label));
  const members = areAll
    ? []
    : typedAt(context, located, answers, offset).filter(({ label }) => !names.has(label));
  const items = [...members, ...literals, ...(canInsertSnippets(context) ? snippetsAt(located, offset) : [])];
  return isForNow ? { isIncomplete: true, items } : items;
}

function canInsertSnippets({ clientCapabilities }: ServerContext): boolean {
  return clientCapabilities.textDocument?.completion?.completionItem?.snippetSupport === true;
}

interface Literals {
  readonly literals: CompletionItem[];
  /** Whether the editor has to ask again when more is typed. */
  readonly isForNow: boolean;
  /** Whether they are all that may stand there, as in a path of PostHog's API. */
  readonly areAll: boolean;
}

/** Texts whose meaning PostHog gives. Nobody else knows them, whichever side answers the types. */
function literalsAt(
  context: ServerContext,
  located: Located,
  offset: number,
  isShared: boolean,
  areTypesOurs: () => boolean,
): Literals {
  const { document } = located;
  const place = literalPlace(context, located, offset);
  if (place === undefined) return { literals: [], isForNow: false, areAll: false };
  const { file } = place;
  const found = suggestLiterals(place).filter(({ isDeclared }) => isDeclared !== true || areTypesOurs());
  const guessed = isShared ? guessedNames(context, located, place) : undefined;
  // Before anything is typed, the guesses of the editor stand below all others, and the app's own names belong first.
  const isForNow = guessed !== undefined && file.text[offset - 1] === '.' && found.length > 0;
  return {
    literals: found
      .filter(({ label }) => isForNow || guessed?.has(label) !== true)
      .map((literal) => literalItem(literal, document, isShared)),
    isForNow,
    areAll: isInPath(place) || found.some(({ isAlone }) => isAlone),
  };
}

/** Behind a dot in JavaScript that nobody checks, the editor's own support suggests every name of the file. */
function guessedNames(
  { host }: ServerContext,
  { path }: Located,
  { file, node }: LiteralPlace,
): ReadonlySet<string> | undefined {
  if (isChecked(host, { path, text: file.text })) return undefined;
  const parent: ts.Node | undefined = node.parent;
  const isMember = [node, parent].some((at) => at !== undefined && ts.isPropertyAccessExpression(at));
  if (!isMember) return undefined;
  const { properties, personProperties, groups } = usedNamesOf(file);
  return new Set([properties, personProperties, groups].flatMap((names) => [...names.keys()]));
}

/** What TypeScript knows by our declarations. */
function typedAt(
  context: ServerContext,
  located: Located,
  answers: Answers,
  offset: number,
): CompletionItem[] {
  const subject = suggestionSubject(answers.file, offset);
  const isOurs = subject === undefined || answers.aboutExpression(subject);
  const untold = isOurs
    ? undefined
    : new Set([...answers.untoldIn(subject), ...answers.untoldTexts(subject)]);
  if (untold?.size === 0) return [];
  const { uri } = located.document;
  const list = located.service.languageService.getCompletionsAtPosition(located.path, offset, preferences);
  const isMember = subject !== undefined && list?.isMemberCompletion === true;
  if (isMember && isOurs && !answers.aboutMembers(subject)) return [];
  const isShared = context.providerOf(uri) !== 'serverAlone';
  // In an object of which nothing is known, TypeScript suggests all names in scope, and the other side does so, too.
  const isOfScope = list?.isMemberCompletion === false && isAtKey(answers, offset);
  if (isShared && isOfScope) return [];
  return (list?.entries ?? [])
    .filter((entry) => entry.kind !== ts.ScriptElementKind.warning)
    .filter((entry) => untold?.has(entry.name) ?? true)
    .filter((entry) => subject !== undefined || answers.withName(entry.symbol))
    .map((entry) => ({
      ...describe(entry, { uri, offset, name: entry.name }),
      // Members first: the editor's own support adds the names of the file, and all globals, with the same rank.
      ...(isShared && subject !== undefined ? { sortText: `!${entry.sortText}` } : {}),
      ...(insideText(entry, answers, located.document, offset) ??
        replacement(entry, located.document, offset, isShared)),
    }));
}

/** Whether a key of an object literal is due, or its name is being typed. */
function isAtKey({ file }: Answers, offset: number): boolean {
  const node = nodeBefore(file, offset);
  if (ts.isObjectLiteralExpression(node)) return true;
  return ts.isIdentifier(node) && ts.isObjectLiteralElementLike(node.parent) && node.parent.name === node;
}

function describe(entry: ts.CompletionEntry, data: ItemData): CompletionItem {
  const isDeprecated = entry.kindModifiers?.includes('deprecated') === true;
  return {
    // TypeScript writes texts as they stand between quotes.
    label: entry.kind === ts.ScriptElementKind.string ? entry.name.replaceAll(/\\(.)/g, '$1') : entry.name,
    kind: kinds[entry.kind] ?? CompletionItemKind.Property,
    sortText: entry.sortText,
    insertTextFormat: InsertTextFormat.PlainText,
    data,
    ...(isDeprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
  };
}

/** Parts of the path of a module. */
const partsOfPaths: ReadonlySet<ts.ScriptElementKind> = new Set([
  ts.ScriptElementKind.directory,
  ts.ScriptElementKind.scriptElement,
  ts.ScriptElementKind.externalModuleName,
]);

/** What a suggestion inside of a text replaces: all that stands between the quotes; undefined elsewhere. */
function insideText(
  { kind, name }: ts.CompletionEntry,
  { file }: Answers,
  document: TextDocument,
  offset: number,
): Pick<CompletionItem, 'filterText' | 'textEdit'> | undefined {
  if (partsOfPaths.has(kind)) return undefined;
  const place = { file, offset, node: nodeBefore(file, offset) };
  const text = textAround(place);
  if (text === undefined || !ts.isStringLiteralLike(text)) return undefined;
  const { start, end } = insideOf(text, place);
  const newText = kind === ts.ScriptElementKind.string ? name : textInside(name, file.text.charAt(start - 1));
  const range = { start: document.positionAt(start), end: document.positionAt(end) };
  return { filterText: newText, textEdit: { range, newText } };
}

/**
 * What a suggestion replaces: the word under the cursor, and the dot before it where TypeScript says so (`?.` takes its
 * place) or where the editor's own support answers too. That support counts the dot in, so VS Code would put its guesses
 * above our suggestions if ours did not.
 */
function replacement(
  { name, insertText, replacementSpan }: ts.CompletionEntry,
  document: TextDocument,
  offset: number,
  isShared: boolean,
): Pick<CompletionItem, 'filterText' | 'textEdit'> {
  const text = document.getText();
  const [before] = /[\p{ID_Continue}$]*$/u.exec(text.slice(0, offset)) ?? [''];
  const [after] = /^[\p{ID_Continue}$]*/u.exec(text.slice(offset)) ?? [''];
  const wordStart = offset - before.length;
  const isDotReplaced = replacementSpan !== undefined && text[replacementSpan.start] === '.';
  const dot = isDotReplaced || isShared ? accessorBefore(text, wordStart) : '';
  return {
    filterText: `${dot}${name}`,
    textEdit: {
      range: {
        start: document.positionAt(wordStart - dot.length),
        end: document.positionAt(offset + after.length),
      },
      newText: isDotReplaced ? (insertText ?? name) : `${dot}${insertText ?? name}`,
    },
  };
}

async function resolve(context: ServerContext, item: CompletionItem): Promise<CompletionItem> {
  const data = item.data as ItemData | undefined;
  if (data === undefined) return item;
  const located = await context.locate(data.uri);
  const details = located?.service.languageService.getCompletionEntryDetails(
    located.path,
    data.offset,
    data.name,
    undefined,
    undefined,
    preferences,
    undefined,
  );
  if (details === undefined) return item;
  return {
    ...item,
    // Of a text there is no more to say than the text.
    ...(details.kind === ts.ScriptElementKind.string ? {} : { detail: plainText(details.displayParts) }),
    documentation: markdown(undefined, details.documentation, details.tags),
  };
}

const kinds: Readonly<Partial<Record<string, CompletionItemKind>>> = {
  [ts.ScriptElementKind.memberFunctionElement]: CompletionItemKind.Method,
  [ts.ScriptElementKind.functionElement]: CompletionItemKind.Function,
  [ts.ScriptElementKind.memberVariableElement]: CompletionItemKind.Field,
  [ts.ScriptElementKind.parameterElement]: CompletionItemKind.Variable,
  [ts.ScriptElementKind.variableElement]: CompletionItemKind.Variable,
  [ts.ScriptElementKind.constElement]: CompletionItemKind.Constant,
  [ts.ScriptElementKind.moduleElement]: CompletionItemKind.Module,
  [ts.ScriptElementKind.interfaceElement]: CompletionItemKind.Interface,
  [ts.ScriptElementKind.typeElement]: CompletionItemKind.Interface,
  [ts.ScriptElementKind.classElement]: CompletionItemKind.Class,
  [ts.ScriptElementKind.string]: CompletionItemKind.Value,
  [ts.ScriptElementKind.keyword]: CompletionItemKind.Keyword,
};
