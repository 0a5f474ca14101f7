/**
 * In a project with a tsconfig or jsconfig the editor's own support reports `posthog` as unknown, because nothing
 * declares it there. The quick fix writes our declarations into the app, as `posthog-env.d.ts`.
 */
import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import { allowedImports } from '../../platform/imports.ts';
import { addTypeDefinitionsCommand } from '../../protocol/lsp.ts';
import type { Located, ServerContext } from '../context.ts';
import { environmentPlace, isConfigured, isLoose } from '../analysis/environmentFile.ts';
import { mapPathOf } from '../analysis/environmentMap.ts';
import { declaresForItself, leavingOut, type Obstacle, otherPostHog } from '../analysis/ownDeclaration.ts';
import { staleEnvironments } from '../analysis/staleEnvironment.ts';
import { isWithin, nameOf, pathToUri } from '../uris.ts';

/** What the compiler says of what nothing declares; of Node's own modules it speaks as of names. */
const unknownName =
  /^(?:Cannot find (?:name|namespace|module)|Could not find a declaration file for module) '([^']+)'/;

const ofOurs: ReadonlySet<string> = new Set([
  'posthog',
  'RetryError',
  'PostHogApp',
  'Buffer',
  'console',
  'fetch',
  'URL',
  'module',
  'exports',
  'require',
  ...allowedImports.map(({ name }) => name),
]);

/** What of ours an error says that nothing declares. */
function unknownIn({ message }: Diagnostic): string | undefined {
  const [, name] = typeof message === 'string' ? (unknownName.exec(message) ?? []) : [];
  return name !== undefined && ofOurs.has(name) ? name : undefined;
}

/** Of a project with two `posthog`: where they are declared, and where the app uses what the other one has not. */
const declaredTwice =
  /^(?:Cannot redeclare block-scoped variable|Subsequent variable declarations must have the same type\. +Variable) 'posthog'/;
const unknownMember = /^Property '[^']+' does not exist on type /;

function isOfOther({ message, range }: Diagnostic, document: TextDocument): boolean {
  if (typeof message !== 'string') return false;
  const before = document.getText().slice(0, document.offsetAt(range.start));
  return declaredTwice.test(message) || (unknownMember.test(message) && /\bposthog\s*\??\.\s*$/.test(before));
}

/** At an error that our declarations would end, the quick fix that writes them; else the one that says what keeps them out. */
export async function typeDefinitionActions(
  context: ServerContext,
  { textDocument, context: { diagnostics } }: CodeActionParams,
): Promise<CodeAction[]> {
  const unknown = diagnostics.filter((one) => unknownIn(one) !== undefined);
  const document = context.documents.get(textDocument.uri);
  const ofOther = document === undefined ? [] : diagnostics.filter((one) => isOfOther(one, document));
  if (unknown.length === 0 && ofOther.length === 0) return [];
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return [];
  const { app, path } = located;
  // Of a project that is still loading the client cannot say yet what it knows. The errors do: `posthog` is unknown, or most
  // likely unknown with the rest of ours.
  const isToldUnknown = unknown.some((one) => unknownIn(one) === 'posthog');
  const mayKnow = !isToldUnknown && context.isProviderTold(textDocument.uri) && isKnown(context, located);
  const target = environmentPlace(context.host, app, context.appsBeside(app), path).path;
  const other =
    otherPostHog(context.host, app, context.files.exists(target)) ??
    // The configuration may leave our file out, where nothing else brings it into the project.
    (unknown.length === 0 || mayKnow ? undefined : leavingOut(context.host, app, target, path));
  if (other !== undefined) return [explanation(textDocument.uri, other, [...unknown, ...ofOther])];
  if (unknown.length === 0 || !canCreateFiles(context) || (mayKnow && isOfAnother(context, located, target)))
    return [];
  return [
    {
      title: `Add Type Definitions (${isWithin(app.root, target) ? target.slice(app.root.length + 1) : nameOf(target)})`,
      kind: CodeActionKind.QuickFix,
      diagnostics: unknown,
      isPreferred: true,
      edit: { documentChanges: [...environmentEdits(context, located)] },
    },
  ];
}

/** The command that writes our declarations says why it does not, and opens the file for which it does not. */
function explanation(uri: string, { path }: Obstacle, diagnostics: Diagnostic[]): CodeAction {
  const title = `Show What Keeps the Types of PostHog Out (${nameOf(path)})`;
  return {
    title,
    kind: CodeActionKind.QuickFix,
    diagnostics,
    command: { title, command: addTypeDefinitionsCommand, arguments: [uri] },
  };
}

/**
 * Whether the `posthog` that the editor knows in a project is not ours, such as the global of posthog-js: no file of ours is
 * there that tells it. With one, the page that means the other would have errors.
 */
function isOfAnother(context: ServerContext, { app, path }: Located, target: string): boolean {
  return (
    isConfigured(context.host, app) && !isLoose(context.host, app, path) && !context.files.exists(target)
  );
}

/** Writes the file of declarations for the app of a document. */
export function environmentEdits(
  context: ServerContext,
  { app, engine, path }: Located,
): readonly DocumentChange[] {
  const apps = context.appsBeside(app);
  const target = environmentPlace(context.host, app, apps, path).path;
  const { text, map } = engine.environment(app, apps, target);
  const stale = canDeleteFiles(context)
    ? staleEnvironments(context.host, app, apps, { path: target, map })
    : [];
  return [
    ...(map === undefined ? [] : creation(mapPathOf(target), map)),
    ...creation(target, text),
    ...stale.map((one) => ({ kind: 'delete' as const, uri: pathToUri(one) })),
  ];
}

function creation(path: string, newText: string): readonly DocumentChange[] {
  const uri = pathToUri(path);
  const start = { line: 0, character: 0 };
  return [
    { kind: 'create', uri, options: { overwrite: true } },
    { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText }] },
  ];
}

type DocumentChange = NonNullable<WorkspaceEdit['documentChanges']>[number];

/**
 * The same where an edit is about to name our types in a project that does not know them: with the edit alone the
 * editor's own check would report them as unknown. None where they are known.
 *
 * @returns undefined where they cannot become known: the edit would make errors.
 */
export function missingDeclarations(
  context: ServerContext,
  located: Located,
): readonly DocumentChange[] | undefined {
  const { app, path } = located;
  if (isKnown(context, located) || !canCreateFiles(context)) return [];
  if (!isConfigured(context.host, app) || otherPostHog(context.host, app, false) !== undefined) return [];
  const place = environmentPlace(context.host, app, context.appsBeside(app), path);
  if (leavingOut(context.host, app, place.path, path) !== undefined) return undefined;
  return context.files.exists(place.path) ? [] : environmentEdits(context, located);
}

function isKnown(context: ServerContext, { app, document, path, service }: Located): boolean {
  if (context.providerOf(document.uri) !== 'builtIn') return false;
  const file = service.program().program.getSourceFile(path);
  const isOwn = file !== undefined && declaresForItself(file);
  return !isOwn || isLoose(context.host, app, path);
}

/** Whether the editor creates files by an edit. */
export function canCreateFiles({ clientCapabilities }: ServerContext): boolean {
  const edit = clientCapabilities.workspace?.workspaceEdit;
  return edit?.documentChanges === true && edit.resourceOperations?.includes('create') === true;
}

function canDeleteFiles({ clientCapabilities }: ServerContext): boolean {
  return clientCapabilities.workspace?.workspaceEdit?.resourceOperations?.includes('delete') === true;
}
