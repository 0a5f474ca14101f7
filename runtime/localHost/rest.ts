/** The routes of the REST API that apps use most; everything else is not found. Reference 8.1. */
import { answerCollection, collectionNames } from './collections.ts';
import { localUser, type ProjectState } from './projectState.ts';
import { notFound, page, wrongMethod } from './responses.ts';
import {
  eventDefinitions,
  groups,
  groupTypes,
  matchingEvents,
  matchingPersons,
  persons,
  propertyDefinitions,
} from './seen.ts';

/** Paths of before 2022, whose project the token says. */
const legacyNames: { readonly [name: string]: string } = {
  event: 'events',
  person: 'persons',
  annotation: 'annotations',
  cohort: 'cohorts',
  feature_flag: 'feature_flags',
  insight: 'insights',
  action: 'actions',
  dashboard: 'dashboards',
};

/** What is read alone; an app that writes it is answered with 405. */
const reading: { readonly [path: string]: (state: ProjectState, url: URL) => Response } = {
  events: (state, url) => page(matchingEvents(state, url.searchParams), url),
  persons: (state, url) => page(matchingPersons(state, url.searchParams), url),
  groups: (state, url) => page(groups(state).filter(isOfType(url)), url),
  'groups/find': (state, url) =>
    one(
      groups(state)
        .filter(isOfType(url))
        .find(({ group_key: key }) => key === url.searchParams.get('group_key')),
    ),
  'groups/related': () => Response.json([]),
  groups_types: (state) => Response.json(groupTypes(state)),
  event_definitions: (state, url) => page(eventDefinitions(state), url),
  property_definitions: (state, url) => page(propertyDefinitions(state), url),
  'feature_flags/local_evaluation': ({ objects }) =>
    Response.json({ flags: objects['feature_flags'], group_type_mapping: {} }),
  'feature_flags/my_flags': ({ objects }) =>
    Response.json(objects['feature_flags']?.map((flag) => ({ feature_flag: flag, value: flag['active'] }))),
};

/** For a sentence: what the embedded host answers below `/api/`. */
export const imitatedNames: readonly string[] = [
  'users/@me',
  'projects',
  ...new Set([...Object.keys(reading).map((path) => path.replace(/\/.*/, '')), ...collectionNames]),
];

/** Only paths below `/api/`, with or without a slash at the end. */
export async function answerRest(request: Request, state: ProjectState): Promise<Response> {
  const url = new URL(request.url);
  const path = /^\/api\/(.*?)\/?$/.exec(url.pathname)?.[1];
  if (path === undefined) return notFound();
  const { method } = request;
  const ofHost = answerOfHost(path, state, url);
  if (ofHost !== undefined) return method === 'GET' ? ofHost : wrongMethod(method);
  const inProject = pathInProject(path);
  if (inProject === undefined) return notFound();
  const read = Object.hasOwn(reading, inProject) ? reading[inProject] : undefined;
  if (read !== undefined) return method === 'GET' ? read(state, url) : wrongMethod(method);
  const [name = '', id, ...more] = inProject.split('/');
  if (id !== undefined && more.length === 0 && Object.hasOwn(seen, name))
    return method === 'GET' ? one(seen[name]?.(state, id)) : wrongMethod(method);
  const answer = more.length === 0 ? await answerCollection(request, state, name, id) : undefined;
  return answer ?? notFound();
}

/** One of those that events tell of. */
const seen: { readonly [name: string]: (state: ProjectState, id: string) => object | undefined } = {
  events: ({ events }, id) => events.find(({ uuid }) => uuid === id),
  persons: (state, id) => persons(state).find((person) => String(person.id) === id || person.uuid === id),
  event_definitions: (state, id) => withId(eventDefinitions(state), id),
  property_definitions: (state, id) => withId(propertyDefinitions(state), id),
};

function withId(definitions: readonly object[], id: string): object | undefined {
  return definitions.find((definition) => 'id' in definition && definition.id === id);
}

function one(found: object | undefined): Response {
  return found === undefined ? notFound() : Response.json(found);
}

function isOfType({ searchParams }: URL): (group: { readonly group_type_index: number }) => boolean {
  const type = searchParams.get('group_type_index');
  return (group) => type === null || String(group.group_type_index) === type;
}

/** Whether PostHog itself does not write what is at this path. */
export function isReadAlone(pathname: string): boolean {
  const path = /^\/api\/(.*?)\/?$/.exec(pathname)?.[1];
  const inProject = path === undefined ? undefined : pathInProject(path);
  return inProject !== undefined && Object.hasOwn(reading, inProject);
}

/** @returns undefined for a path that is not of a project, or of an old one. */
function pathInProject(path: string): string | undefined {
  const nested = /^(?:projects|environments)\/[^/]+\/(.+)$/.exec(path)?.[1];
  if (nested !== undefined) return nested;
  const [first = '', ...rest] = path.split('/');
  // `/api/events` was never there, and is what some write.
  const name = first === 'events' ? first : legacyNames[first];
  return name === undefined ? undefined : [name, ...rest].join('/');
}

function answerOfHost(path: string, state: ProjectState, url: URL): Response | undefined {
  if (path === 'users/@me') return Response.json({ ...localUser, team: project(state) });
  if (path === 'projects') return page([project(state)], url);
  return /^projects\/[^/]+$/.test(path) ? Response.json(project(state)) : undefined;
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
