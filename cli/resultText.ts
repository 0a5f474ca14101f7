/** What an export returned, as text, where PostHog does something with it: a webhook, or settings. */
import { cutText } from '../protocol/cutText.ts';
import type { Json, Trace } from '../protocol/trace.ts';

/** As much of a body or of settings as says what it is; `--json` has all. */
const mostShown = 160;

/** @returns a section with its title; undefined where PostHog ignores the result, or there is none. */
export function resultSection(
  entryPoint: string | undefined,
  { outcome, result }: Trace,
): readonly [title: string, lines: readonly string[]] | undefined {
  const isThere = outcome === 'completed' || result !== null;
  if (!isThere || (entryPoint !== 'composeWebhook' && entryPoint !== 'getSettings')) return undefined;
  if (entryPoint === 'getSettings')
    return ['Settings', [result === null ? 'none: getSettings returned nothing' : shown(result)]];
  return ['Webhook', webhookLines(result)];
}

function webhookLines(webhook: Json): readonly string[] {
  if (webhook === null)
    return ['none: composeWebhook returned nothing, so PostHog sends nothing for this event'];
  if (typeof webhook !== 'object' || !('url' in webhook)) return [shown(webhook)];
  const { body = null, headers, method, url } = webhook;
  // Reference 2.8.
  const sent =
    typeof headers === 'object' && headers !== null ? headers : { 'Content-Type': 'application/json' };
  return [
    `${plain(method || 'POST').toUpperCase()} ${plain(url ?? null)}`,
    ...Object.entries(sent).map(([name, value]) => `  ${name}: ${plain(value)}`),
    ...(body === null ? [] : [`  ${plain(body)}`]),
  ];
}

/** Texts as they are, anything else as JSON. */
function plain(value: Json): string {
  return typeof value === 'string' ? cutText(value, mostShown) : shown(value);
}

function shown(value: Json): string {
  return cutText(JSON.stringify(value), mostShown);
}
