/** What PostHog knows of a project from its events: persons, groups, names of events and of properties. */
import type { Json, JsonObject } from '../../protocol/trace.ts';
import { mostEvents, newestEvents, type ProjectState, type StoredEvent } from './projectState.ts';

interface Person {
  readonly id: number;
  readonly uuid: string;
  readonly name: string;
  readonly distinct_ids: readonly string[];
  readonly properties: JsonObject;
  readonly created_at: string;
}

/** Everybody who has an event; who came last is the first. */
export function persons(state: ProjectState): readonly Person[] {
  const found = new Map<string, Person>();
  for (const { distinct_id: id, properties, timestamp } of oldestEvents(state)) {
    const {
      created_at = timestamp,
      id: number = found.size + 1,
      properties: known = {},
    } = found.get(id) ?? {};
    found.set(id, {
      id: number,
      uuid: uuidOf(1, number),
      name: id,
      distinct_ids: [id],
      properties: { ...objectIn(properties, '$set_once'), ...known, ...objectIn(properties, '$set') },
      created_at,
    });
  }
  return [...found.values()].toReversed();
}

interface Group {
  readonly group_type_index: number;
  readonly group_key: string;
  readonly group_properties: JsonObject;
  readonly created_at: string;
}

/** PostHog has no more. */
const mostGroupTypes = 5;

export function groups(state: ProjectState): readonly Group[] {
  const types = groupTypes(state).map(({ group_type }) => group_type);
  const found = new Map<string, Group>();
  for (const { event, properties, timestamp } of oldestEvents(state)) {
    const { $group_type: type, $group_key: key } = properties;
    if (event !== '$groupidentify' || typeof type !== 'string' || typeof key !== 'string') continue;
    const index = types.indexOf(type);
    if (index < 0) continue;
    const known = found.get(`${index} ${key}`);
    found.set(`${index} ${key}`, {
      group_type_index: index,
      group_key: key,
      group_properties: { ...known?.group_properties, ...objectIn(properties, '$group_set') },
      created_at: known?.created_at ?? timestamp,
    });
  }
  return [...found.values()];
}

export function groupTypes(
  state: ProjectState,
): readonly { readonly group_type: string; readonly group_type_index: number }[] {
  const names = oldestEvents(state).flatMap(({ event, properties }) => [
    ...(event === '$groupidentify' && typeof properties['$group_type'] === 'string'
      ? [properties['$group_type']]
      : []),
    ...Object.keys(objectIn(properties, '$groups')),
  ]);
  return [...new Set(names)].slice(0, mostGroupTypes).map((group_type, group_type_index) => ({
    group_type,
    group_type_index,
    name_singular: null,
    name_plural: null,
  }));
}

export function eventDefinitions(state: ProjectState): readonly object[] {
  const found = new Map<string, { readonly first: string; readonly last: string; readonly count: number }>();
  for (const { event, timestamp } of oldestEvents(state)) {
    const known = found.get(event);
    found.set(event, {
      first: known?.first ?? timestamp,
      last: timestamp,
      count: (known?.count ?? 0) + 1,
    });
  }
  return [...found].map(([name, { count, first, last }], index) => ({
    id: uuidOf(2, index + 1),
    name,
    created_at: first,
    last_seen_at: last,
    last_updated_at: last,
    volume_30_day: count,
    query_usage_30_day: 0,
    tags: [],
    is_action: false,
    action_id: null,
    is_calculating: false,
    last_calculated_at: null,
    created_by: null,
    post_to_slack: false,
  }));
}

export function propertyDefinitions(state: ProjectState): readonly object[] {
  const found = new Map<string, Json>();
  for (const { properties } of oldestEvents(state))
    for (const [name, value] of Object.entries(properties)) found.set(name, value);
  return [...found].map(([name, value], index) => ({
    id: uuidOf(3, index + 1),
    name,
    is_numerical: typeof value === 'number',
    property_type: propertyTypes[typeof value] ?? null,
    query_usage_30_day: 0,
    tags: [],
    is_seen_on_filtered_events: null,
  }));
}

const propertyTypes: { readonly [type: string]: string } = {
  string: 'String',
  number: 'Numeric',
  boolean: 'Boolean',
};

function oldestEvents({ events }: ProjectState): readonly StoredEvent[] {
  return events.slice(-mostEvents);
}

export function matchingEvents(state: ProjectState, query: URLSearchParams): readonly StoredEvent[] {
  const name = query.get('event');
  const person = query.get('distinct_id');
  return newestEvents(state).filter(
    (event) => (name === null || event.event === name) && (person === null || event.distinct_id === person),
  );
}

export function matchingPersons(state: ProjectState, query: URLSearchParams): readonly Person[] {
  const id = query.get('distinct_id');
  const email = query.get('email');
  return persons(state).filter(
    ({ distinct_ids, properties }) =>
      (id === null || distinct_ids.includes(id)) && (email === null || properties['email'] === email),
  );
}

function objectIn(properties: JsonObject, name: string): JsonObject {
  const value = properties[name];
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}

function uuidOf(kind: number, number: number): string {
  return `0186000${kind}-0000-0000-0000-${String(number).padStart(12, '0')}`;
}
