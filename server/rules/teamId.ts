/**
 * team-id: PostHog sets the project of an event back and counts the app as failed (reference 2.4).
 *
 * ```js
 * export function processEvent(event) {
 *   event.team_id = 2
 *   return event
 * }
 * ```
 */
import type ts from 'typescript';
import type { NodeRule } from './nodeRule.ts';
import { isPath } from './support/valuePaths.ts';

const message =
  'An app cannot move an event to another project: PostHog sets team_id back, and reports an error of the app. Remove this line.';

export const teamId: NodeRule = {
  name: 'team-id',
  mentions: /\bteam_id\b/,
  create: ({ values, report }) => {
    const check = (target: ts.Expression): void => {
      if (isPath(values.of(target), 'event', ['team_id'])) report(target, message);
    };
    return { assignment: ({ left }) => check(left), deletion: ({ expression }) => check(expression) };
  },
};
