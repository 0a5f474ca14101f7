/** Answers the requests of an app with those that a scenario has recorded. Nothing is sent. */
import type { HostAccess } from '../../protocol/runtime.ts';
import type { ScenarioAnswer, ScenarioExchange } from '../../protocol/scenario.ts';
import type { Json } from '../../protocol/trace.ts';
import { shownText } from '../gate/gate.ts';
import { NetworkProblem } from '../gate/networkProblem.ts';
import type { OutgoingRequest } from '../gate/outgoing.ts';
import type { Payload } from '../localHost/ingestion.ts';
import type { EmbeddedHost, LocalAnswer, LocalHost } from '../localHost/localHost.ts';
import { compareJson } from './compare.ts';

/** Headers of an answer that an app may read; the others differ from one day to the next. */
const keptHeaders = ['content-type', 'etag', 'link', 'location', 'retry-after'];

interface RecordedHostOptions {
  readonly exchanges: readonly ScenarioExchange[];
  /** Takes secrets out of what the app asked for, as they were taken out of the recording. */
  readonly redact: (text: string) => string;
  /** Answers what captures ask, and, while a scenario is being updated, what is not recorded. */
  readonly embedded: LocalHost;
  readonly isUpdated: boolean;
}

export class RecordedHost implements EmbeddedHost {
  readonly #options: RecordedHostOptions;
  readonly #open: Set<number>;
  readonly #unrecorded: Asked[] = [];
  readonly #added: ScenarioExchange[] = [];
  readonly #replaced = new Set<number>();

  constructor(options: RecordedHostOptions) {
    this.#options = options;
    this.#open = new Set(options.exchanges.keys());
  }

  /** Requests for which there was no answer. */
  get unrecorded(): readonly Asked[] {
    return this.#unrecorded;
  }

  /** Places in the list of what was recorded and not asked for, and has to be. */
  get unasked(): readonly number[] {
    return [...this.#open].filter((index) => this.#options.exchanges[index]?.optional !== true);
  }

  /** What to record now, or undefined where what is recorded is right. */
  get updated(): readonly ScenarioExchange[] | undefined {
    const gone = new Set([...this.unasked, ...this.#replaced]);
    if (gone.size === 0 && this.#added.length === 0) return undefined;
    return [...this.#options.exchanges.filter((_, index) => !gone.has(index)), ...this.#added];
  }

  answerCapture(outgoing: OutgoingRequest): LocalAnswer {
    return this.#options.embedded.answerCapture(outgoing);
  }

  keep(read: () => Payload): void {
    this.#options.embedded.keep(read);
  }

  async answer(outgoing: OutgoingRequest, access: HostAccess): Promise<LocalAnswer> {
    const { embedded, exchanges, isUpdated, redact } = this.#options;
    if (outgoing.via === 'capture') return embedded.answer(outgoing, access);
    const asked = askedBy(outgoing, redact);
    const index = this.#find(asked);
    const found = index === undefined ? undefined : exchanges[index];
    if (index !== undefined && found !== undefined) {
      this.#open.delete(index);
      return answered(found.answer, outgoing);
    }
    if (isUpdated) return this.#add(asked, outgoing, access);
    this.#unrecorded.push(asked);
    throw new NetworkProblem('the scenario has no answer for it');
  }

  /** The first that is the same; else the first that is but for times and ids. */
  #find(asked: Asked): number | undefined {
    return (
      this.#first((recorded) => isSame(recorded, asked, (text) => text)) ??
      this.#first((recorded) => isSame(recorded, asked, withoutVolatile))
    );
  }

  #first(isWanted: (recorded: ScenarioExchange) => boolean): number | undefined {
    return [...this.#open].find((index) => {
      const recorded = this.#options.exchanges[index];
      return recorded !== undefined && isWanted(recorded);
    });
  }

  /** A request that changed keeps its answer; a new one gets what the embedded PostHog says. */
  async #add(asked: Asked, outgoing: OutgoingRequest, access: HostAccess): Promise<LocalAnswer> {
    const { embedded, exchanges } = this.#options;
    const index = this.#first(
      ({ method, url }) => method === asked.method && withoutQuery(url) === withoutQuery(asked.url),
    );
    const before = index === undefined ? undefined : exchanges[index];
    if (index !== undefined && before !== undefined) {
      this.#open.delete(index);
      this.#replaced.add(index);
      this.#added.push({ ...before, ...asked });
      return answered(before.answer, outgoing);
    }
    const answer = await embedded.answer(outgoing, access);
    const { status, headers, body } = answer.received;
    this.#added.push({
      ...asked,
      answer: recordedAnswer(status, Object.fromEntries(headers), body.toString('utf8')),
    });
    return answer;
  }
}

