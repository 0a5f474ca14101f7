/** Which input each entry point gets: a sample, or the user's own text. Kept in the workspace. */
import { sampleInput, samplesFor } from '../../platform/sampleEvents.ts';
import type { PanelInput } from '../../protocol/panel.ts';
import type { Json } from '../../protocol/trace.ts';
import type { Memory } from '../consent.ts';
import { inputKindOf } from './entryPoints.ts';
import { parseJsonText } from './jsonText.ts';

interface InputChoice {
  readonly sampleId: string;
  /** The user's text, or null for the sample as it is. */
  readonly text: string | null;
}

/** The payload of a job before the user writes one. */
const emptyPayload = '{}';

const memoryKey = 'inputs';

export class InputChoices {
  readonly #memory: Memory;
  readonly #now: Date;

  /** @param now time of the samples; one for all, so that a sample does not change while it is looked at. */
  constructor(memory: Memory, now: Date) {
    this.#memory = memory;
    this.#now = now;
  }

  /** The input as the panel shows it; null when the entry point takes none. */
  describe(rootUri: string, entryPoint: string): PanelInput | null {
    const kind = inputKindOf(entryPoint);
    if (kind === null) return null;
    const samples = samplesFor(entryPoint).map(({ id, label }) => ({ id, label }));
    const choice = this.#choice(rootUri, entryPoint);
    const text = choice.text ?? this.#sampleText(entryPoint, choice.sampleId);
    return {
      kind,
      samples,
      sampleId: samples.some(({ id }) => id === choice.sampleId) ? choice.sampleId : (samples[0]?.id ?? ''),
      text,
      isEdited: choice.text !== null,
      problem: problemOf(text, kind),
    };
  }

  /** The value to run with; null when the entry point takes none or the text is wrong. */
  value(rootUri: string, entryPoint: string): Json {
    const input = this.describe(rootUri, entryPoint);
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
    const isSample = isSameApartFromTime(text, this.#sampleText(entryPoint, sampleId));
    await this.#store(rootUri, entryPoint, { sampleId, text: isSample ? null : text });
  }

  async reset(rootUri: string, entryPoint: string): Promise<void> {
    const { sampleId } = this.#choice(rootUri, entryPoint);
    await this.#store(rootUri, entryPoint, { sampleId, text: null });
  }

  #sampleText(entryPoint: string, sampleId: string): string {
    const value = sampleInput(entryPoint, sampleId, this.#now);
    return value === undefined ? emptyPayload : JSON.stringify(value, null, 2);
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
  if (!parsed.ok) return `The ${kind} is no JSON: in line ${parsed.line}, ${parsed.reason}.`;
  const isList = Array.isArray(parsed.value);
  if (kind === 'events' && !isList)
    return 'This entry point takes a list of events: put [ ] around the event.';
  const isObject = typeof parsed.value === 'object' && parsed.value !== null && !isList;
  return kind === 'event' && !isObject ? 'An event is a JSON object: { "event": … }.' : null;
}
