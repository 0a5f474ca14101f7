/** Paths that take events, with the answers of the service that took them over. Reference 7.3, 7.4. */
import { normalizePath } from '../../platform/ingestion.ts';
import type { JsonObject } from '../../protocol/trace.ts';
import type { ProjectState } from './projectState.ts';
import { restError } from './responses.ts';

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
}

/** Of the project, so many events are remembered. */
export const mostEvents = 1_000;

/** @param onEvents called with the events that were taken. */
export async function answerIngestion(
  request: Request,
  state: ProjectState,
  onEvents: (events: readonly Payload[]) => void = () => undefined,
): Promise<Response> {
  const url = new URL(request.url);
  if (request.method !== 'POST' && request.method !== 'GET') return new Response(null, { status: 405 });
  const text = request.method === 'GET' ? (url.searchParams.get('data') ?? '') : await request.text();
  const isNew = normalizePath(url.pathname).startsWith('i/');
  if (text === '') return noData(isNew);
  const payload = readPayload(text);
  if (payload === undefined) return badPayload(isNew);
  const list: readonly Payload[] = isList(payload) ? payload : (payload.batch ?? [payload]);
  const token =
    tokenOf(payload) ?? tokenOf(list[0]) ?? (request.method === 'GET' ? tokenInUrl(url) : undefined);
  if (token === undefined) return noToken(isNew);
  if (token.startsWith('phx_')) return wrongToken(isNew);
  const incomplete = list.map(problemOf).find((problem) => problem !== undefined);
  if (incomplete !== undefined) return invalid(isNew, incomplete);
  for (const event of list) store(event, state);
  onEvents(list);
  return Response.json(isNew ? { status: 'Ok' } : { status: 1 });
}

/** Takes an event unless it lacks what each must have. */
export function keepEvent(payload: Payload, state: ProjectState): void {
  if (problemOf(payload) === undefined) store(payload, state);
}

/** The newest come first; so many are remembered that no page of a list lacks any. */
function store(payload: Payload, { events }: ProjectState): void {
  events.unshift(stored(payload));
  if (events.length > mostEvents) events.pop();
}

function tokenInUrl(url: URL): string | undefined {
  return url.searchParams.get('token') ?? url.searchParams.get('api_key') ?? undefined;
}

/** JSON, or the form field `data` with JSON as it is or in base64. */
function readPayload(text: string): Payload | readonly Payload[] | undefined {
  const form = text.startsWith('data=') ? (new URLSearchParams(text).get('data') ?? '') : text;
  for (const candidate of [form, Buffer.from(form, 'base64').toString('utf8')]) {
    try {
      const value: unknown = JSON.parse(candidate);
      if (typeof value === 'object' && value !== null) return value;
    } catch {
      continue; // The other form may be it.
    }
  }
  return undefined;
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
    properties: (payload.properties ?? {}) as JsonObject,
  };
}

function textOf(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function noData(isNew: boolean): Response {
  return isNew
    ? new Response('request holds no event', { status: 400 })
    : restError(
        400,
        'validation_error',
        'no_data',
        'No data found. Make sure to use a POST request when sending the payload in the body of the request.',
      );
}

function badPayload(isNew: boolean): Response {
  return isNew
    ? new Response('failed to parse request: the body is no JSON', { status: 400 })
    : restError(400, 'validation_error', 'invalid_payload', 'Malformed request data: the body is no JSON.');
}

function noToken(isNew: boolean): Response {
  return isNew
    ? new Response('event submitted without an api_key', { status: 401 })
    : restError(
        401,
        'authentication_error',
        'missing_api_key',
        'API key not provided. You can find your project API key in PostHog project settings.',
      );
}

function wrongToken(isNew: boolean): Response {
  return isNew
    ? new Response('API key is not valid: personal_api_key', { status: 401 })
    : restError(
        401,
        'authentication_error',
        'invalid_api_key',
        'Provided API key is not valid: personal_api_key',
      );
}

function invalid(isNew: boolean, problem: string): Response {
  return isNew
    ? new Response(problem, { status: 400 })
    : restError(400, 'validation_error', 'invalid_payload', `Invalid payload: ${problem}`);
}
