/** `Run`, `Debug` and `Watch` above each function that PostHog calls. */
import type { CodeLens, CodeLensParams, ServerCapabilities } from 'vscode-languageserver';
import { debugAppCommand, runAppCommand, watchAppCommand } from '../../protocol/lsp.ts';
import type { ServerContext } from '../context.ts';
import { pathToUri } from '../uris.ts';
import { entryPointsOf } from './apps.ts';

const commands = [
  ['Run', runAppCommand],
  ['Debug', debugAppCommand],
  ['Watch', watchAppCommand],
] as const;

export function registerCodeLens(context: ServerContext): ServerCapabilities {
  context.connection.onCodeLens(
    context.handle('offering to run', [], async (params) => lenses(context, params)),
  );
  return { codeLensProvider: {} };
}

async function lenses(context: ServerContext, { textDocument }: CodeLensParams): Promise<CodeLens[]> {
  const located = await context.locate(textDocument.uri);
  if (located === undefined) return [];
  const uri = pathToUri(located.path);
  const rootUri = pathToUri(located.app.root);
  return (await entryPointsOf(context, located.app))
    .filter((entryPoint) => entryPoint.uri === uri)
    .flatMap(({ name, line, character }) =>
      commands.map(([title, command]) => ({
        range: { start: { line, character }, end: { line, character } },
        command: { title, command, arguments: [rootUri, name] },
      })),
    );
}
