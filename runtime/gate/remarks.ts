/** What the user should know about an answer that is not what the app expects, and what to do about it. */
import type { HostAccess } from '../../protocol/runtime.ts';
import { captureRoutes } from '../../platform/ingestion.ts';
import type { RequestAction } from '../../protocol/trace.ts';
import {
  isRefusedEvent,
  leavesBodyBehind,
  notTakenText,
  refusedEventText,
  refusedText,
} from './eventRemarks.ts';
import { forbiddenReason } from './forbidden.ts';
import { setNewKey } from './hostClient.ts';
import type { OutgoingRequest } from './outgoing.ts';
import { isWebPage, type ReceivedResponse } from './send.ts';

/** Characters: what is longer is no sentence, and stands in the answer. */
const mostOfReason = 200;

export interface Remark {
  readonly message: string;
  readonly action: RequestAction | null;
}

type Access = Pick<HostAccess, 'host' | 'projectId' | 'personalKeyVariable'>;

/**
 * @param access of the run.
 * @returns null for an answer that says enough by itself.
 */
export function remarkOn(
  outgoing: OutgoingRequest,
  response: ReceivedResponse,
  access: Access,
): Remark | null {
  const answering = new URL(response.url);
  if (leavesBodyBehind(outgoing, response, access)) return leftBehind(outgoing, answering, response);
  const message = statusRemark(answering.host, response);
  if (message !== null) return { message, action: null };
  // Elsewhere than where it was sent, another took it.
  const isHere = URL.canParse(outgoing.url) && new URL(outgoing.url).origin === answering.origin;
  if (isHere && !isWebPage(response) && isRefusedEvent(outgoing, response, access))
    return { message: refusedEventText(answering.host, outgoing, response), action: null };
  return outgoing.via === 'fetch' ? null : postHogRemark(outgoing, response, access);
}

/** A redirect made it a GET: what was to be written is nowhere. */
function leftBehind({ url }: OutgoingRequest, answering: URL, response: ReceivedResponse): Remark {
  const asked = new URL(url);
  const isHere = asked.origin === answering.origin;
  const [where, keys] = isHere
    ? [answering.pathname, '']
    : [`${answering.host}${answering.pathname}`, ', and no key went along'];
  const isSamePath = pathOf(asked) === pathOf(answering);
  const advice =
    isWebPage(response) && response.status < 400 && !isSamePath
      ? 'It is a web page, often a login page: the address needs one that apps can reach.'
      : 'Use that address.';
  return {
    message: `${asked.host} redirected this to ${where}, as a GET without a body: nothing of it arrived${keys}. ${advice}`,
    action: null,
  };
}

