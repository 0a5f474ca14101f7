/** `posthog-apps types`: writes posthog-env.d.ts, for projects whose editor or compiler has to know `posthog`. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { assetsBeside, nodeHost } from '../server/host.ts';
import { Files } from '../server/analysis/files.ts';
import { environmentPlace, projectFolder, startOf } from '../server/analysis/environmentFile.ts';
import { mapPathOf } from '../server/analysis/environmentMap.ts';
import { leavingOut, otherPostHog, refusalText } from '../server/analysis/ownDeclaration.ts';
import { staleEnvironments } from '../server/analysis/staleEnvironment.ts';
import { AppServices } from '../server/analysis/program.ts';
import type { Command } from './command.ts';
import { findApps } from './lint/findApps.ts';
import { pathFrom } from './lint/report.ts';
import { parseOptions } from './parseOptions.ts';

export const typesCommand: Command = {
  usage: `posthog-apps types [paths]

  Writes type definitions (posthog-env.d.ts) into each app below the paths, or below the current folder: beside
  plugin.json, or in the folder of the app that its tsconfig.json includes. Apps of one tsconfig.json share one file
  beside it. Beside the definitions of an app with config keys stands a map that leads from them to plugin.json. Run it
  again when plugin.json changes, or the jobs or metrics of the code. It has no options.

Exit codes: 0 all is written; 1 a project has another posthog; 2 wrong use.`,
  run: async (args, io) => {
    const { positionals: paths } = parseOptions(args, {});
    const host = nodeHost(assetsBeside(io.bundles));
    const files = new Files(host);
    const services = new AppServices(files);
    const written = new Set<string>();
    let isRefused = false;
    for (const app of findApps(files, paths.length === 0 ? ['.'] : paths, io.cwd)) {
      // Apps that nobody asked for may be in the same project.
      const apps = findApps(files, [projectFolder(host, app)], io.cwd);
      const { path } = environmentPlace(host, app, apps);
      if (written.has(path)) continue;
      written.add(path);
      const other = otherPostHog(host, app, host.readFile(path) !== undefined);
      if (other !== undefined) {
        isRefused = true;
        io.writeError(
          `${pathFrom(io.cwd, path)} is not written: ${refusalText(pathFrom(io.cwd, other.path), other.kind, pathFrom(io.cwd, path))}\n`,
        );
        continue;
      }
      const { text, map } = services.environment(app, apps, path);
      const isThere = host.readFile(path) !== undefined;
      const isSame = host.readFile(mapPathOf(path)) === map && isThere && readFileSync(path, 'utf8') === text;
      if (!isSame && map !== undefined) writeFileSync(mapPathOf(path), map);
      if (!isSame) writeFileSync(path, text);
      io.write(`${pathFrom(io.cwd, path)}${isSame ? ' is up to date' : ''}\n`);
      // It is written all the same: code may import it.
      const obstacle = isThere ? undefined : leavingOut(host, app, path, startOf(app));
      if (obstacle !== undefined) {
        const fromConfiguration = path.slice(projectFolder(host, app).length + 1);
        io.writeError(`${refusalText(pathFrom(io.cwd, obstacle.path), obstacle.kind, fromConfiguration)}\n`);
      }
      for (const stale of staleEnvironments(host, app, apps, { path, map })) {
        rmSync(stale);
        io.write(`${pathFrom(io.cwd, stale)} is deleted: the project does not need it there\n`);
      }
    }
    return isRefused ? 1 : 0;
  },
};
