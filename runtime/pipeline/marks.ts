/**
 * The marks that PostHog puts on an event when all `processEvent` are through, which later apps see and which are stored:
 * what became of it in which app. Reference 2.4.
 */
import type { Profile } from '../../platform/profiles.ts';
import type { JsonObject } from '../../protocol/trace.ts';

export interface Marks {
  readonly succeeded: string[];
  readonly failed: string[];
}

/** What an app is called in a mark: its name and the id of its configuration, for which its place among the apps stands. */
export function markOf(name: string, index: number): string {
  return `${name} (${index + 1})`;
}

/**
 * @param event the object that came in; on another one, which an app returned, PostHog's marks are lost.
 * @param deferred apps that only look on, which the servers of 2022 do not name any more.
 * @returns the event with its marks, or as it is where no app had to do with it.
 */
export function marked(
  event: JsonObject,
  { succeeded, failed }: Marks,
  deferred: readonly string[],
  profile: Profile,
): JsonObject {
  const isOld = profile === 'plugin-server-1.10.5';
  if (succeeded.length + failed.length + (isOld ? deferred.length : 0) === 0) return event;
  const { properties } = event;
  const own = typeof properties === 'object' && properties !== null ? (properties as JsonObject) : {};
  return {
    ...event,
    properties: {
      ...own,
      $plugins_succeeded: succeeded,
      $plugins_failed: failed,
      ...(isOld ? { $plugins_deferred: deferred } : {}),
    },
  };
}
