/** `posthog-apps flow`: which events lead to which, through all apps. */
import { fileURLToPath } from 'node:url';
import type { EventFlowGraph } from '../protocol/eventFlow.ts';
import { eventFlowText, incompleteTexts } from '../protocol/eventFlowText.ts';
import { Files } from '../server/analysis/files.ts';
import { Engine } from '../server/engine.ts';
import { assetsBeside, nodeHost } from '../server/host.ts';
import type { Command } from './command.ts';
import { plainText } from './plainText.ts';
import { findApps } from './lint/findApps.ts';
import { pathFrom } from './lint/report.ts';
import { parseOptions } from './parseOptions.ts';

export const flowCommand: Command = {
  usage: `posthog-apps flow [paths] [options]

  Shows which event leads to which, and which events come back to themselves. The apps below the paths, or below the
  current folder, are taken as apps of one project.

  --json   prints the graph as one JSON object: apps, events, edges (places that capture), loops (lists of edges), and
           in sentences what is incomplete

Exit codes: 0 no loop; 1 at least one; 2 wrong use.`,
  run: async (args, io) => {
    const { positionals: paths, values } = parseOptions(args, { json: { type: 'boolean', default: false } });
    const files = new Files(nodeHost(assetsBeside(io.bundles)));
    const apps = findApps(files, paths.length === 0 ? ['.'] : paths, io.cwd);
    const pathOf = (uri: string): string => pathFrom(io.cwd, fileURLToPath(uri).replaceAll('\\', '/'));
    // Many apps take seconds.
    const isTold = io.isTerminal && apps.length > 1;
    if (isTold) io.writeError(`Following the events of ${apps.length} apps`);
    const graph = new Engine(files).eventFlow(apps);
    if (isTold) io.writeError('\r\u001B[K');
    io.write(
      values.json
        ? `${JSON.stringify(jsonOf(graph, pathOf), undefined, 2)}\n`
        : plainText(eventFlowText(graph, pathOf)),
    );
    return graph.loops.length === 0 ? 0 : 1;
  },
};

/** For other tools: stable, with a version; places as `lint` has them, from 1 and relative to the current folder. */
function jsonOf(graph: EventFlowGraph, pathOf: (uri: string) => string): unknown {
  const { apps, edges, events, loops } = graph;
  return {
    version: 1,
    apps: apps.map(({ name, rootUri }) => ({ name, root: pathOf(rootUri) })),
    events,
    edges: edges.map(
      ({
        app,
        changedBy = [],
        character,
        entryPoint,
        from,
        isByOrder = false,
        isConditional,
        isInLoop,
        label,
        line,
        to,
        uri,
      }) => ({
        from,
        to,
        app,
        entryPoint,
        label,
        file: pathOf(uri),
        line: line + 1,
        column: character + 1,
        changedBy,
        isConditional,
        isByOrder,
        isInLoop,
      }),
    ),
    loops,
    droppedBy: graph.droppedBy ?? [],
    incomplete: incompleteTexts(graph),
  };
}
