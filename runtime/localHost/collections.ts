/** Objects of a project that can be made, read and changed: annotations, cohorts and the like. Reference 8.1. */
import type { Json, JsonObject } from '../../protocol/trace.ts';
import { isReplaced, refusedField } from './fieldRules.ts';
import { localUser, type ProjectState, type StoredObject } from './projectState.ts';
import { notFound, page, restError, unreadableBody, wrongMethod } from './responses.ts';

/** What an object has that was made with an empty body, besides `id`, `created_by` and `created_at`. */
const templates: { readonly [collection: string]: (id: number, now: string) => JsonObject } = {
  annotations: (_, now) => ({
    content: '',
    date_marker: null,
    creation_type: 'USR',
    dashboard_item: null,
    insight_short_id: null,
    insight_name: null,
    updated_at: now,
    deleted: false,
    scope: 'project',
  }),
  cohorts: () => ({
    name: null,
    description: '',
    groups: [],
    deleted: false,
    filters: { properties: { type: 'OR', values: [] } },
    is_calculating: false,
    last_calculation: null,
    errors_calculating: 0,
    count: 0,
    is_static: false,
  }),
  feature_flags: () => ({
    name: '',
    key: '',
    filters: { groups: [{ properties: [], rollout_percentage: null }] },
    deleted: false,
    active: true,
    is_simple_flag: true,
    rollout_percentage: null,
    ensure_experience_continuity: false,
    experiment_set: [],
    can_edit: true,
    tags: [],
  }),
  insights: (id, now) => ({
    short_id: `local${String(id).padStart(3, '0')}`,
    name: '',
    derived_name: null,
    filters: {},
    query: null,
    order: null,
    deleted: false,
    dashboards: [],
    dashboard_tiles: [],
    last_refresh: null,
    result: null,
    description: '',
    updated_at: now,
    tags: [],
    favorited: false,
    saved: false,
    last_modified_at: now,
    last_modified_by: localUser,
    is_sample: false,
    is_cached: false,
    timezone: 'UTC',
  }),
  actions: () => ({
    name: null,
    description: '',
    tags: [],
    post_to_slack: false,
    slack_message_format: '',
    steps: [],
    deleted: false,
    is_calculating: false,
    last_calculated_at: null,
    is_action: true,
  }),
  dashboards: () => ({
    name: null,
    description: '',
    pinned: false,
    is_shared: false,
    deleted: false,
    creation_mode: 'default',
    filters: {},
    tags: [],
    tiles: [],
  }),
};

/** Set by PostHog alone. */
const readOnly: ReadonlySet<string> = new Set([
  'id',
  'created_by',
  'created_at',
  'count',
  'short_id',
  '__proto__',
]);

export const collectionNames: readonly string[] = Object.keys(templates);

/**
 * @param name of the collection, such as `annotations`.
 * @param id of the object; undefined for the collection as a whole.
 * @returns undefined where there is no such collection.
 */
export async function answerCollection(
  request: Request,
  state: ProjectState,
  name: string,
  id: string | undefined,
): Promise<Response | undefined> {
  const objects = Object.hasOwn(state.objects, name) ? state.objects[name] : undefined;
  if (objects === undefined) return undefined;
  const { method } = request;
  if (id === undefined) {
    const listed = objects.filter(({ deleted }) => deleted !== true);
    if (method === 'GET') return page(listed, new URL(request.url));
    return method === 'POST' ? create(request, objects, name) : wrongMethod(method);
  }
  const found = objects.find((object) => String(object.id) === id);
  if (found === undefined || (method === 'GET' && found['deleted'] === true)) return notFound();
  switch (method) {
    case 'GET':
      return Response.json(found);
    case 'PATCH':
    case 'PUT':
      return change(request, { name, objects, object: found });
    case 'DELETE':
      return restError(405, 'invalid_request', 'method_not_allowed', 'Set "deleted" to true with PATCH.');
    default:
      return wrongMethod(method);
  }
}

async function create(request: Request, objects: StoredObject[], name: string): Promise<Response> {
  const body = await readBody(request);
  if (body === undefined) return unreadableBody(request);
  const refused = refusedField(name, objects, body);
  if (refused !== undefined) return refused;
  const now = new Date().toISOString();
  const id = (objects.at(-1)?.id ?? 0) + 1;
  const object = {
    id,
    ...templates[name]?.(id, now),
    ...writable(body),
    created_by: localUser,
    created_at: now,
  };
  const replaced = objects.findIndex((other) => isReplaced(name, other, body));
  if (replaced >= 0) objects.splice(replaced, 1);
  objects.push(object);
  return Response.json(object, { status: 201 });
}

interface Changed {
  /** Of its collection. */
  readonly name: string;
  readonly objects: readonly StoredObject[];
  readonly object: StoredObject;
}

async function change(request: Request, { name, object, objects }: Changed): Promise<Response> {
  const body = await readBody(request);
  if (body === undefined) return unreadableBody(request);
  const refused = refusedField(name, objects, body, object);
  if (refused !== undefined) return refused;
  Object.assign(object, writable(body));
  if ('updated_at' in object) object['updated_at'] = new Date().toISOString();
  return Response.json(object);
}

function writable(body: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(body).filter(([field]) => !readOnly.has(field)));
}

/** The framework reads JSON that says so; the text that old servers sent it does not (reference 1.2.4). */
async function readBody(request: Request): Promise<JsonObject | undefined> {
  if (!(request.headers.get('content-type') ?? '').includes('json')) return undefined;
  try {
    const body = (await request.json()) as Json;
    return typeof body === 'object' && body !== null && !Array.isArray(body)
      ? (body as JsonObject)
      : undefined;
  } catch {
    return undefined;
  }
}
