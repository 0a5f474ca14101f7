/** `posthog-apps flow`: which events lead to which, through all apps. */
import { fileURLToPath } from 'node:url';
import { eventFlowText } from '../protocol/eventFlowText.ts';
import { Files } from '../server/analysis/files.ts';
import { Engine } from '../server/engine.ts';
import { assetsBeside, nodeHost } from '../server/host.ts';
import type { Command } from './command.ts';
import { findApps } from './lint/findApps.ts';
import { pathFrom } from './lint/report.ts';

export const flowCommand: Command = {
  name: 'flow',
  summary: 'shows which events lead to which, through all apps',
  usage: `posthog-apps flow [paths] [--json]

  Shows for the apps below the paths (the current folder when there are none), taken as apps of one project, which event
  leads to which, and which events come back to themselves.

  --json   the graph as one JSON object

The exit code is 0 without a loop, 1 with one.`,
  run: async (args, io) => {
    const paths = args.filter((arg) => arg !== '--json');
    const files = new Files(nodeHost(assetsBeside(io.bundles)));
    const apps = findApps(files, paths.length === 0 ? ['.'] : paths, io.cwd);
    const graph = new Engine(files).eventFlow(apps);
    io.write(
      args.includes('--json')
        ? `${JSON.stringify(graph, undefined, 2)}\n`
        : eventFlowText(graph, (uri) => pathFrom(io.cwd, fileURLToPath(uri).replaceAll('\\', '/'))),
    );
    return graph.loops.length === 0 ? 0 : 1;
  },
};
