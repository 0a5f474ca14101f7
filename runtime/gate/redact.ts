/**
 * Takes keys out of text, by value for those of this run and by shape for all others. Whatever leaves the gate,
 * to the trace or to the sandbox, passes here.
 */
import { hideKeyShapes } from '../../platform/keyShapes.ts';
import { hiddenSecret, secretHider } from '../../platform/secretTexts.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import { keyForms } from './keyForms.ts';

/** Less of a key without its prefix would be common words. */
const shortestRest = 6;
const shortestKey = 4;

const longestRemembered = 100;
const mostRemembered = 1_000;

export class Redactor {
  /** The forms of each key in lower case, with what stands for them. */
  readonly #shown: ReadonlyMap<string, string>;
  /** The longest first. */
  readonly #forms: readonly string[];
  #hideSecrets: ((text: string) => string) | undefined;
  /** Short texts, as {@link text} leaves them: addresses and headers are the same each time. */
  readonly #known = new Map<string, string>();

  constructor({ personalApiKeys, projectApiKey }: Pick<HostAccess, 'personalApiKeys' | 'projectApiKey'>) {
    const keys = [...Object.values(personalApiKeys), projectApiKey ?? ''];
    this.#shown = new Map(
      keys
        .filter((key) => key.length >= shortestKey)
        .flatMap((key) => [
          ...keyForms(key).map((form) => [form, shorten(key)] as const),
          // Without its prefix, or with another letter in that, a key is as good as whole.
          ...keyForms(withoutPrefix(key)).map((form) => [form, '…'] as const),
        ])
        .toSorted(([first], [second]) => second.length - first.length),
    );
    this.#forms = [...this.#shown.keys()];
  }

  /** Values of the app's secret config fields: the app has them, and the trace shows them as dots. */
  hide(secrets: readonly string[]): void {
    this.#known.clear();
    const set = secrets.filter((secret) => secret !== '');
    const forms = set.flatMap((secret) => [
      secret,
      encodeURIComponent(secret),
      JSON.stringify(secret).slice(1, -1),
    ]);
    this.#hideSecrets = set.length === 0 ? undefined : secretHider(forms);
  }

  /** Text without a key or a secret in it. */
  text(text: string): string {
    if (text.length > longestRemembered) return this.#clean(text);
    const known = this.#known.get(text);
    if (known !== undefined) return known;
    const clean = this.#clean(text);
    if (this.#known.size >= mostRemembered) this.#known.clear();
    this.#known.set(text, clean);
    return clean;
  }

  #clean(text: string): string {
    return hideKeyShapes(this.#withoutSecrets(this.ownKeys(text)));
  }

  /**
   * Data of the app, such as events, without the keys and secrets of this run. Other text stays as it is, whatever it
   * looks like: people compare these data with what they expect.
   */
  data<T>(data: T): T {
    if (this.#shown.size === 0 && this.#hideSecrets === undefined) return data;
    return mapTexts(data, (text) => this.#withoutSecrets(this.ownKeys(text))) as T;
  }

  /** Only the keys of this run: for what goes to the app, which may hold keys of its own. */
  ownKeys(text: string): string {
    return this.#withoutOwnKeys(text, (shown) => shown);
  }

  /** @param encode what stands for a key, in the form of the text around it. */
  #withoutOwnKeys(text: string, encode: (shown: string) => string): string {
    if (this.#forms.length === 0) return text;
    const lower = text.toLowerCase();
    const found = this.#forms.filter((form) => lower.includes(form));
    if (found.length === 0) return text;
    const pattern = found.map((form) => form.replaceAll(/[\\^$.*+?()[\]{}|]/g, '\\$&')).join('|');
    return text.replace(new RegExp(pattern, 'gi'), (form) =>
      encode(this.#shown.get(form.toLowerCase()) ?? hiddenSecret),
    );
  }

  /** Whether a key of this run is in a text, in any form that is known. */
  holdsOwnKey(text: string): boolean {
    const lower = text.toLowerCase();
    return this.#forms.some((form) => lower.includes(form));
  }

  /** The same for bytes that the app receives; they stay as they are where no key is in them. */
  ownKeysInBytes(bytes: Buffer): Buffer {
    // A letter for each byte, so that other bytes stay as they are; most texts of the web are UTF-8.
    const text = bytes.toString('latin1');
    if (!this.holdsOwnKey(text)) return bytes;
    const asBytes = (shown: string): string => Buffer.from(shown, 'utf8').toString('latin1');
    return Buffer.from(this.#withoutOwnKeys(text, asBytes), 'latin1');
  }

  #withoutSecrets(text: string): string {
    return this.#hideSecrets?.(text) ?? text;
  }
}

/** Empty where nothing would be left that is a key. */
function withoutPrefix(key: string): string {
  const rest = key.replace(/^ph[a-z]_/, '');
  return rest === key || rest.length < shortestRest ? '' : rest;
}

function shorten(key: string): string {
  if (/^ph[xsar]_/.test(key)) return `${key.slice(0, 4)}…`;
  return key.startsWith('phc_') ? `${key.slice(0, 7)}…` : `${key.slice(0, 2)}…`;
}

/** JSON data with each text in it replaced, names among them. */
function mapTexts(data: unknown, replace: (text: string) => string): unknown {
  if (typeof data === 'string') return replace(data);
  if (Array.isArray(data)) return data.map((item) => mapTexts(item, replace));
  if (typeof data !== 'object' || data === null) return data;
  return Object.fromEntries(
    Object.entries(data).map(([name, value]) => [replace(name), mapTexts(value, replace)]),
  );
}
