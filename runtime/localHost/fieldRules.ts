/** What PostHog refuses in the fields of an object that is made or changed, with the answers of its REST framework. */
import type { Json, JsonObject } from '../../protocol/trace.ts';
import type { StoredObject } from './projectState.ts';
import { requiredField, restError } from './responses.ts';

const required: { readonly [collection: string]: string } = { feature_flags: 'key' };

interface UniqueField {
  readonly field: string;
  /** @param id of the object that has the value already. */
  readonly detail: (id: number) => string;
}

/** Names of cohorts, dashboards and insights may be the same. */
const unique: { readonly [collection: string]: UniqueField } = {
  feature_flags: { field: 'key', detail: () => 'There is already a feature flag with this key.' },
  actions: {
    field: 'name',
    detail: (id) => `This project already has an action with this name, ID ${id}`,
  },
};

/** Characters, from PostHog's own description of its API. */
const longest: { readonly [collection: string]: { readonly [field: string]: number } } = {
  annotations: { content: 400 },
  cohorts: { name: 400, description: 1_000 },
  feature_flags: { key: 400 },
  insights: { name: 400, derived_name: 400, description: 400 },
  actions: { name: 400, slack_message_format: 600 },
  dashboards: { name: 400 },
};

/**
 * @param body what is to be written.
 * @param object that is changed; undefined for one that is made.
 * @returns PostHog's answer to the first field that it does not take.
 */
export function refusedField(
  collection: string,
  objects: readonly StoredObject[],
  body: JsonObject,
  object?: StoredObject,
): Response | undefined {
  const needed = required[collection];
  if (needed !== undefined && object === undefined && !body[needed]) return requiredField(needed);
  for (const [field, most] of Object.entries(longest[collection] ?? {})) {
    const value = body[field];
    if (typeof value !== 'string' || value.length <= most) continue;
    const detail = `Ensure this field has no more than ${most} characters.`;
    return restError(400, 'validation_error', 'max_length', detail, field);
  }
  const only = unique[collection];
  const value: Json = (only === undefined ? null : body[only.field]) ?? null;
  if (only === undefined || value === null) return undefined;
  const other = objects.find(
    (candidate) => candidate !== object && candidate['deleted'] !== true && candidate[only.field] === value,
  );
  return other && restError(400, 'validation_error', 'unique', only.detail(other.id), only.field);
}

/** A flag that is made takes the place of a deleted one with its key, which is gone for good then. */
export function isReplaced(collection: string, object: StoredObject, body: JsonObject): boolean {
  return collection === 'feature_flags' && object['deleted'] === true && object['key'] === body['key'];
}
