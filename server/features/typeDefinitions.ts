/**
 * In a project with a tsconfig or jsconfig the editor's own support reports `posthog` as unknown, because nothing
 * declares it there. The quick fix writes our declarations into the app, as `posthog-env.d.ts`.
 */
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import { allowedImports } from '../../platform/imports.ts';
import type { ServerContext } from '../context.ts';
import { environmentPlace } from '../analysis/environmentFile.ts';
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
  ...allowedImports.map(({ name }) => name),
]);

function isUnknown(message: string): boolean {
  const [, name] = unknownName.exec(message) ?? [];
  return name !== undefined && ofOurs.has(name);
}

export async function typeDefinitionActions(
  context: ServerContext,
  { textDocument, context: { diagnostics } }: CodeActionParams,
): Promise<CodeAction[]> {
  const unknown = diagnostics.filter(({ message }) => typeof message === 'string' && isUnknown(message));
  if (unknown.length === 0 || !canCreateFiles(context)) return [];
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return [];
  const { app, engine, path } = located;
  const apps = context.apps.list();
  const target = environmentPlace(context.host, app, apps, path).path;
  const uri = pathToUri(target);
  const start = { line: 0, character: 0 };
  return [
    {
      title: `Add Type Definitions (${isWithin(app.root, target) ? target.slice(app.root.length + 1) : nameOf(target)})`,
      kind: CodeActionKind.QuickFix,
      diagnostics: unknown,
      isPreferred: true,
      edit: {
        documentChanges: [
          { kind: 'create', uri, options: { overwrite: true } },
          {
            textDocument: { uri, version: null },
            edits: [
              {
                range: { start, end: start },
                newText: engine.environment(app, apps),
              },
            ],
          },
        ],
      },
    },
  ];
}

function canCreateFiles({ clientCapabilities }: ServerContext): boolean {
  const edit = clientCapabilities.workspace?.workspaceEdit;
  return edit?.documentChanges === true && edit.resourceOperations?.includes('create') === true;
}
