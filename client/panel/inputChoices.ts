/**
 * What each entry point is given: a sample, the user's own text, what a run was given, or a list of events. What the panel
 * shows is what every run gets, whoever starts it: the user, *Watch* or a replay. Kept in the workspace.
 */
import { sampleInput, samplesFor } from '../../platform/sampleEvents.ts';
import type { PanelInput } from '../../protocol/panel.ts';
import { plural } from '../../protocol/runWords.ts';
import type { Json } from '../../protocol/trace.ts';
import type { Memory } from '../consent.ts';
import { nameOfFile } from './history/inputName.ts';
import { inputKindOf } from './entryPoints.ts';
import { isSameInput, parsedIfJson } from './sameInput.ts';
import { parseJsonText, placeAndReason } from './jsonText.ts';
import type { MadeSamples } from './madeSamples.ts';
import { type OwnSamples, ownSampleText } from './ownSamples.ts';

/** A list of events: of a file, which is read anew for each run, or of a run that is kept. */
export interface EventSource {
  /** URI of a file, or id of a run. */
  readonly from: { readonly file: string } | { readonly run: string };
  /** Such as `spikes.jsonl`. */
  readonly name: string;
  /** How many events there were when it was read last. */
  readonly count: number;
  /** Why it could not be read the last time, in a sentence; absent where it could. */
  readonly problem?: string;
}

/** Reads the events as the entry point gets them; rejects with an {@link InputMissing}. */
export type ReadEvents = (source: EventSource['from'], entryPoint: string) => Promise<readonly Json[]>;

/** What is to be run cannot be read, in a sentence. */
export class InputMissing extends Error {
  override readonly name = 'InputMissing';
}

/** What a run gets, and which list it came from. */
export interface GivenInput {
  readonly value: Json;
  readonly from: EventSource['from'] | null;
}

/** Something that was handed over: what a past run was given, or an event that was captured or fetched. */
interface TakenInput {
  /** Says where it is from. */
  readonly label: string;
  readonly text: string;
}

interface InputChoice {
  /** Empty as long as the user chose no sample. */
  readonly sampleId: string;
  /** The user's own text; it stays while something else is chosen. */
  readonly text: string | null;
  readonly taken?: TakenInput;
  readonly list?: EventSource;
  /** What takes the place of the sample. */
  readonly uses?: 'text' | 'taken' | 'list' | 'sample';
}

/** What stands in the list beside the samples. */
const places = { '(text)': 'text', '(taken)': 'taken', '(list)': 'list' } as const;

/** The payload of a job before the user writes one. */
const emptyPayload = '{}';

const memoryKey = 'inputs';

export interface InputSources {
  readonly ownSamples: OwnSamples;
  /** Samples that follow those of PostHog. */
  readonly madeSamples?: MadeSamples;
  readonly readEvents?: ReadEvents;
}

export class InputChoices {
  readonly #memory: Memory;
  readonly #ownSamples: OwnSamples;
  readonly #madeSamples: MadeSamples;
  readonly #readEvents: ReadEvents;
  readonly #now: Date;

  /** @param now time of the samples; one for all, so that a sample does not change while it is looked at. */
  constructor(memory: Memory, now: Date, sources: InputSources) {
    this.#memory = memory;
    this.#now = now;
    this.#ownSamples = sources.ownSamples;
    this.#madeSamples = sources.madeSamples ?? (async () => []);
    this.#readEvents = sources.readEvents ?? (async () => []);
  }

  /** The input as the panel shows it; null when the entry point takes none. */
  async describe(rootUri: string, entryPoint: string): Promise<PanelInput | null> {
    const kind = inputKindOf(entryPoint);
    if (kind === null) return null;
    const choice = this.#choice(rootUri, entryPoint);
    const { samples, base } = await this.#samplesOf(rootUri, entryPoint, kind, choice);
    const { list, taken, text: own } = choice;
    const uses = usedOf(choice);
    const text = uses === 'list' ? '' : singleText(choice, base);
    return {
      kind,
      samples: [
        ...(own === null ? [] : [{ id: '(text)', label: `Your own ${kind}` }]),
        ...(taken === undefined ? [] : [{ id: '(taken)', label: taken.label }]),
        ...(list === undefined ? [] : [{ id: '(list)', label: listLabel(list) }]),
        ...samples.map(({ id, label }) => ({ id, label })),
      ],
      sampleId: uses === 'sample' ? (base?.id ?? '') : `(${uses})`,
      baseId: base?.id ?? '',
      list: uses === 'list' && list !== undefined ? { label: listLabel(list) } : null,
      text,
      isEdited: uses === 'text',
      problem: uses === 'list' ? (list?.problem ?? null) : problemOf(text, kind),
    };
  }

