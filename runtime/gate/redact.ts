/**
 * Takes keys out of text, by value for those of this run and by shape for all others. Whatever leaves the gate,
 * to the trace or to the sandbox, passes here.
 */
import type { HostAccess } from '../../protocol/runtime.ts';

const secretShape = /\bph([xsar])_[A-Za-z0-9_-]{6,}/g;
const projectShape = /\bphc_([A-Za-z0-9]{3})[A-Za-z0-9_-]{5,}/g;
const bearerShape = /\b(bearer)\s+(?!ph[a-z]_)[\w.~+/=-]{8,}/gi;
const tokenShape = /([?&](?:token|api_key|personal_api_key)=)(?!ph[a-z]_|local\b)([^&#\s"']{0,3})[^&#\s"']*/g;

/** What stands for a secret. */
const hidden = '••••••';

/** Shorter secrets would take common words out of the text. */
const shortestSecret = 6;

export class Redactor {
  /** Values of keys, the longest first, each with what stands for it. */
  readonly #values: readonly (readonly [value: string, shown: string])[];
  #secrets: readonly string[] = [];

  constructor(access: HostAccess) {
    const personal = Object.values(access.personalApiKeys);
    const keys = access.projectApiKey === null ? personal : [...personal, access.projectApiKey];
    this.#values = keys
      .flatMap((key) => [key, encodeURIComponent(key), JSON.stringify(key).slice(1, -1)])
      .filter((key) => key.length >= 4)
      .toSorted((a, b) => b.length - a.length)
      .map((key) => [key, shorten(key)] as const);
  }

  /** Values of the app's secret config fields: the app has them, and the trace shows them as dots. */
  hide(secrets: readonly string[]): void {
    this.#secrets = secrets
      .flatMap((secret) => [secret, encodeURIComponent(secret), JSON.stringify(secret).slice(1, -1)])
      .filter((secret) => secret.length >= shortestSecret)
      .toSorted((a, b) => b.length - a.length);
  }

  /** Text without a key or a secret in it. */
  text(text: string): string {
    return this.#secrets
      .reduce((result, secret) => result.replaceAll(secret, hidden), this.ownKeys(text))
      .replace(secretShape, 'ph$1_…')
      .replace(projectShape, 'phc_$1…')
      .replace(bearerShape, '$1 …')
      .replace(tokenShape, '$1$2…');
  }

  /**
   * Data of the app, such as events, without the keys and secrets of this run. Other text stays as it is, whatever it
   * looks like: people compare these data with what they expect.
   */
  data<T>(data: T): T {
    if (this.#values.length === 0 && this.#secrets.length === 0) return data;
    return mapTexts(data, (text) =>
      this.#secrets.reduce((result, secret) => result.replaceAll(secret, hidden), this.ownKeys(text)),
    ) as T;
  }

  /** Only the keys of this run: for what goes to the app, which may hold keys of its own. */
  ownKeys(text: string): string {
    return this.#values.reduce((result, [value, shown]) => result.replaceAll(value, shown), text);
  }

  /** The same for bytes that the app receives; they stay as they are where no key is in them. */
  ownKeysInBytes(bytes: Buffer): Buffer {
    const isClean = this.#values.every(([value]) => !bytes.includes(value));
    return isClean ? bytes : Buffer.from(this.ownKeys(bytes.toString('latin1')), 'latin1');
  }
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
