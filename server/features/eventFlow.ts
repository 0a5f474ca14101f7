/** Answers the client's question for the event flow of all apps of the workspace. */
import type { ServerCapabilities } from 'vscode-languageserver';
import type { EventFlowGraph } from '../../protocol/eventFlow.ts';
import { lspMethods } from '../../protocol/lsp.ts';
import type { ServerContext } from '../context.ts';

const nothing: EventFlowGraph = { apps: [], events: [], edges: [], loops: [] };

export function registerEventFlow(context: ServerContext): ServerCapabilities {
  context.connection.onRequest(
    lspMethods.eventFlow,
    context.handle<undefined, EventFlowGraph>('drawing the event flow', nothing, async () => {
      await context.apps.searched();
      const engine = await context.engine();
      return engine.eventFlow(context.apps.list());
    }),
  );
  return {};
}