  /** The text of the one event, for its document: also while a list is chosen. */
  async text(rootUri: string, entryPoint: string): Promise<string> {
    const kind = inputKindOf(entryPoint);
    if (kind === null) return '';
    const choice = this.#choice(rootUri, entryPoint);
    return singleText(choice, (await this.#samplesOf(rootUri, entryPoint, kind, choice)).base);
  }

  /**
   * What to run with; null when the entry point takes none or the text is wrong.
   *
   * @throws InputMissing where a list of events can no longer be read.
   */
  async given(rootUri: string, entryPoint: string): Promise<GivenInput> {
    const choice = this.#choice(rootUri, entryPoint);
    const { list } = choice;
    if (usedOf(choice) === 'list' && list !== undefined && inputKindOf(entryPoint) !== null) {
      return { value: await this.#eventsOf(rootUri, entryPoint, list), from: list.from };
    }
    const parsed = parseJsonText(await this.text(rootUri, entryPoint));
    return { value: parsed.ok && inputKindOf(entryPoint) !== null ? parsed.value : null, from: null };
  }

  /** Reads a list, and keeps how many there are in it, or why it cannot be read. */
  async #eventsOf(rootUri: string, entryPoint: string, list: EventSource): Promise<readonly Json[]> {
    const { from, name } = list;
    const keep = async (read: EventSource): Promise<void> => {
      if (read.count === list.count && read.problem === list.problem) return;
      await this.#store(rootUri, entryPoint, { ...this.#choice(rootUri, entryPoint), list: read });
    };
    try {
      const events = await this.#readEvents(from, entryPoint);
      await keep({ from, name, count: events.length });
      return events;
    } catch (error) {
      if (error instanceof InputMissing) await keep({ from, name, count: 0, problem: error.message });
      throw error;
    }
  }

  /** The list of events that is chosen, if one is. */
  listOf(rootUri: string, entryPoint: string): EventSource | null {
    const choice = this.#choice(rootUri, entryPoint);
    return usedOf(choice) === 'list' ? (choice.list ?? null) : null;
  }

  /** Whether the next run would get what this run was given: times and ids of samples do not count. */
  async isChosen(
    rootUri: string,
    entryPoint: string,
    { id, value, from }: GivenInput & { readonly id: string },
  ): Promise<boolean> {
    if (inputKindOf(entryPoint) === null) return true;
    const list = this.listOf(rootUri, entryPoint);
    if (list !== null && 'run' in list.from && list.from.run === id) return true;
    if (list !== null || from !== null) return isSameInput(list?.from ?? null, from);
    return isSameInput(parsedIfJson(await this.text(rootUri, entryPoint)), value);
  }

  /** Chooses one of those that {@link describe} lists. */
  async selectSample(rootUri: string, entryPoint: string, id: string): Promise<void> {
    const choice = this.#choice(rootUri, entryPoint);
    const uses = id in places ? places[id as keyof typeof places] : 'sample';
    await this.#store(rootUri, entryPoint, {
      ...choice,
      uses,
      ...(uses === 'sample' ? { sampleId: id } : {}),
    });
  }

