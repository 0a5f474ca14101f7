/** Sends what `composeWebhook` returned. Reference 2.8. */
import type { Json } from '../../protocol/trace.ts';
import type { Gate } from '../gate/gate.ts';
import type { TraceBuilder } from './traceBuilder.ts';

const timeoutMs = 10_000;

export async function sendWebhook(gate: Gate, webhook: Json, trace: TraceBuilder): Promise<void> {
  const entryPoint = 'composeWebhook';
  if (
    typeof webhook !== 'object' ||
    webhook === null ||
    !('url' in webhook) ||
    typeof webhook['url'] !== 'string'
  ) {
    const message = 'composeWebhook must return an object with a url and a body, or null.';
    trace.error(entryPoint, { name: 'TypeError', message, stack: '' }, null, 'app');
    return;
  }
  const { url, body, method, headers } = webhook;
  const answer = await gate.perform(
    {
      via: 'fetch',
      method: typeof method === 'string' ? method : 'POST',
      url,
      headers: Object.entries(headers ?? { 'Content-Type': 'application/json' }).map(
        ([name, value]) => [name, String(value)] as const,
      ),
      bodyBase64: typeof body === 'string' ? Buffer.from(body).toString('base64') : null,
      redirect: 'follow',
    },
    { entryPoint, source: null },
    trace,
    AbortSignal.timeout(timeoutMs),
  );
  if (answer.ok && answer.value !== null && answer.value.status >= 300) {
    const message = `Fetch to ${gate.redact(url)} failed with ${answer.value.statusText}`;
    trace.error(entryPoint, { name: 'Error', message, stack: '' }, null, 'app');
  }
}
