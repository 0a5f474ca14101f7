/**
 * Events that an app sends to its own project by a request of its own (`posthog.api.post`, `fetch`, a webhook): PostHog
 * takes them as it takes captured ones, and they come back to the apps in the same way. Reference 1.2, 7.1, 7.5.
 */
import { isIngestionPath } from '../../platform/ingestion.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import type { CapturedEvent, JsonObject } from '../../protocol/trace.ts';
import { type Payload, takeEvents } from '../localHost/ingestion.ts';
import { localKey, type OutgoingRequest } from './outgoing.ts';
import { isTaken, type ReceivedResponse } from './send.ts';
import { createUuidt } from './uuidt.ts';

export type SentEvent = Omit<CapturedEvent, 'at' | 'cause'>;

/**
 * @param response that came.
 * @param isLocal whether the embedded host answered, which stands for whatever PostHog the app names.
 * @returns the events, where PostHog took them; none of a request to another project or another host.
 */
export function sentEvents(
  { body, method, url: address }: OutgoingRequest,
  response: ReceivedResponse,
  access: HostAccess,
  isLocal: boolean,
): readonly SentEvent[] {
  if (!isTaken(response) || response.becameGet === true || !URL.canParse(address)) return [];
  const url = new URL(address);
  const isOwnHost = [access.host.api, access.host.ingestion].includes(url.origin);
  if (!isIngestionPath(url.pathname) || (!isLocal && !isOwnHost)) return [];
  const events: SentEvent[] = [];
  takeEvents({ method, url, text: body?.toString('utf8') ?? '' }, (payloads, token) => {
    const isOwnProject = token === access.projectApiKey || (isLocal && token === localKey);
    if (isOwnProject) events.push(...payloads.map((payload) => sentEvent(payload, isLocal)));
  });
  return events;
}

function sentEvent(
  { distinct_id, event, properties, timestamp, uuid }: Payload,
  isLocal: boolean,
): SentEvent {
  const { token: _token, distinct_id: person, ...own } = (properties ?? {}) as JsonObject;
  return {
    event: textOf(event),
    distinctId: textOf(distinct_id ?? person),
    // Without one PostHog takes the time at which it comes.
    timestamp: timestamp === undefined ? new Date().toISOString() : textOf(timestamp),
    uuid: typeof uuid === 'string' ? uuid : createUuidt(),
    properties: own,
    delivery: isLocal ? 'local' : 'sent',
  };
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
