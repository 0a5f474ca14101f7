/** The last events of a project, as inputs to try an app with: secrets are taken out before they leave this process. */
import type { EventList, HostAccess } from '../../protocol/runtime.ts';
import type { Json, JsonObject } from '../../protocol/trace.ts';
import { forbiddenReason } from './forbidden.ts';
import { ConnectionProblem, HostClient } from './hostClient.ts';
import { Redactor } from './redact.ts';

const mostEvents = 50;

/** What such names hold is nobody's business, whatever it looks like. */
const secretName =
  /(?:^|[_\-.$])(?:token|secret|password|passwd|pwd|authorization|cookie|api_?key|private_?key|access_?key|credential)s?(?:$|[_\-.])|(?:Token|Secret|Password|ApiKey)$/i;
const hidden = '••••••';

/** @returns the events, the latest first; never rejects for what the host or the network did. */
export async function realEvents(access: HostAccess, signal: AbortSignal): Promise<EventList> {
  const client = new HostClient(access, signal);
  const found = await client.report(async () => ({ events: await eventsOf(client, access) }));
  return 'problem' in found ? { ...found, events: [] } : { problem: null, message: '', ...found };
}

async function eventsOf(client: HostClient, access: HostAccess): Promise<readonly JsonObject[]> {
  const project = encodeURIComponent(access.projectId ?? '@current');
  const { status, body } = await client.get(`/api/projects/${project}/events/?limit=${mostEvents}`);
  const isOfProject = status === 403 && forbiddenReason(String(body['detail'])) === 'project';
  if (status === 403 && !isOfProject) {
    throw new ConnectionProblem(
      'scope',
      `The personal API key for ${client.label} may not read events. Give it the scope query:read in PostHog.`,
    );
  }
  if (status === 404 || isOfProject) {
    throw new ConnectionProblem(
      'project',
      `${client.label} has no project ${access.projectId ?? ''} for this key. Select another project.`,
    );
  }
  if (status >= 400) {
    throw new ConnectionProblem(
      'personal-key',
      `${client.label} does not take ${client.keyName} (${status}). Make a new one in PostHog, ${client.setNewKey}.`,
    );
  }
  const redactor = new Redactor(access);
  const { results } = body;
  const items: readonly unknown[] = Array.isArray(results) ? results : [];
  return items.map((item) => eventIn(item, redactor)).filter((event) => event !== undefined);
}

/** The fields that an app gets of an event; what the API adds (the person, elements) is left out. */
function eventIn(item: unknown, redactor: Redactor): JsonObject | undefined {
  if (typeof item !== 'object' || item === null) return undefined;
  const { id, event, distinct_id, properties, timestamp } = item as { readonly [key: string]: Json };
  if (typeof event !== 'string') return undefined;
  return scrubbed({ event, distinct_id, properties, timestamp, uuid: id }, redactor) as JsonObject;
}

function scrubbed(value: unknown, redactor: Redactor): Json | undefined {
  if (typeof value === 'string') return redactor.text(value);
  if (typeof value !== 'object' || value === null) return value as Json | undefined;
  if (Array.isArray(value)) return value.map((item) => scrubbed(item, redactor) ?? null);
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, item]) => {
      const clean = secretName.test(name) && item !== null ? hidden : scrubbed(item, redactor);
      return clean === undefined ? [] : [[name, clean]];
    }),
  );
}