type Asked = Pick<ScenarioExchange, 'method' | 'url' | 'body'>;

function askedBy({ body, method, url, via }: OutgoingRequest, redact: (text: string) => string): Asked {
  return recordedRequest(via, method, redact(url), body === null ? null : redact(shownText(body)));
}

/** A request as a scenario has it. The project key in the address is left out: it is not the app's. */
export function recordedRequest(via: string, method: string, url: string, body: string | null): Asked {
  return {
    method,
    url: via === 'api' ? withoutToken(url) : url,
    ...(body === null || body === '' ? {} : { body: jsonOrText(body) }),
  };
}

/** An answer as a scenario has it. */
export function recordedAnswer(
  status: number,
  headers: { readonly [name: string]: string },
  body: string,
): ScenarioAnswer {
  const value = jsonOrText(body);
  const implied = typeof value === 'string' ? 'text/plain' : 'application/json';
  const kept = Object.entries(headers).filter(
    ([name, text]) => keptHeaders.includes(name) && !(name === 'content-type' && text.startsWith(implied)),
  );
  return {
    ...(status === 200 ? {} : { status }),
    ...(kept.length === 0 ? {} : { headers: Object.fromEntries(kept) }),
    ...(body === '' ? {} : { body: value }),
  };
}

/** @throws NetworkProblem where the answer is that there is none. */
function answered(answer: ScenarioAnswer, outgoing: OutgoingRequest): LocalAnswer {
  const { body = '', error, headers = {}, status = 200 } = answer;
  if (error !== undefined) throw new NetworkProblem(error);
  const isText = typeof body === 'string';
  const received = {
    method: outgoing.method,
    status,
    statusText: status < 400 ? 'OK' : '',
    url: outgoing.url,
    redirected: false,
    headers: Object.entries({ 'content-type': isText ? 'text/plain' : 'application/json', ...headers }),
    body: Buffer.from(isText ? body : JSON.stringify(body)),
    sentHeaders: outgoing.headers,
  };
  return { received, remark: null };
}

function isSame(recorded: Asked, asked: Asked, normal: (text: string) => string): boolean {
  if (recorded.method.toUpperCase() !== asked.method.toUpperCase()) return false;
  if (normal(withoutToken(recorded.url)) !== normal(withoutToken(asked.url))) return false;
  if (recorded.body === undefined) return true;
  const [expected, actual] = [recorded.body, asked.body ?? ''].map((body): Json =>
    jsonOrText(normal(typeof body === 'string' ? body : JSON.stringify(body))),
  );
  return compareJson(expected ?? '', actual ?? '').differences.length === 0;
}

/** Times and ids stand for each other: they are new each time. */
function withoutVolatile(text: string): string {
  return text
    .replaceAll(
      /\d{4}-\d\d-\d\dT\d\d(?::|%3A)\d\d(?:(?::|%3A)\d\d(?:\.\d+)?)?(?:Z|(?:[+-]|%2B)\d\d(?::|%3A)?\d\d)?/gi,
      '<time>',
    )
    .replaceAll(/[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}/gi, '<uuid>')
    .replaceAll(/\b1[5-9]\d{8}(?:\d{3})?\b/g, '0');
}

function withoutQuery(url: string): string {
  return url.replace(/[?#].*$/, '');
}

function withoutToken(url: string): string {
  return url.replace(/([?&])token=[^&#]*(&|(?=#|$))/, (_, before: string, after: string) =>
    after === '&' ? before : '',
  );
}

/** An object or a list as a value, which is easier to read; everything else as it was. */
function jsonOrText(text: string): Json {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return text; // Looks like JSON, and is none.
  }
}
