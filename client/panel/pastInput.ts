/** What a run of the history was given becomes what the next run gets: the panel shows what *Run* and *Watch* repeat. */
import { moment } from '../../protocol/runWords.ts';
import type { Json } from '../../protocol/trace.ts';
import type { Services } from '../services.ts';
import { inputKindOf } from './entryPoints.ts';
import type { ChainRecord } from './history/chainRecord.ts';
import { nameOfFile } from './history/inputName.ts';
import type { RunRecord } from './history/runRecord.ts';
import { type EventSource, InputMissing, type ReadEvents } from './inputChoices.ts';
import { eventReader } from './readEvents.ts';
import type { RunTarget } from './chosenTarget.ts';
import { isSameInput } from './sameInput.ts';

const words = { event: 'Event', events: 'Events', payload: 'Payload' } as const;

/** @param target the app and the entry point that the run was of. */
export async function takePastInput(
  past: RunRecord | ChainRecord,
  { rootUri, entryPoint }: RunTarget,
  { inputs, inputFiles, apps, history }: Pick<Services, 'inputs' | 'inputFiles' | 'apps' | 'history'>,
): Promise<void> {
  const readEvents = eventReader(history);
  const { id, input, startedAt } = past;
  const from = 'from' in past ? (past.from ?? null) : null;
  const kind = entryPoint === null ? null : inputKindOf(entryPoint);
  // Nothing was given, or too much to be kept.
  if (entryPoint === null || kind === null || input === null) return;
  // What the panel has already keeps its name.
  if (await inputs.isChosen(rootUri, entryPoint, { id, value: input, from })) {
    if (from === null || (await isAsBefore(from, entryPoint, input, readEvents))) return;
  }
  const name = `the run of ${moment(startedAt)}`;
  if (kind === 'event' && Array.isArray(input)) {
    // The file it was, unless that has changed since.
    const isFile = from !== null && 'file' in from && (await isAsBefore(from, entryPoint, input, readEvents));
    const list = isFile ? { from, name: nameOfFile(from.file) } : { from: { run: id }, name };
    await inputs.takeList(rootUri, entryPoint, { ...list, count: input.length });
  } else await inputs.take(rootUri, entryPoint, `${words[kind]} of ${name}`, input);
  const app = apps.known.find((known) => known.rootUri === rootUri);
  await inputFiles.refresh({ kind: 'input', rootUri, entryPoint }, app?.name ?? 'app');
}

/** Whether a list still holds these events. */
async function isAsBefore(
  from: EventSource['from'],
  entryPoint: string,
  input: Json,
  readEvents: ReadEvents,
): Promise<boolean> {
  try {
    return isSameInput(await readEvents(from, entryPoint), input);
  } catch (error) {
    if (error instanceof InputMissing) return false;
    throw error;
  }
}
