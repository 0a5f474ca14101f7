/**
 * job-undeclared: meta.jobs has a function for every name, and a name without a job fails when it is due
 * (reference 3.7, 2.10).
 *
 * ```js
 * await meta.jobs.retyr(event).runNow()
 * ```
 */
import { jobsExport } from '../../platform/lifecycle.ts';
import type { NodeRule } from './nodeRule.ts';
import { checkMembers } from './support/declaredMembers.ts';

/** Jobs that PostHog adds to apps with exportEvents. */
const given = ['exportEventsWithRetry', 'exportEventsFromTheBeginning', 'Export historical events'];

export const jobUndeclared: NodeRule = {
  name: 'job-undeclared',
  mentions: /\bjobs\b/,
  create: (context) =>
    checkMembers(context, jobsExport, given, ({ isUnexported, name, similar }) => {
      if (isUnexported)
        return `The app does not export its jobs, so the run of ${name} fails when it is due. Export jobs.`;
      const advice = similar === undefined ? 'Add it to the exported jobs.' : `Did you mean ${similar}?`;
      return `The app exports no job ${name}, so the run fails when it is due. ${advice}`;
    }),
};
