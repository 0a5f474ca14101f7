/** What the user should know about an answer that is not what the app expects. */
import { captureRoutes } from '../../platform/ingestion.ts';
import type { RequestAction } from '../../protocol/trace.ts';
import type { OutgoingRequest } from './outgoing.ts';
import { isWebPage, type ReceivedResponse } from './send.ts';

/** Characters: what is longer is no sentence, and stands in the answer. */
const mostOfReason = 200;

export interface Remark {
  readonly message: string;
  readonly action: RequestAction | null;
}

/** @returns null for an answer that says enough by itself. */
export function remarkOn(outgoing: OutgoingRequest, response: ReceivedResponse): Remark | null {
  const answering = new URL(response.url);
  const message = statusRemark(answering.host, response);
  if (message !== null) return { message, action: null };
  return outgoing.via === 'fetch' ? null : postHogRemark(outgoing, response, answering);
}

/** Of any host: its own failures, and when it asks to be left alone. */
function statusRemark(host: string, { status, headers }: ReceivedResponse): string | null {
  if (status === 429) {
    const after = headers.find(([name]) => name === 'retry-after')?.[1] ?? '';
    return `${host} gets too many requests (429)${waitText(after)}.`;
  }
  if (status >= 500)
    return `${host} failed by itself (${status}). Try again later, or look into its own logs.`;
  return null;
}

/** Retry-After is a number of seconds, or a date. */
function waitText(after: string): string {
  if (after === '') return '';
  return ` and asks to wait ${/^\d+$/.test(after) ? `${after} ${after === '1' ? 'second' : 'seconds'}` : `until ${after}`}`;
}

/** Of what should be a PostHog. */
function postHogRemark(outgoing: OutgoingRequest, response: ReceivedResponse, answering: URL): Remark | null {
  const { host, origin, pathname } = answering;
  // A PostHog of before 2024: the event is sent to its older path next.
  const isOlder = response.status === 404 && pathname === captureRoutes.current;
  if (outgoing.via === 'capture' && isOlder) return null;
  const asked = new URL(outgoing.url);
  if (asked.origin !== origin) {
    return {
      message: `${asked.host} redirected this to ${host}, as a ${response.method}. Keys of ${asked.host} were not sent along.`,
      action: null,
    };
  }
  if (isWebPage(response)) {
    return {
      message: `${host} answered with a web page instead of JSON. Is it the address of a PostHog, and is the path right?`,
      action: null,
    };
  }
  if (outgoing.via === 'capture') return captureRemark(host, response.status);
  return apiRemark(outgoing, response, answering);
}

function captureRemark(host: string, status: number): Remark | null {
  switch (status) {
    case 401:
    case 403:
      return {
        message: `${host} does not take the project API key (${status}).`,
        action: { kind: 'set-project-key' },
      };
    case 404:
      return {
        message: `${host} takes no events here (404). Is it the address of a PostHog? Test Connection tells.`,
        action: null,
      };
    default:
      return null;
  }
}

function apiRemark(
  outgoing: OutgoingRequest,
  response: ReceivedResponse,
  { host, origin }: URL,
): Remark | null {
  const { status } = response;
  if (status === 404) {
    return {
      message: `${host} has nothing at this path (404). Check the path, and the project: a key sees its own projects alone.`,
      action: null,
    };
  }
  if (status === 403) {
    return {
      message: `${host} does not allow this (403)${reasonIn(response)} Add the scope to the key in PostHog, or take the key of somebody who may do it.`,
      action: null,
    };
  }
  if (status !== 401) return null;
  // The app's own key is the app's own affair.
  if (outgoing.personalKey === null) return null;
  return {
    message: `${host} does not take the personal API key (401). Make a new one there, and set it.`,
    action: { kind: 'set-personal-key', origin },
  };
}

/** What PostHog says of an error (reference 7.4), as the end of a sentence. */
function reasonIn({ body }: ReceivedResponse): string {
  const text = body.toString('utf8');
  try {
    const { detail } = JSON.parse(text) as { readonly detail?: unknown };
    return typeof detail === 'string' && detail.length < mostOfReason
      ? `: ${detail.replace(/[.\s]*$/, '.')}`
      : '.';
  } catch {
    return '.';
  }
}
