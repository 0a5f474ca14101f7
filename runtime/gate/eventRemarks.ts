/** What is said of an event of the app's own request (`posthog.api.post`, `fetch`) that a PostHog refuses. */
import { isIngestionPath } from '../../platform/ingestion.ts';
import { cutText } from '../../protocol/cutText.ts';
import type { HostAccess } from '../../protocol/runtime.ts';
import { takeEvents } from '../localHost/ingestion.ts';
import type { OutgoingRequest } from './outgoing.ts';
import type { ReceivedResponse } from './send.ts';

/** Characters: what is longer is no sentence, and stands in the answer. */
const mostOfReason = 200;
/** What says no to the event itself; the app may try again after any other. */
const refusals: ReadonlySet<number> = new Set([400, 401, 403, 405, 413, 415]);
/** In both forms of the answer (reference 7.4). */
const missingKey = /missing_api_key|without an api_key/;

/**
 * Whether the app itself sent an event to a PostHog, which did not take it. Captured events have their delivery.
 *
 * @param access of the run, whose host counts as a PostHog whatever its name.
 */
export function isRefusedEvent(
  outgoing: OutgoingRequest,
  { status }: Pick<ReceivedResponse, 'status'>,
  access: Pick<HostAccess, 'host'>,
): boolean {
  return outgoing.via !== 'capture' && refusals.has(status) && isEvent(outgoing, access);
}

/**
 * Whether something for a PostHog was not written, since a redirect made a GET of it. Elsewhere that may be how a host
 * answers: one that runs scripts takes the body, and redirects to what came of it.
 *
 * @param access of the run, whose host counts as a PostHog whatever its name.
 */
export function leavesBodyBehind(
  outgoing: OutgoingRequest,
  { becameGet }: Pick<ReceivedResponse, 'becameGet'>,
  access: Pick<HostAccess, 'host'>,
): boolean {
  return becameGet === true && (outgoing.via !== 'fetch' || isEvent(outgoing, access));
}

function isEvent(
  { method, url: address, via }: OutgoingRequest,
  { host }: Pick<HostAccess, 'host'>,
): boolean {
  if (!URL.canParse(address)) return false;
  const url = new URL(address);
  const isPostHog =
    via === 'api' ||
    [host.api, host.ingestion].includes(url.origin) ||
    /(?:^|\.)posthog\.com$/.test(url.hostname);
  const hasEvent = method === 'GET' ? url.searchParams.has('data') : method !== 'HEAD';
  return isPostHog && hasEvent && isIngestionPath(url.pathname);
}

/**
 * Why, and what to do: the key of an event is the one in its body (reference 1.2.7), never a personal key.
 *
 * @param name of the host, as the begin of a sentence.
 * @param outgoing of which {@link isRefusedEvent} is true.
 */
export function refusedEventText(
  name: string,
  outgoing: OutgoingRequest,
  response: ReceivedResponse,
): string {
  const { status } = response;
  if (status !== 401) return notTakenText(name, response);
  const where = outgoing.method === 'GET' ? 'address' : 'body';
  if (!lacksKey(outgoing, response)) {
    return `${name} refused the api_key in the ${where} of the event (401). Put the API key of the project there.`;
  }
  const isApi = outgoing.via === 'api';
  const unused = isApi ? '; what posthog.api adds to the address and the headers does not count' : '';
  return `${name} did not take the event (401): there is no api_key in the ${where}. Put the API key of the project there${unused}.`;
}

function lacksKey({ body, method, url }: OutgoingRequest, response: ReceivedResponse): boolean {
  const request = { method, url: new URL(url), text: body?.toString('utf8') ?? '' };
  const { text } = takeEvents(request, () => undefined);
  return missingKey.test(text) || missingKey.test(response.body.toString('utf8'));
}

/** Of an event that was not taken for what it is. */
export function notTakenText(name: string, response: ReceivedResponse): string {
  return `${name} did not take the event (${response.status})${reasonIn(response)}`;
}

/** Why a call of PostHog's API was refused, in the host's own words or by how its answer begins. */
export function refusedText(name: string, response: ReceivedResponse): string {
  const text = response.body.toString('utf8').trim();
  const whole = ((detailIn(text) ?? text) + fieldIn(text)).replaceAll(/\s+/g, ' ');
  const reason = cutText(whole, mostOfReason);
  const end = reason === '' ? '.' : `: ${/[.!?…)]$/.test(reason) ? reason : `${reason}.`}`;
  return `${name} refused this (${response.status})${end}`;
}

/** What the host says, as the end of a sentence: JSON, or a line of text. */
function reasonIn({ body, headers }: ReceivedResponse): string {
  const text = body.toString('utf8').trim();
  const isText = headers.some(([name, value]) => name === 'content-type' && value.startsWith('text/plain'));
  const reason = detailIn(text) ?? (isText && !text.includes('\n') ? text : '');
  return reason === '' || reason.length >= mostOfReason ? '.' : `: ${reason.replace(/[.\s]*$/, '.')}`;
}

/** The field of the body that is at fault, behind what PostHog says of it. */
function fieldIn(text: string): string {
  try {
    const { attr } = JSON.parse(text) as { readonly attr?: unknown };
    return typeof attr === 'string' && attr !== '' ? ` (${attr})` : '';
  } catch {
    return '';
  }
}

/** What PostHog says of an error (reference 7.4); undefined where it says nothing. */
function detailIn(text: string): string | undefined {
  try {
    const { detail, error } = JSON.parse(text) as { readonly detail?: unknown; readonly error?: unknown };
    return [detail, error].find((reason) => typeof reason === 'string');
  } catch {
    return undefined;
  }
}
