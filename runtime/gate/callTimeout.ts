/** The option `timeout` of node-fetch 2: so long until the answer begins, and so long once more until it has ended. */
import { NetworkProblem } from './networkProblem.ts';

export class CallTimeout {
  readonly #ms: number;
  readonly #url: URL;
  readonly #aborter = new AbortController();
  #hasBegun = false;
  #timer: NodeJS.Timeout | undefined;

  /** @param ms 0 for no limit. */
  constructor(ms: number, url: URL) {
    this.#ms = ms;
    this.#url = url;
    this.#start();
  }

  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  /** The answer has begun. */
  restart(): void {
    this.#hasBegun = true;
    this.#start();
  }

  clear(): void {
    clearTimeout(this.#timer);
  }

  /** Undefined as long as there is time. */
  problem(): NetworkProblem | undefined {
    if (!this.signal.aborted) return undefined;
    const { host, href } = this.#url;
    const limit = `within ${this.#ms} ms, the timeout of the call.`;
    return this.#hasBegun
      ? new NetworkProblem(`The answer of ${host} did not end ${limit}`, undefined, {
          type: 'body-timeout',
          text: `Response timeout while trying to fetch ${href} (over ${this.#ms}ms)`,
        })
      : new NetworkProblem(`${host} did not answer ${limit}`, undefined, {
          type: 'request-timeout',
          text: `network timeout at: ${href}`,
        });
  }

  #start(): void {
    this.clear();
    if (this.#ms > 0) this.#timer = setTimeout(() => this.#aborter.abort(), this.#ms);
  }
}
