/** `posthog-apps types`: writes posthog-env.d.ts, for projects whose editor or compiler has to know `posthog`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { assetsBeside, nodeHost } from '../server/host.ts';
import { Files } from '../server/analysis/files.ts';
import { AppServices } from '../server/analysis/program.ts';
import type { Command } from './command.ts';
import { findApps } from './lint/findApps.ts';
import { pathFrom } from './lint/report.ts';

export const typesCommand: Command = {
  usage: `posthog-apps types [paths]

  Writes posthog-env.d.ts into each app below the paths (the current folder when there are none): beside plugin.json,
  or in the folder of the app that its tsconfig.json includes.
  Run it again when plugin.json, or the jobs and metrics of the code, change.`,
  run: async (args, io) => {
    const host = nodeHost(assetsBeside(io.bundles));
    const files = new Files(host);
    const services = new AppServices(files);
    for (const app of findApps(files, args.length === 0 ? ['.'] : args, io.cwd)) {
      const service = services.of(app);
      const path = service.environmentPath();
      const text = service.environment();
      const isSame = host.readFile(path) !== undefined && readFileSync(path, 'utf8') === text;
      if (!isSame) writeFileSync(path, text);
      io.write(`${pathFrom(io.cwd, path)}${isSame ? ' is up to date' : ''}\n`);
    }
    return 0;
  },
};
