/**
 * The marks that PostHog puts on an event when all `processEvent` are through, which later apps see and which are stored:
 * what became of it in which app. Reference 2.4.
 */
import type { Profile } from './profiles.ts';

export interface EventMarks {
  readonly succeeded: readonly string[];
  readonly failed: readonly string[];
  /** Apps that only look on; the servers of 2022 do not name them any more. */
  readonly deferred: readonly string[];
}

/** What an app is called in a mark: its name and the id of its configuration, for which its place among the apps stands. */
export function markOf(name: string, index: number): string {
  return `${name} (${index + 1})`;
}

/**
 * @param event the object that came in; on another one, which an app returned, PostHog's marks are lost.
 * @returns the event with its marks, or as it is where no app had to do with it.
 */
export function marked<Value>(
  event: { readonly [field: string]: Value },
  { succeeded, failed, deferred }: EventMarks,
  profile: Profile,
): { readonly [field: string]: Value | MarkedProperties } {
  const isOld = profile === 'plugin-server-1.10.5';
  if (succeeded.length + failed.length + (isOld ? deferred.length : 0) === 0) return event;
  const { properties } = event;
  return {
    ...event,
    properties: {
      ...(typeof properties === 'object' ? properties : {}),
      $plugins_succeeded: succeeded,
      $plugins_failed: failed,
      ...(isOld ? { $plugins_deferred: deferred } : {}),
    },
  };
}

interface MarkedProperties {
  readonly [name: string]: readonly string[];
}
