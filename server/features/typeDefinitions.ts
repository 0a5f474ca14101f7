/**
 * In a project with a tsconfig or jsconfig the editor's own support reports `posthog` as unknown, because nothing
 * declares it there. The quick fix writes our declarations beside the manifest, as `posthog-env.d.ts`.
 */
import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import { appDeclarations } from '../analysis/appDeclarations.ts';
import type { App } from '../analysis/appFolder.ts';
import type { ServerContext } from '../context.ts';
import { joinPath, pathToUri } from '../uris.ts';

export const typeDefinitionsName = 'posthog-env.d.ts';

/** What the compiler says of a name that nothing declares. */
const unknownName = /^Cannot find (?:name|namespace) '(?:posthog|RetryError|PostHogApp)'/;

export async function typeDefinitionActions(
  context: ServerContext,
  { textDocument, context: { diagnostics } }: CodeActionParams,
): Promise<CodeAction[]> {
  const unknown = diagnostics.filter(
    ({ message }) => typeof message === 'string' && unknownName.test(message),
  );
  if (unknown.length === 0 || !canCreateFiles(context)) return [];
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return [];
  const uri = pathToUri(joinPath(located.app.root, typeDefinitionsName));
  const start = { line: 0, character: 0 };
  return [
    {
      title: `Add Type Definitions (${typeDefinitionsName})`,
      kind: CodeActionKind.QuickFix,
      diagnostics: unknown,
      isPreferred: true,
      edit: {
        documentChanges: [
          { kind: 'create', uri, options: { overwrite: true } },
          {
            textDocument: { uri, version: null },
            edits: [{ range: { start, end: start }, newText: typeDefinitions(context, located.app) }],
          },
        ],
      },
    },
  ];
}

/** Content of `posthog-env.d.ts` for an app. */
function typeDefinitions({ files, host }: ServerContext, app: App): string {
  const globals = files.read(joinPath(host.assets.declarations, 'globals.d.ts')) ?? '';
  return `// Written by PostHog Apps, from plugin.json and what PostHog gives to apps. Changes here are lost.

${globals}
// What is known of this app.

${appDeclarations(app.manifest.manifest)}`;
}

function canCreateFiles({ clientCapabilities }: ServerContext): boolean {
  const edit = clientCapabilities.workspace?.workspaceEdit;
  return edit?.documentChanges === true && edit.resourceOperations?.includes('create') === true;
}
