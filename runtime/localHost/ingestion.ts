/** Paths that take events, with the answers of the service that took them over. Reference 7.3, 7.4. */
import { nameOfEventsAt, normalizePath } from '../../platform/ingestion.ts';
import type { JsonObject } from '../../protocol/trace.ts';
import { mostEvents, type ProjectState } from './projectState.ts';
import { errorText } from './responses.ts';

/** An event as it is sent, or a list of them. */
export interface Payload {
  readonly api_key?: unknown;
  readonly token?: unknown;
  readonly $token?: unknown;
  readonly batch?: readonly Payload[];
  readonly event?: unknown;
  readonly distinct_id?: unknown;
  readonly timestamp?: unknown;
  readonly uuid?: unknown;
  readonly properties?: JsonObject | { readonly [key: string]: unknown };
  readonly $set?: unknown;
  readonly $set_once?: unknown;
}

/** A request as it is read: a `Request` costs more than all that is done with it. */
export interface IngestionRequest {
  readonly method: string;
  readonly url: URL;
  readonly text: string;
}

export interface IngestionAnswer {
  readonly status: number;
  /** Null where there is no body. */
  readonly contentType: string | null;
  readonly text: string;
}

/** @param onEvents called with the events that were taken. */
export async function answerIngestion(
  request: Request,
  onEvents: (events: readonly Payload[]) => void,
): Promise<Response> {
  const { method } = request;
  const text = method === 'POST' ? await request.text() : '';
  const answer = takeEvents({ method, url: new URL(request.url), text }, onEvents);
  const { contentType, status } = answer;
  return contentType === null
    ? new Response(null, { status })
    : new Response(answer.text, { status, headers: { 'content-type': contentType } });
}

/**
 * The same for what is no `Request`.
 *
 * @param onEvents called with the events that were taken, and the key of their project.
 */
export function takeEvents(
  { method, text: body, url }: IngestionRequest,
  onEvents: (events: readonly Payload[], token: string) => void,
): IngestionAnswer {
  if (method !== 'POST' && method !== 'GET') return { status: 405, contentType: null, text: '' };
  const text = method === 'GET' ? (url.searchParams.get('data') ?? '') : body;
  const isNew = normalizePath(url.pathname).startsWith('i/');
  if (text === '') return noData(isNew);
  const payload = readPayload(text);
  if (payload === undefined) return badPayload(isNew);
  const sent = isList(payload) ? payload : (payload.batch ?? [payload]);
  // What stands there is the app's: a batch may be no list, and an event no object.
  if (!Array.isArray(sent) || !sent.every((event) => typeof event === 'object' && event !== null))
    return badPayload(isNew);
  const name = nameOfEventsAt(url.pathname);
  const list = name === undefined ? sent : sent.map((event) => ({ ...event, event: name }));
  const token = tokenOf(payload) ?? tokenOf(list[0]) ?? (method === 'GET' ? tokenInUrl(url) : undefined);
  if (token === undefined) return noToken(isNew);
  if (token.startsWith('phx_')) return wrongToken(isNew);
  const incomplete = list.map(problemOf).find((problem) => problem !== undefined);
  if (incomplete !== undefined) return invalid(isNew, incomplete);
  onEvents(list, token);
  return json(200, JSON.stringify(isNew ? { status: 'Ok' } : { status: 1 }));
}

/** Remembers an event unless it lacks what each must have. */
export function keepEvent(payload: Payload, { events }: ProjectState): void {
  if (problemOf(payload) !== undefined) return;
  events.push(stored(payload));
  if (events.length > 2 * mostEvents) events.splice(0, mostEvents);
}

function tokenInUrl(url: URL): string | undefined {
  return url.searchParams.get('token') ?? url.searchParams.get('api_key') ?? undefined;
}

/** JSON, or the form field `data` with JSON as it is or in base64. */
function readPayload(text: string): Payload | readonly Payload[] | undefined {
  const form = text.startsWith('data=') ? (new URLSearchParams(text).get('data') ?? '') : text;
  return objectOf(form) ?? objectOf(Buffer.from(form, 'base64').toString('utf8'));
}

function objectOf(text: string): Payload | readonly Payload[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? value : undefined;
  } catch {
    return undefined; // The other form may be it.
  }
}

function tokenOf(payload: Payload | readonly Payload[] | undefined): string | undefined {
  if (payload === undefined || isList(payload)) return undefined;
  const found = payload.api_key ?? payload.token ?? payload.$token ?? payload.properties?.['token'];
  return typeof found === 'string' && found !== '' ? found : undefined;
}

function isList(payload: Payload | readonly Payload[]): payload is readonly Payload[] {
  return Array.isArray(payload);
}

function problemOf(payload: Payload): string | undefined {
  if (typeof payload.event !== 'string' || payload.event === '')
    return 'event submitted with an empty event name';
  const hasPerson = (payload.distinct_id ?? payload.properties?.['distinct_id'] ?? '') !== '';
  return hasPerson ? undefined : 'event submitted without a distinct_id';
}

function stored(payload: Payload): ProjectState['events'][number] {
  return {
    uuid: textOf(payload.uuid),
    event: textOf(payload.event).slice(0, 200),
    distinct_id: textOf(payload.distinct_id ?? payload.properties?.['distinct_id']).slice(0, 200),
    timestamp: textOf(payload.timestamp),
    properties: withPersonUpdates(payload),
  };
}

/** What the top of an event sets on its person becomes part of its properties (reference 6.4). */
function withPersonUpdates({ properties = {}, ...payload }: Payload): JsonObject {
  const merged: Record<string, unknown> = { ...properties };
  for (const name of ['$set', '$set_once'] as const) {
    if (isObject(payload[name])) {
      const below = properties[name];
      merged[name] = { ...(isObject(below) ? below : {}), ...payload[name] };
    }
  }
  return merged as JsonObject;
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function json(status: number, text: string): IngestionAnswer {
  return { status, contentType: 'application/json', text };
}

function plain(status: number, text: string): IngestionAnswer {
  return { status, contentType: 'text/plain;charset=UTF-8', text };
}

function noData(isNew: boolean): IngestionAnswer {
  const detail =
    'No data found. Make sure to use a POST request when sending the payload in the body of the request.';
  return isNew
    ? plain(400, 'request holds no event')
    : json(400, errorText('validation_error', 'no_data', detail));
}

function badPayload(isNew: boolean): IngestionAnswer {
  return isNew
    ? plain(400, 'failed to parse request: the body is no JSON')
    : json(
        400,
        errorText('validation_error', 'invalid_payload', 'Malformed request data: the body is no JSON.'),
      );
}

function noToken(isNew: boolean): IngestionAnswer {
  const detail = 'API key not provided. You can find your project API key in PostHog project settings.';
  return isNew
    ? plain(401, 'event submitted without an api_key')
    : json(401, errorText('authentication_error', 'missing_api_key', detail));
}

function wrongToken(isNew: boolean): IngestionAnswer {
  const detail = 'Provided API key is not valid: personal_api_key';
  return isNew
    ? plain(401, 'API key is not valid: personal_api_key')
    : json(401, errorText('authentication_error', 'invalid_api_key', detail));
}

function invalid(isNew: boolean, problem: string): IngestionAnswer {
  return isNew
    ? plain(400, problem)
    : json(400, errorText('validation_error', 'invalid_payload', `Invalid payload: ${problem}`));
}
