/** Why PostHog's API answers 403, by its own words: a key without a scope, a project that it may not use, or else. */
export type ForbiddenReason = 'scope' | 'project' | 'other';

/** @param detail what PostHog says of the error (reference 7.4); empty where it says nothing. */
export function forbiddenReason(detail: string): ForbiddenReason {
  // A scope can have the name of a project in it: `project:read`.
  if (/\bscopes?\b/i.test(detail)) return 'scope';
  return /\b(?:project|team|environment)\b/i.test(detail) ? 'project' : 'other';
}