  /** Keeps the user's text; a text equal to what is there is no change. */
  async setText(rootUri: string, entryPoint: string, text: string): Promise<void> {
    const choice = this.#choice(rootUri, entryPoint);
    const kind = inputKindOf(entryPoint);
    if (kind === null) return;
    const { base } = await this.#samplesOf(rootUri, entryPoint, kind, choice);
    // A document that is opened, or shows another choice, is told as one that was typed into.
    if (isSameText(text, singleText(choice, base))) return;
    const isSample = isSameText(text, base?.text ?? emptyPayload);
    await this.#store(rootUri, entryPoint, {
      ...choice,
      text: isSample ? null : text,
      uses: isSample ? 'sample' : 'text',
    });
  }

  /** Takes over what a run was given, or an event from elsewhere; the user's own text stays. */
  async take(rootUri: string, entryPoint: string, label: string, value: unknown): Promise<void> {
    const taken = { label, text: JSON.stringify(value, null, 2) };
    await this.#store(rootUri, entryPoint, { ...this.#choice(rootUri, entryPoint), taken, uses: 'taken' });
  }

  /** Runs get this list of events from now on. */
  async takeList(rootUri: string, entryPoint: string, list: EventSource): Promise<void> {
    await this.#store(rootUri, entryPoint, { ...this.#choice(rootUri, entryPoint), list, uses: 'list' });
  }

  /** The same with the events of a file, whether they can be read or not: {@link describe} says so. */
  async chooseFile(rootUri: string, entryPoint: string, file: string): Promise<void> {
    const list = { from: { file }, name: nameOfFile(file), count: 0 };
    await this.takeList(rootUri, entryPoint, list);
    await this.#eventsOf(rootUri, entryPoint, list).catch((error: unknown) => {
      if (!(error instanceof InputMissing)) throw error;
    });
  }

  /** Throws the user's text away. */
  async reset(rootUri: string, entryPoint: string): Promise<void> {
    const { uses: _, ...choice } = this.#choice(rootUri, entryPoint);
    await this.#store(rootUri, entryPoint, { ...choice, text: null });
  }

  /** The samples there are, and the one that is chosen or would be. */
  async #samplesOf(
    rootUri: string,
    entryPoint: string,
    kind: PanelInput['kind'],
    { sampleId }: InputChoice,
  ): Promise<{ readonly samples: readonly Sample[]; readonly base: Sample | undefined }> {
    const samples = await this.#samples(rootUri, entryPoint, kind);
    // A sample that is gone gives way to the first there is.
    return { samples, base: samples.find(({ id }) => id === sampleId) ?? samples[0] };
  }

  /** The app's own samples stand first: they were written for it. */
  async #samples(rootUri: string, entryPoint: string, kind: PanelInput['kind']): Promise<readonly Sample[]> {
    const own = (await this.#ownSamples(rootUri)).flatMap((sample) => {
      const text = ownSampleText(sample, entryPoint, kind, this.#now);
      return text === undefined ? [] : { id: sample.id, label: sample.label, text };
    });
    const general = samplesFor(entryPoint).map(({ id, label }) => ({
      id,
      label,
      text: JSON.stringify(sampleInput(entryPoint, id, this.#now), null, 2),
    }));
    return [...own, ...general, ...(await this.#madeSamples(rootUri, entryPoint))];
  }

  #choice(rootUri: string, entryPoint: string): InputChoice {
    return this.#all()[idOf(rootUri, entryPoint)] ?? { sampleId: '', text: null };
  }

  #all(): { readonly [id: string]: InputChoice } {
    return (this.#memory.get(memoryKey) as { readonly [id: string]: InputChoice } | undefined) ?? {};
  }

  async #store(rootUri: string, entryPoint: string, choice: InputChoice): Promise<void> {
    await this.#memory.update(memoryKey, { ...this.#all(), [idOf(rootUri, entryPoint)]: choice });
  }
}

interface Sample {
  readonly id: string;
  readonly label: string;
  readonly text: string;
}

/** What is given, of what there is. */
function usedOf({ uses, text, taken, list }: InputChoice): NonNullable<InputChoice['uses']> {
  if (uses === 'list' && list !== undefined) return 'list';
  if (uses === 'taken' && taken !== undefined) return 'taken';
  return uses !== 'sample' && text !== null ? 'text' : 'sample';
}

/** The one event; of a list, the one that would take its place. */
function singleText(choice: InputChoice, base: Sample | undefined): string {
  const uses = usedOf(choice);
  if (uses === 'taken' && choice.taken !== undefined) return choice.taken.text;
  return (uses === 'text' ? choice.text : null) ?? base?.text ?? emptyPayload;
}

function listLabel({ count, name, problem }: EventSource): string {
  return problem !== undefined ? `Events from ${name}` : `${plural(count, 'event', 'events')} from ${name}`;
}

function idOf(rootUri: string, entryPoint: string): string {
  return `${entryPoint} ${rootUri}`;
}

/** A sample says when it was made, so its text is never the same twice. */
function isSameText(first: string, second: string): boolean {
  const time = /\d{4}-\d\d-\d\dT[\d:.]+Z|"uuid": "[^"]*"/g;
  return first.replaceAll(time, '') === second.replaceAll(time, '');
}

function problemOf(text: string, kind: PanelInput['kind']): string | null {
  const parsed = parseJsonText(text);
  if (!parsed.ok) return `The ${kind} is no JSON: ${placeAndReason(parsed)}.`;
  const isList = Array.isArray(parsed.value);
  if (kind === 'events' && !isList)
    return 'This entry point takes a list of events: put [ ] around the event.';
  const isObject = typeof parsed.value === 'object' && parsed.value !== null && !isList;
  return kind === 'event' && !isObject ? 'An event is a JSON object: { "event": … }.' : null;
}
