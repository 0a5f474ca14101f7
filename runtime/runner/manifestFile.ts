/** Reads `plugin.json` and finds the entry file. Reference 5.1. */
import { posix } from 'node:path';
import {
  defaultEntryFiles,
  isForeignManifest,
  type Manifest,
  readManifest,
  smallestManifest,
} from '../../platform/manifest.ts';
import type { SourceLocation } from '../../protocol/trace.ts';
import type { ReadAppFile } from './appFiles.ts';
import { SetupProblem } from './setupProblem.ts';
import { parseStrictJson } from './strictJson.ts';

export const manifestPath = 'plugin.json';

/** @throws SetupProblem where there is no readable plugin.json; the place and what to do are in it. */
export async function readManifestFile(read: ReadAppFile): Promise<Manifest> {
  const text = await read(manifestPath);
  if (text === undefined) {
    throw new SetupProblem('There is no plugin.json in the folder of the app. Add one with at least a name.');
  }
  if (text.trim() === '') {
    const source = { file: manifestPath, line: 1, column: 1 };
    throw new SetupProblem(`plugin.json is empty. Write at least ${smallestManifest} into it.`, source);
  }
  const json = parseStrictJson(manifestPath, text);
  if (typeof json !== 'object' || json === null || Array.isArray(json)) {
    const source = { file: manifestPath, line: 1, column: 1 };
    throw new SetupProblem(`plugin.json is no object. Write at least ${smallestManifest} into it.`, source);
  }
  if (isForeignManifest(json)) {
    throw new SetupProblem(
      'This plugin.json belongs to another tool, not to a PostHog app: it has none of its entries, or those of Grafana, Figma and the like. Run it from the folder of an app.',
    );
  }
  return readManifest(json);
}

function isOutside(path: string): boolean {
  return /^(?:[a-z]:)?[\\/]/i.test(path) || /^\.\.(?:[\\/]|$)/.test(posix.normalize(path));
}

/**
 * The entry file: `main`, else `index.js`, else `index.ts`.
 *
 * @throws SetupProblem where it is missing.
 */
export async function findEntryFile(manifest: Manifest, read: ReadAppFile): Promise<string> {
  const named = manifest.main;
  if (named !== undefined && named !== '') {
    if (isOutside(named)) {
      throw new SetupProblem(
        `"main" of plugin.json names ${named}, which is outside of the app's folder. PostHog gets that folder alone: put the file into it.`,
        await placeOfMain(named, read),
      );
    }
    const path = posix.normalize(named);
    if ((await read(path)) !== undefined) return path;
    for (const name of defaultEntryFiles) {
      const inside = posix.join(path, name);
      if ((await read(inside)) === undefined) continue;
      throw new SetupProblem(
        `"main" of plugin.json names ${named}, which is a folder. PostHog takes a file: name ${inside}.`,
        await placeOfMain(named, read),
      );
    }
    throw new SetupProblem(
      `The file ${named}, which "main" of plugin.json names, does not exist. Build the app, or correct "main".`,
      await placeOfMain(named, read),
    );
  }
  for (const name of defaultEntryFiles) if ((await read(name)) !== undefined) return name;
  throw new SetupProblem(
    'The app has no entry file: neither index.js nor index.ts is there. Add one, or name it as "main" in plugin.json.',
    { file: manifestPath, line: 1, column: 1 },
  );
}

/** Where `"main"` stands with that value; the start of the file where it is written in a way that is hard to find. */
async function placeOfMain(named: string, read: ReadAppFile): Promise<SourceLocation> {
  const text = (await read(manifestPath)) ?? '';
  const value = JSON.stringify(named);
  const found = [...text.matchAll(/"main"\s*:\s*/g)].find(({ 0: { length }, index }) =>
    text.startsWith(value, index + length),
  );
  const lines = text.slice(0, found?.index ?? 0).split('\n');
  return { file: manifestPath, line: lines.length, column: (lines.at(-1)?.length ?? 0) + 1 };
}