function pathOf({ pathname }: URL): string {
  return pathname.replace(/\/+$/, '');
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
function postHogRemark(outgoing: OutgoingRequest, response: ReceivedResponse, access: Access): Remark | null {
  const { host, origin, pathname } = new URL(response.url);
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
  const hasKey = response.sentHeaders.some(([name]) => name.toLowerCase() === 'authorization');
  const hadKey = outgoing.personalKey !== null || outgoing.headers.some(([name]) => name === 'authorization');
  if (response.redirected && hadKey && !hasKey) {
    return {
      message: `${host} redirected this to another address and back. A key that left its address does not come back, so none was sent along.`,
      action: null,
    };
  }
  if (isWebPage(response)) {
    return {
      message: `${host} answered with a web page instead of JSON. Is it the address of a PostHog, and is the path right?`,
      action: null,
    };
  }
  if (outgoing.via === 'capture') return captureRemark(host, response);
  return apiRemark(outgoing, response, access);
}

function captureRemark(host: string, response: ReceivedResponse): Remark | null {
  const { status } = response;
  switch (status) {
    case 401:
    case 403:
      return {
        message: `${host} refused the project API key (${status}). Set the right key of the project.`,
        action: { kind: 'set-project-key' },
      };
    case 404:
      return {
        message: `${host} takes no events here (404). Is it the address of a PostHog? Test Connection tells.`,
        action: null,
      };
    default:
      return status < 400 ? null : { message: notTakenText(host, response), action: null };
  }
}

function apiRemark(outgoing: OutgoingRequest, response: ReceivedResponse, access: Access): Remark | null {
  const { status } = response;
  const { host, origin } = new URL(response.url);
  if (status === 404 && isAddress(new URL(response.url).pathname))
    return { message: addressText, action: null };
  if (status === 404) {
    return {
      message: `${host} has nothing at this path (404). Check the path, and the project: a key sees its own projects alone.`,
      action: null,
    };
  }
  if (status === 415) return { message: mediaTypeText(outgoing.method), action: null };
  const key = keyName(outgoing, origin, access);
  if (status === 403) return forbiddenRemark(response, access, key);
  if (status !== 401) return status < 400 ? null : { message: refusedText(host, response), action: null };
  const refused = `${host} refused ${key} (401).`;
  if (outgoing.personalKey === null)
    return { message: `${refused} Your own keys were not used.`, action: null };
  const variable = variableOf(origin, access);
  return {
    message: `${refused} Make a new one there, ${setNewKey(variable)}.`,
    // A key that is stored would not be the one that goes along.
    action: variable === undefined ? { kind: 'set-personal-key', origin } : null,
  };
}

/** The key that went along, in a sentence. */
function keyName({ personalKey }: OutgoingRequest, origin: string, access: Access): string {
  if (personalKey === null) return 'the personal API key that the app itself passed';
  const variable = variableOf(origin, access);
  return `the personal API key ${variable === undefined ? 'that is set for it' : `in ${variable}`}`;
}

/** The environment variable that the key of an origin is in; undefined for a stored one. */
function variableOf(origin: string, { host, personalKeyVariable }: Access): string | undefined {
  return origin === host.api ? personalKeyVariable : undefined;
}

/** Whether the path of a call is a whole address, which posthog.api puts behind its host (reference 1.2.1). */
export function isAddress(pathname: string): boolean {
  return /^\/+https?:/i.test(pathname);
}

export const addressText =
  'The path of this call is a whole address, which posthog.api puts behind its host (404). Give the path alone, and the host as an option.';

/**
 * What posthog.api calls the type of a body by itself, PostHog's API does not read (reference 1.2.4). Of POST that is so
 * with the server of October 2021 alone, whose posthog.api takes no headers.
 */
export function mediaTypeText(method: string): string {
  const said = `posthog.api.${method.toLowerCase()} sends its body as text/plain, which is not read here (415)`;
  const headers = "headers: { 'content-type': 'application/json' }";
  return method === 'POST'
    ? `${said}, and the PostHog of October 2021 takes no headers for it. Send it by fetch, with ${headers} and the key.`
    : `${said}. Pass ${headers}.`;
}

/** The key lacks a scope, or the project, or its owner may not do this: PostHog's own words tell which. */
function forbiddenRemark(response: ReceivedResponse, { host, projectId }: Access, key: string): Remark {
  const url = new URL(response.url);
  const reason = reasonIn(response);
  const refused = `${url.host} does not allow this (403)${reason}`;
  const kind = forbiddenReason(reason);
  const first = key.charAt(0).toUpperCase() + key.slice(1);
  if (kind === 'scope') {
    return { message: `${refused} Add the scope to ${key}.`, action: null };
  }
  if (kind === 'other') {
    return {
      message: `${refused} ${first} may lack a scope, or its owner the right to do this.`,
      action: null,
    };
  }
  const asked = /^\/api\/(?:projects|environments)\/([^/]+)/.exec(url.pathname)?.[1];
  const isConfigured = url.origin === host.api && asked === projectId;
  return {
    message: `${refused} ${first} may not use ${asked === undefined || !/^\d+$/.test(asked) ? 'this project' : `project ${asked}`}: take another project, or a key for this one.`,
    action: isConfigured ? { kind: 'select-project' } : null,
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
