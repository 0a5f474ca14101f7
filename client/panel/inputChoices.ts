/** Which input each entry point gets: a sample, or the user's own text. Kept in the workspace. */
import { sampleInput, samplesFor } from '../../platform/sampleEvents.ts';
import type { PanelInput } from '../../protocol/panel.ts';
import type { Json } from '../../protocol/trace.ts';
import type { Memory } from '../consent.ts';
import { inputKindOf } from './entryPoints.ts';
import { parseJsonText, placeAndReason } from './jsonText.ts';
import type { MadeSamples } from './madeSamples.ts';
import { type OwnSamples, ownSampleText } from './ownSamples.ts';

interface InputChoice {
  /** Empty as long as the user chose none. */
  readonly sampleId: string;
  /** The user's text, or null for the sample as it is. */
  readonly text: string | null;
}

/** The payload of a job before the user writes one. */
const emptyPayload = '{}';

const memoryKey = 'inputs';

export class InputChoices {
  readonly #memory: Memory;
  readonly #ownSamples: OwnSamples;
  readonly #madeSamples: MadeSamples;
  readonly #now: Date;

  /**
   * @param now time of the samples; one for all, so that a sample does not change while it is looked at.
   * @param made samples that follow those of PostHog.
   */
  constructor(memory: Memory, ownSamples: OwnSamples, now: Date, made: MadeSamples = async () => []) {
    this.#memory = memory;
    this.#ownSamples = ownSamples;
    this.#now = now;
    this.#madeSamples = made;
  }

  /** The input as the panel shows it; null when the entry point takes none. */
  async describe(rootUri: string, entryPoint: string): Promise<PanelInput | null> {
    const kind = inputKindOf(entryPoint);
    if (kind === null) return null;
    const samples = await this.#samples(rootUri, entryPoint, kind);
    const choice = this.#choice(rootUri, entryPoint);
    const sample = chosenSample(samples, choice);
    const text = choice.text ?? sample?.text ?? emptyPayload;
    return {
      kind,
      samples: samples.map(({ id, label }) => ({ id, label })),
      sampleId: sample?.id ?? '',
      text,
      isEdited: choice.text !== null,
      problem: problemOf(text, kind),
    };
  }

  /** The value to run with; null when the entry point takes none or the text is wrong. */
  async value(rootUri: string, entryPoint: string): Promise<Json> {
    const input = await this.describe(rootUri, entryPoint);
    if (input === null) return null;
    const parsed = parseJsonText(input.text);
    return parsed.ok ? parsed.value : null;
  }

  async selectSample(rootUri: string, entryPoint: string, sampleId: string): Promise<void> {
    await this.#store(rootUri, entryPoint, { sampleId, text: null });
  }

  /** Keeps the user's text; a text equal to the sample is no change. */
  async setText(rootUri: string, entryPoint: string, text: string): Promise<void> {
    const { sampleId } = this.#choice(rootUri, entryPoint);
    const kind = inputKindOf(entryPoint);
    const samples = kind === null ? [] : await this.#samples(rootUri, entryPoint, kind);
    const sample = chosenSample(samples, { sampleId })?.text ?? emptyPayload;
    const isSample = isSameApartFromTime(text, sample);
    await this.#store(rootUri, entryPoint, { sampleId, text: isSample ? null : text });
  }

  async reset(rootUri: string, entryPoint: string): Promise<void> {
    const { sampleId } = this.#choice(rootUri, entryPoint);
    await this.#store(rootUri, entryPoint, { sampleId, text: null });
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

/** A sample that is gone gives way to the first there is. */
function chosenSample(
  samples: readonly Sample[],
  { sampleId }: Pick<InputChoice, 'sampleId'>,
): Sample | undefined {
  return samples.find(({ id }) => id === sampleId) ?? samples[0];
}

function idOf(rootUri: string, entryPoint: string): string {
  return `${entryPoint} ${rootUri}`;
}

/** A sample says when it was made, so its text is never the same twice. */
function isSameApartFromTime(first: string, second: string): boolean {
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
