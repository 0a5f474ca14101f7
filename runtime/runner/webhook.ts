/** Sends what `composeWebhook` returned. Reference 2.8. */
import type { Json, SourceLocation } from '../../protocol/trace.ts';
import type { Gate } from '../gate/gate.ts';
import type { TraceBuilder } from './traceBuilder.ts';

const timeoutMs = 10_000;
const entryPoint = 'composeWebhook';

const tooLate = {
  name: 'Error',
  message: `No answer to the webhook came within ${timeoutMs / 1000} seconds, for which PostHog waits.`,
};

interface Webhook {
  readonly url: string;
  readonly method: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: string | null;
}

/**
 * @param source where the function is: PostHog sends what it returned, and no line of it.
 * @returns what is wrong with the webhook, so that nothing could be sent; undefined where it was sent, whatever came of
 *   that.
 */
export async function sendWebhook(
  gate: Gate,
  value: Json,
  trace: TraceBuilder,
  source: SourceLocation | null,
): Promise<string | undefined> {
  const webhook = webhookOf(value, trace);
  if (typeof webhook === 'string') {
    trace.error(entryPoint, { name: 'TypeError', message: webhook, stack: '' }, source, 'app');
    return webhook;
  }
  const { body, headers, method, url } = webhook;
  const signal = AbortSignal.timeout(timeoutMs);
  const answer = await gate.perform(
    {
      via: 'fetch',
      method,
      url,
      headers,
      bodyText: body,
      bodyBase64: null,
      redirect: 'follow',
    },
    { entryPoint, source },
    trace,
    signal,
  );
  if (!answer.ok) {
    const { message, name, type } = answer.failure;
    const told = signal.aborted ? tooLate : { name, message };
    // What was not allowed here is sent in PostHog.
    if (type !== 'refused') {
      trace.error(entryPoint, { ...told, stack: '' }, source, 'app');
      trace.countLostWebhook();
    }
  } else if (answer.value !== null && answer.value.status >= 300) {
    const message = `Fetch to ${gate.redact(url)} failed with ${answer.value.statusText}`;
    trace.error(entryPoint, { name: 'Error', message, stack: '' }, source, 'app');
    trace.countLostWebhook();
  }
  return undefined;
}

/** As PostHog's `fetch` takes it; a sentence where it would not. */
function webhookOf(value: Json, trace: TraceBuilder): Webhook | string {
  if (typeof value !== 'object' || value === null || !('url' in value)) {
    return 'composeWebhook must return an object with a url and a body, or null.';
  }
  const { body = null, headers, url } = value;
  const method = textOf(value['method'] || 'POST').toUpperCase();
  if (typeof url !== 'string' || !/^https?:/i.test(url)) {
    return `The url of a webhook must be an address that begins with https://, not ${JSON.stringify(url)}.`;
  }
  if (body !== null && (method === 'GET' || method === 'HEAD')) {
    return `Request with GET/HEAD method cannot have body. Leave the body of the ${method} webhook out.`;
  }
  if (typeof body === 'object' && body !== null) {
    trace.notice(
      'The body of the webhook is an object, which PostHog sends as its text: [object Object]. Make a text of it with JSON.stringify.',
    );
  }
  const sent = headersOf(headers, body !== null);
  const wrong = sent.map(headerProblem).find((problem) => problem !== undefined);
  return (
    wrong ?? {
      url,
      method,
      headers: sent,
      body: body === null ? null : textOf(body),
    }
  );
}

/** As node-fetch 2 words it. */
function headerProblem([name, value]: Webhook['headers'][number]): string | undefined {
  if (!/^[\w!#$%&'*+.^`|~-]+$/.test(name)) return `${name} is not a legal HTTP header name`;
  return /^[\t\x20-\x7e\x80-\xff]*$/.test(value) ? undefined : `${value} is not a legal HTTP header value`;
}

function textOf(body: Json): string {
  if (Array.isArray(body)) return body.join(',');
  return typeof body === 'object' && body !== null ? '[object Object]' : String(body);
}

/** A text has the type of texts where the app gives other headers. */
function headersOf(given: Json | undefined, hasBody: boolean): Webhook['headers'] {
  if (typeof given !== 'object' || given === null) return [['Content-Type', 'application/json']];
  const headers = Object.entries(given).map(([name, value]) => [name, textOf(value)] as const);
  const hasType = headers.some(([name]) => name.toLowerCase() === 'content-type');
  return hasType || !hasBody ? headers : [...headers, ['Content-Type', 'text/plain;charset=UTF-8']];
}
