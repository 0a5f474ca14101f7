/** The scenarios that the given paths mean: those below a folder, or single files. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { scenarioSuffix } from '../../protocol/scenario.ts';
import { UsageError } from '../command.ts';

export interface FoundScenario {
  /** Absolute path of the file. */
  readonly path: string;
  /** Absolute path of the app's folder; undefined where the file lies in no app. */
  readonly root: string | undefined;
  readonly name: string;
}

/** @throws UsageError for a path that does not exist, that is no scenario, or below which there is none. */
export function findScenarios(paths: readonly string[], cwd: string): readonly FoundScenario[] {
  const found = new Set(paths.flatMap((path) => scenariosAt(path, cwd)));
  return [...found].toSorted().map((path) => ({
    path,
    root: appAbove(dirname(path)),
    name: basename(path).slice(0, -scenarioSuffix.length),
  }));
}

function scenariosAt(path: string, cwd: string): readonly string[] {
  const full = resolve(cwd, path);
  const stats = statSync(full, { throwIfNoEntry: false });
  if (stats === undefined) throw new UsageError(`There is no file or folder ${path}.`);
  if (!stats.isDirectory()) {
    if (full.endsWith(scenarioSuffix)) return [full];
    throw new UsageError(`${path} is no scenario. The name of a scenario ends with ${scenarioSuffix}.`);
  }
  const below = scenariosBelow(full);
  if (below.length > 0) return below;
  throw new UsageError(
    `There is no scenario in ${path} or below it. Save a run as a test in the editor, or see docs/scenarios.md.`,
  );
}

function scenariosBelow(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      return entry.name.startsWith('.') || entry.name === 'node_modules' ? [] : scenariosBelow(path);
    }
    return entry.name.endsWith(scenarioSuffix) ? [path] : [];
  });
}

function appAbove(folder: string): string | undefined {
  if (existsSync(join(folder, 'plugin.json'))) return folder;
  const parent = dirname(folder);
  return parent === folder ? undefined : appAbove(parent);
}
