/** Answers the client's question for the event flow of all apps of the workspace. */
import type { ServerCapabilities } from 'vscode-languageserver';
import type { EventFlowGraph } from '../../protocol/eventFlow.ts';
import { lspMethods } from '../../protocol/lsp.ts';
import type { ServerContext } from '../context.ts';

const nothing: EventFlowGraph = { apps: [], events: [], edges: [], loops: [] };

export function registerEventFlow(context: ServerContext): ServerCapabilities {
  context.connection.onRequest(lspMethods.eventFlow, async (): Promise<EventFlowGraph> => {
    try {
      await context.apps.searched();
      const engine = await context.engine();
      return await engine.eventFlowInTurns(context.apps.list(), nextTurn);
    } catch (error) {
      context.logError('drawing the event flow', error);
      return nothing;
    }
  });
  return {};
}

/** Texts that are typed, questions and checks of apps come first: nobody waits for the picture with a key in hand. */
function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, 0);
  });
}
