/** Names of events and properties in the samples of an app: JSON files in its `samples` folder. */
import type { Files } from '../../analysis/files.ts';
import { joinPath } from '../../uris.ts';

export interface SampleNames {
  readonly events: readonly string[];
  readonly properties: readonly string[];
  /** Names of what the events write to persons. */
  readonly personProperties: readonly string[];
  /** Types of groups. */
  readonly groups: readonly string[];
}

const countLimit = 50;
/** Characters. Larger files are no samples but data. */
const sizeLimit = 200_000;

const known = new Map<string, { readonly version: string; readonly names: SampleNames }>();
const nothing: SampleNames = { events: [], properties: [], personProperties: [], groups: [] };

/** @param root folder of the app. */
export function sampleNamesOf(files: Files, root: string): SampleNames {
  const folder = joinPath(root, 'samples');
  const found = files.host
    .readDirectory(folder)
    .filter(({ isDirectory, name }) => !isDirectory && /\.json$/i.test(name))
    .slice(0, countLimit)
    .map(({ name }) => namesIn(files, joinPath(folder, name)));
  const all = (kind: keyof SampleNames): readonly string[] => [
    ...new Set(found.flatMap((names) => names[kind])),
  ];
  return {
    events: all('events'),
    properties: all('properties'),
    personProperties: all('personProperties'),
    groups: all('groups'),
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
  const properties = events.map((event) => event['properties']).filter(isRecord);
  const holders = [...events, ...properties];
  return {
    events: events.flatMap(({ event }) => (typeof event === 'string' && event !== '' ? event : [])),
    properties: properties.flatMap((one) => Object.keys(one)),
    personProperties: holders.flatMap(({ $set, $set_once }) => [...keysOf($set), ...keysOf($set_once)]),
    groups: properties.flatMap(({ $groups }) => keysOf($groups)),
  };
}

function keysOf(value: unknown): readonly string[] {
  return isRecord(value) ? Object.keys(value) : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
