/** What the objects have that PostHog gives to apps, by the path that leads to them: names that habits from elsewhere add. */

/**
 * References 1 and 3; `patch` is newer, which a rule of its own tells. `meta.config`, `jobs`, `metrics` and `global` have
 * what the app itself gives them.
 */
const membersByPath: ReadonlyMap<string, readonly string[]> = new Map([
  ['posthog', ['capture', 'api']],
  ['posthog.api', ['get', 'post', 'put', 'patch', 'delete']],
  ['meta.cache', ['get', 'set', 'incr', 'expire', 'lpush', 'lrange', 'llen', 'lrem', 'lpop']],
  ['meta.storage', ['get', 'set', 'del']],
  ['meta.geoip', ['locate']],
  ['meta.utils', ['cursor']],
  ['meta.utils.cursor', ['init', 'increment']],
]);

const ofPersons = 'Send what is to be set of a person as $set in the properties of a captured event.';

/** What to do in place of a member, by its path; of names that are alike the message tells by itself. */
const instead: ReadonlyMap<string, string> = new Map([
  ['posthog.identify', ofPersons],
  ['posthog.people', ofPersons],
  ['posthog.setPersonProperties', ofPersons],
  ['meta.cache.del', 'cache.expire(key, 0) deletes a key.'],
  ['meta.cache.delete', 'cache.expire(key, 0) deletes a key.'],
  ['meta.cache.remove', 'cache.expire(key, 0) deletes a key.'],
  ['meta.storage.delete', 'Use storage.del.'],
  ['meta.storage.remove', 'Use storage.del.'],
]);

/** An object that PostHog gives, and what it has; undefined for every other path. */
export function membersOf(path: string): readonly string[] | undefined {
  return membersByPath.get(path);
}

/** What to do in place of a member that is not there, as a sentence; undefined where nothing is known of it. */
export function insteadOfMember(path: string, name: string): string | undefined {
  return instead.get(`${path}.${name}`);
}
