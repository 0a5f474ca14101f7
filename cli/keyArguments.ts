/**
 * Refuses keys as arguments: other programs of the computer see the arguments of a process, and shells write them into
 * their history. The key itself is never repeated.
 */
import { keyPrefixes } from '../platform/apiKeys.ts';
import { UsageError } from './command.ts';

export const personalKeyVariable = 'POSTHOG_PERSONAL_API_KEY';
export const projectKeyVariable = 'POSTHOG_PROJECT_API_KEY';

const keyShape = new RegExp(
  `(?:^|[^A-Za-z0-9])(${keyPrefixes.map(({ prefix }) => prefix).join('|')})[A-Za-z0-9]{16,}`,
);
const keyOption = /^--?(?:(personal|project)-?)?(?:api-?)?(?:key|token|secret)(?:=|$)/i;

/** @throws UsageError for a key, or an option that wants to be one. */
export function refuseKeys(args: readonly string[]): void {
  for (const argument of args) {
    const prefix = keyShape.exec(argument)?.[1];
    const option = keyOption.exec(argument);
    if (prefix === undefined && option === null) continue;
    const isProject = prefix === 'phc_' || (prefix === undefined && option?.[1]?.toLowerCase() === 'project');
    throw new UsageError(
      `Keys are not taken as arguments, where other programs can see them. Put it into the environment variable ${isProject ? projectKeyVariable : personalKeyVariable} instead.${prefix === undefined || isProject ? '' : ' This one may have been seen: make a new one in PostHog.'}`,
    );
  }
}
