/** A few routes of the REST API, enough for what apps ask; everything else is not found. */
import { type Annotation, newestEvents, type ProjectState } from './projectState.ts';
import { notFound, page, restError } from './responses.ts';

type Route = (call: RouteCall) => Response | Promise<Response>;

interface RouteCall {
  readonly request: Request;
  readonly url: URL;
  readonly state: ProjectState;
  /** What the placeholder of the path stands for. */
  readonly id: string;
}

const routes: readonly (readonly [method: string, path: RegExp, route: Route])[] = [
  ['GET', /^users\/@me$/, ({ state }) => Response.json(currentUser(state))],
  ['GET', /^projects$/, ({ state, url }) => page([project(state)], url)],
  ['GET', /^projects\/([^/]+)$/, ({ state }) => Response.json(project(state))],
  ['GET', /^projects\/[^/]+\/annotations$/, ({ state, url }) => page(state.annotations, url)],
  ['POST', /^projects\/[^/]+\/annotations$/, createAnnotation],
  [
    'GET',
    /^projects\/[^/]+\/annotations\/([^/]+)$/,
    (call) => withAnnotation(call, (found) => Response.json(found)),
  ],
  ['PATCH', /^projects\/[^/]+\/annotations\/([^/]+)$/, changeAnnotation],
  ['PUT', /^projects\/[^/]+\/annotations\/([^/]+)$/, changeAnnotation],
  ['DELETE', /^projects\/[^/]+\/annotations\/([^/]+)$/, deleteAnnotation],
  ['GET', /^projects\/[^/]+\/persons$/, ({ state, url }) => page(persons(state, url), url)],
  ['GET', /^(?:projects\/[^/]+\/events|event|events)$/, ({ state, url }) => page(events(state, url), url)],
  ['GET', /^person$/, ({ state, url }) => page(persons(state, url), url)],
];

/** Only paths below `/api/`, with or without a slash at the end. */
export async function answerRest(request: Request, state: ProjectState): Promise<Response> {
  const url = new URL(request.url);
  const path = /^\/api\/(.*?)\/?$/.exec(url.pathname)?.[1];
  if (path === undefined) return notFound();
  const matching = routes.filter(([, pattern]) => pattern.test(path));
  const [found] = matching.filter(([method]) => method === request.method);
  if (found === undefined) return matching.length > 0 ? wrongMethod(request.method) : notFound();
  return found[2]({ request, url, state, id: found[1].exec(path)?.[1] ?? '' });
}

function wrongMethod(method: string): Response {
  return restError(405, 'invalid_request', 'method_not_allowed', `Method "${method}" not allowed.`);
}

function project({ projectId, projectName }: ProjectState): object {
  return {
    id: projectId,
    uuid: '01860000-0000-0000-0000-000000000001',
    name: projectName,
    api_token: 'local',
    timezone: 'UTC',
  };
}

function currentUser(state: ProjectState): object {
  return {
    uuid: '01860000-0000-0000-0000-000000000002',
    first_name: 'Local',
    email: 'local@posthog.invalid',
    team: project(state),
  };
}

function events(state: ProjectState, url: URL): readonly unknown[] {
  const name = url.searchParams.get('event');
  const person = url.searchParams.get('distinct_id');
  return newestEvents(state).filter(
    (event) => (name === null || event.event === name) && (person === null || event.distinct_id === person),
  );
}

/** Everybody who has an event, as persons. */
function persons(state: ProjectState, url: URL): readonly unknown[] {
  const wanted = url.searchParams.get('distinct_id');
  const ids = [...new Set(newestEvents(state).map((event) => event.distinct_id))];
  return ids
    .filter((id) => wanted === null || id === wanted)
    .map((id, index) => ({ id: index + 1, name: id, distinct_ids: [id], properties: {}, created_at: null }));
}

async function createAnnotation({ request, state }: RouteCall): Promise<Response> {
  const body = await readBody(request);
  if (body === undefined) return unreadableBody(request);
  const annotation: Annotation = {
    id: Math.max(0, ...state.annotations.map((annotation) => annotation.id)) + 1,
    content: typeof body['content'] === 'string' ? body['content'] : '',
    date_marker: typeof body['date_marker'] === 'string' ? body['date_marker'] : null,
    scope: typeof body['scope'] === 'string' ? body['scope'] : 'project',
    created_at: new Date().toISOString(),
    deleted: false,
  };
  state.annotations.push(annotation);
  return Response.json(annotation, { status: 201 });
}

async function changeAnnotation(call: RouteCall): Promise<Response> {
  const body = await readBody(call.request);
  if (body === undefined) return unreadableBody(call.request);
  return withAnnotation(call, (found) => {
    if (typeof body['content'] === 'string') found.content = body['content'];
    return Response.json(found);
  });
}

function deleteAnnotation(call: RouteCall): Response {
  return withAnnotation(call, (found) => {
    call.state.annotations.splice(call.state.annotations.indexOf(found), 1);
    return new Response(null, { status: 204 });
  });
}

function withAnnotation({ state, id }: RouteCall, answer: (found: Annotation) => Response): Response {
  const found = state.annotations.find((annotation) => String(annotation.id) === id);
  return found === undefined ? notFound() : answer(found);
}

/** The framework reads JSON that says so; the text that old servers sent it does not (reference 1.2.4). */
async function readBody(request: Request): Promise<Record<string, unknown> | undefined> {
  if (!(request.headers.get('content-type') ?? '').includes('json')) return undefined;
  try {
    return (await request.json()) as Record<string, unknown>;
  } catch {
    return undefined;
  }
}

function unreadableBody(request: Request): Response {
  const type = request.headers.get('content-type') ?? '';
  return type.includes('json')
    ? restError(400, 'validation_error', 'parse_error', 'JSON parse error')
    : restError(
        415,
        'invalid_request',
        'unsupported_media_type',
        `Unsupported media type "${type}" in request.`,
      );
}
