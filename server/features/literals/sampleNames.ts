/** Names of events and properties in the samples of an app: JSON files in its `samples` folder. */
import type { Files } from '../../analysis/files.ts';
import { joinPath } from '../../uris.ts';

export interface SampleNames {
  readonly events: readonly string[];
  readonly properties: readonly string[];
}

const countLimit = 50;
/** Characters. Larger files are no samples but data. */
const sizeLimit = 200_000;

const known = new Map<string, { readonly version: string; readonly names: SampleNames }>();
const nothing: SampleNames = { events: [], properties: [] };

/** @param root folder of the app. */
export function sampleNamesOf(files: Files, root: string): SampleNames {
  const folder = joinPath(root, 'samples');
  const found = files.host
    .readDirectory(folder)
    .filter(({ isDirectory, name }) => !isDirectory && /\.json$/i.test(name))
    .slice(0, countLimit)
    .map(({ name }) => namesIn(files, joinPath(folder, name)));
  return {
    events: [...new Set(found.flatMap(({ events }) => events))],
    properties: [...new Set(found.flatMap(({ properties }) => properties))],
  };
}

function namesIn(files: Files, path: string): SampleNames {
  const version = files.version(path) ?? '';
  const old = known.get(path);
  if (old?.version === version) return old.names;
  const names = readNames(files.read(path) ?? '');
  known.set(path, { version, names });
  return names;
}

function readNames(text: string): SampleNames {
  if (text.length > sizeLimit) return nothing;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    // It is being written.
    if (error instanceof SyntaxError) return nothing;
    throw error;
  }
  const events = (Array.isArray(json) ? json : [json]).filter(isRecord);
  return {
    events: events.flatMap(({ event }) => (typeof event === 'string' && event !== '' ? event : [])),
    properties: events.flatMap(({ properties }) => (isRecord(properties) ? Object.keys(properties) : [])),
  };
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
