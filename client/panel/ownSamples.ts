/** The samples of an app itself: JSON files in its `samples` folder, each an event or the payload of a job. */
import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { completeEvent } from '../../platform/completeEvent.ts';
import type { PanelInput } from '../../protocol/panel.ts';
import type { Json } from '../../protocol/trace.ts';
import { parseJsonText } from './jsonText.ts';

export interface OwnSample {
  /** Path under the app's folder, with forward slashes. */
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/** Reads the own samples of an app. */
export type OwnSamples = (rootUri: string) => Promise<readonly OwnSample[]>;

const folderName = 'samples';
const countLimit = 100;
/** Bytes. Larger files are no samples but data. */
const sizeLimit = 1_000_000;

/**
 * The JSON files in `samples`, by name. Files that are no JSON are there too: their problem is said where they are
 * chosen.
 *
 * @param rootUri folder of the app; only folders on a disk have samples.
 */
export async function readOwnSamples(rootUri: string): Promise<readonly OwnSample[]> {
  if (!rootUri.startsWith('file:')) return [];
  const folder = join(fileURLToPath(rootUri), folderName);
  const names = await readdir(folder).catch(() => []);
  const chosen = names.filter((name) => /\.json$/i.test(name)).toSorted();
  const samples = await Promise.all(
    chosen.slice(0, countLimit).map(async (name) => readSample(folder, name)),
  );
  return samples.flatMap((sample) => sample ?? []);
}

async function readSample(folder: string, name: string): Promise<OwnSample | undefined> {
  try {
    const path = join(folder, name);
    if (!(await isInside(path, folder))) return undefined;
    if ((await stat(path)).size > sizeLimit) return undefined;
    const text = (await readFile(path, 'utf8')).replace(/^\uFEFF/, '');
    return { id: `${folderName}/${name}`, label: name.replace(/\.json$/i, ''), text };
  } catch {
    // It went away between the look into the folder and this one.
    return undefined;
  }
}

/** A link could make any file of the user the input of an app that sends it on. */
async function isInside(path: string, folder: string): Promise<boolean> {
  return (await realpath(path)).startsWith((await realpath(join(folder, '..'))) + sep);
}

/**
 * The text of a sample as input of an entry point. What the file leaves out of an event is filled in.
 *
 * @param now time of events that have none.
 * @returns undefined when the sample is none for this entry point: an event is no payload, and the other way round.
 */
export function ownSampleText(
  { text }: OwnSample,
  entryPoint: string,
  kind: PanelInput['kind'],
  now: Date,
): string | undefined {
  const parsed = parseJsonText(text);
  // The user sees what is wrong with it when it is chosen.
  if (!parsed.ok) return text;
  const { value } = parsed;
  const isEvents = Array.isArray(value) ? value.every(isEvent) : isEvent(value);
  if (kind === 'payload') return isEvents ? undefined : text;
  if (!isEvents || (kind === 'event' && Array.isArray(value))) return undefined;
  const events = [value].flat().map((event) => completeEvent(entryPoint, event as { event: string }, now));
  return JSON.stringify(kind === 'events' ? events : events[0], null, 2);
}

function isEvent(value: Json | undefined): boolean {
  return (
    typeof value === 'object' && value !== null && 'event' in value && typeof value['event'] === 'string'
  );
}
