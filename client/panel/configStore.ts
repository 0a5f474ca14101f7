/** What the user entered in the config forms, kept in the workspace by app; secrets go to the secret storage. */
import type { Memory } from '../consent.ts';
import { type ConfigEntries, noEntries } from './configForm.ts';

const memoryKey = 'config';

export class ConfigStore {
  readonly #memory: Memory;

  constructor(memory: Memory) {
    this.#memory = memory;
  }

  entries(rootUri: string): ConfigEntries {
    return this.#all()[rootUri] ?? noEntries;
  }

  async setValue(rootUri: string, key: string, value: string): Promise<void> {
    const { values, attachments } = this.entries(rootUri);
    await this.#store(rootUri, { values: { ...values, [key]: value }, attachments });
  }

  async setAttachment(rootUri: string, key: string, path: string): Promise<void> {
    const { values, attachments } = this.entries(rootUri);
    await this.#store(rootUri, { values, attachments: { ...attachments, [key]: path } });
  }

  /** Back to the default of plugin.json, or to no file. */
  async reset(rootUri: string, key: string): Promise<void> {
    const { values, attachments } = this.entries(rootUri);
    await this.#store(rootUri, { values: without(values, key), attachments: without(attachments, key) });
  }

  #all(): { readonly [rootUri: string]: ConfigEntries } {
    return (this.#memory.get(memoryKey) as { readonly [rootUri: string]: ConfigEntries } | undefined) ?? {};
  }

  async #store(rootUri: string, entries: ConfigEntries): Promise<void> {
    await this.#memory.update(memoryKey, { ...this.#all(), [rootUri]: entries });
  }
}

function without(
  values: { readonly [key: string]: string },
  key: string,
): { readonly [key: string]: string } {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}
