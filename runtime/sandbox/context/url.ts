/** `URL`, made inside the context; Node does the parsing and gives back text. Reference 4.2. */
import { service } from './host.ts';
import { URLSearchParams } from './urlSearchParams.ts';

interface Parts {
  readonly href: string;
  readonly origin: string;
  readonly protocol: string;
  readonly username: string;
  readonly password: string;
  readonly host: string;
  readonly hostname: string;
  readonly port: string;
  readonly pathname: string;
  readonly search: string;
  readonly hash: string;
}

/** Each part is kept as Node gave it; a change asks Node again. */
// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- a loop defines the parts, types cannot see it.
export class URL {
  #parts: Parts;
  readonly #parameters: URLSearchParams;

  constructor(address: unknown, base?: unknown) {
    const parts = parse(address, base);
    if (parts === null) {
      throw Object.assign(new TypeError('Invalid URL'), { code: 'ERR_INVALID_URL', input: String(address) });
    }
    this.#parts = parts;
    this.#parameters = URLSearchParams.ofUrl(parts.search, (query) => {
      this.#parts = change(this.#parts.href, 'search', query);
    });
  }

  static canParse(address: unknown, base?: unknown): boolean {
    return parse(address, base) !== null;
  }

  get searchParams(): URLSearchParams {
    return this.#parameters;
  }

  get origin(): string {
    return this.#parts.origin;
  }

  toString(): string {
    return this.#parts.href;
  }

  toJSON(): string {
    return this.#parts.href;
  }

  static {
    // Each part can be read and written; written through Node, so that all the others follow.
    const names = [
      'href',
      'protocol',
      'username',
      'password',
      'host',
      'hostname',
      'port',
      'pathname',
      'search',
      'hash',
    ] as const;
    for (const name of names) {
      Object.defineProperty(this.prototype, name, {
        enumerable: true,
        configurable: true,
        get(this: URL) {
          return this.#parts[name];
        },
        set(this: URL, value: unknown) {
          this.#parts = change(this.#parts.href, name, String(value));
          if (name === 'search' || name === 'href') {
            URLSearchParams.replace(this.#parameters, this.#parts.search);
          }
        },
      });
    }
  }
}

export interface URL extends Readonly<Parts> {}

function parse(address: unknown, base: unknown): Parts | null {
  const texts = base === undefined ? [String(address)] : [String(address), String(base)];
  return service('url.parse', texts) as Parts | null;
}

function change(href: string, name: string, value: string): Parts {
  return service('url.change', [href, name, value]) as Parts;
}
