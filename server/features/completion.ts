/** Suggestions: members and values of what our declarations and the app's manifest say. */
import {
  type CompletionItem,
  CompletionItemKind,
  CompletionItemTag,
  type CompletionParams,
  InsertTextFormat,
  type ServerCapabilities,
} from 'vscode-languageserver';
import ts from 'typescript';
import { suggestionSubject } from '../analysis/position.ts';
import type { Located, ServerContext } from '../context.ts';
import { Answers } from './answers.ts';
import { markdown, plainText } from './documentation.ts';

/** What resolving a suggestion needs to find it again. */
interface ItemData {
  readonly uri: string;
  readonly offset: number;
  readonly name: string;
}

export function registerCompletion(context: ServerContext): ServerCapabilities {
  context.connection.onCompletion(
    context.handle('answering a completion', [], async (params) => complete(context, params)),
  );
  context.connection.onCompletionResolve(async (item) =>
    context.handle('explaining a suggestion', item, async () => resolve(context, item))(item),
  );
  return { completionProvider: { triggerCharacters: ['.', '"', "'", '`'], resolveProvider: true } };
}

const preferences: ts.GetCompletionsAtPositionOptions = {
  includeCompletionsForModuleExports: false,
  includeCompletionsForImportStatements: false,
  includeAutomaticOptionalChainCompletions: true,
  includeCompletionsWithInsertText: true,
  includeSymbol: true,
};

async function complete(
  context: ServerContext,
  { textDocument, position }: CompletionParams,
): Promise<CompletionItem[]> {
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return [];
  const offset = located.document.offsetAt(position);
  const answers = new Answers(context, located);
  const subject = suggestionSubject(answers.file, offset);
  if (subject !== undefined && !answers.aboutExpression(subject)) return [];
  const list = located.service.languageService.getCompletionsAtPosition(located.path, offset, preferences);
  const words = answers.areWordsOffered ? wordsOf(answers.file, offset) : undefined;
  return (list?.entries ?? [])
    .filter((entry) => entry.kind !== ts.ScriptElementKind.warning && words?.has(entry.name) !== true)
    .filter((entry) => subject !== undefined || answers.aboutSymbol(entry.symbol))
    .map((entry) => describe(entry, located, offset, list?.optionalReplacementSpan));
}

/** The names that a file uses, but for the one that is being typed. */
function wordsOf(file: ts.SourceFile, offset: number): ReadonlySet<string> {
  const words = new Set<string>();
  function visit(node: ts.Node): void {
    if (ts.isIdentifier(node) && !(node.pos < offset && offset <= node.end)) words.add(node.text);
    ts.forEachChild(node, visit);
  }
  visit(file);
  return words;
}

function describe(
  entry: ts.CompletionEntry,
  { document }: Located,
  offset: number,
  listSpan: ts.TextSpan | undefined,
): CompletionItem {
  const span = entry.replacementSpan ?? listSpan;
  const newText = entry.insertText ?? entry.name;
  const data: ItemData = { uri: document.uri, offset, name: entry.name };
  const isDeprecated = entry.kindModifiers?.includes('deprecated') === true;
  return {
    label: entry.name,
    kind: kinds[entry.kind] ?? CompletionItemKind.Property,
    sortText: entry.sortText,
    insertTextFormat: InsertTextFormat.PlainText,
    data,
    ...(isDeprecated ? { tags: [CompletionItemTag.Deprecated] } : {}),
    ...(span === undefined
      ? { insertText: newText }
      : {
          // Editors match what is typed against the replaced text, which may begin with the dot.
          filterText: `${document.getText().slice(span.start, offset).match(/^\W*/)?.[0] ?? ''}${entry.name}`,
          textEdit: {
            range: {
              start: document.positionAt(span.start),
              end: document.positionAt(span.start + span.length),
            },
            newText,
          },
        }),
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
    detail: plainText(details.displayParts),
    documentation: markdown(undefined, details.documentation, details.tags),
  };
}

const kinds: Readonly<Partial<Record<string, CompletionItemKind>>> = {
  [ts.ScriptElementKind.memberFunctionElement]: CompletionItemKind.Method,
  [ts.ScriptElementKind.functionElement]: CompletionItemKind.Function,
  [ts.ScriptElementKind.memberVariableElement]: CompletionItemKind.Field,
  [ts.ScriptElementKind.variableElement]: CompletionItemKind.Variable,
  [ts.ScriptElementKind.constElement]: CompletionItemKind.Constant,
  [ts.ScriptElementKind.moduleElement]: CompletionItemKind.Module,
  [ts.ScriptElementKind.interfaceElement]: CompletionItemKind.Interface,
  [ts.ScriptElementKind.typeElement]: CompletionItemKind.Interface,
  [ts.ScriptElementKind.classElement]: CompletionItemKind.Class,
  [ts.ScriptElementKind.string]: CompletionItemKind.Value,
  [ts.ScriptElementKind.keyword]: CompletionItemKind.Keyword,
};
