/**
 * Personal API keys and secret config values, in the editor's secret storage. A personal key is kept by the one origin
 * it belongs to; a config value by the app and its key. Nothing here is ever shown or logged.
 */
import type { SecretStorage } from 'vscode';

const personalPrefix = 'personal ';
const configPrefix = 'config ';

/** A stored secret as the user chooses among them: never its value. */
export type StoredSecret =
  | { readonly kind: 'personal'; readonly id: string; readonly origin: string }
  | { readonly kind: 'config'; readonly id: string; readonly rootUri: string; readonly key: string };

export class Keys {
  readonly #secrets: SecretStorage;

  constructor(secrets: SecretStorage) {
    this.#secrets = secrets;
  }

  /**
   * @param address of the host, of which the origin alone is kept.
   * @throws TypeError when it is not an address.
   */
  async setPersonalKey(address: string, key: string): Promise<void> {
    await this.#secrets.store(personalPrefix + new URL(address).origin, key.trim());
  }

  /** Origins that a personal key is stored for. */
  async personalOrigins(): Promise<ReadonlySet<string>> {
    return new Set(
      (await this.list()).flatMap((secret) => (secret.kind === 'personal' ? secret.origin : [])),
    );
  }

  /** All personal keys by origin, for the runtime process alone. */
  async personalKeys(): Promise<{ readonly [origin: string]: string }> {
    const entries: [string, string][] = [];
    for (const secret of await this.list()) {
      const value = secret.kind === 'personal' ? await this.#secrets.get(secret.id) : undefined;
      if (secret.kind === 'personal' && value !== undefined) entries.push([secret.origin, value]);
    }
    return Object.fromEntries(entries);
  }

  async setConfigSecret(rootUri: string, key: string, value: string): Promise<void> {
    await this.#secrets.store(configId(rootUri, key), value);
  }

  async configSecret(rootUri: string, key: string): Promise<string | undefined> {
    return this.#secrets.get(configId(rootUri, key));
  }

  async clearConfigSecret(rootUri: string, key: string): Promise<void> {
    await this.#secrets.delete(configId(rootUri, key));
  }

  async list(): Promise<readonly StoredSecret[]> {
    return (await this.#secrets.keys())
      .flatMap(readId)
      .toSorted((first, second) => (first.id < second.id ? -1 : 1));
  }

  async clear(secrets: readonly StoredSecret[]): Promise<void> {
    for (const { id } of secrets) await this.#secrets.delete(id);
  }
}

function configId(rootUri: string, key: string): string {
  return configPrefix + JSON.stringify([rootUri, key]);
}

function readId(id: string): readonly StoredSecret[] {
  if (id.startsWith(personalPrefix))
    return [{ kind: 'personal', id, origin: id.slice(personalPrefix.length) }];
  if (!id.startsWith(configPrefix)) return [];
  const [rootUri, key] = JSON.parse(id.slice(configPrefix.length)) as [string, string];
  return [{ kind: 'config', id, rootUri, key }];
}
