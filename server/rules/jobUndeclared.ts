/**
 * job-undeclared: meta.jobs has a function for every name, and a name without a job fails when it is due
 * (reference 3.7, 2.10).
 *
 * ```js
 * await meta.jobs.retyr(event).runNow()
 * ```
 */
import type ts from 'typescript';
import { jobsExport } from '../../platform/lifecycle.ts';
import type { NodeRule } from './nodeRule.ts';
import { checkMembers } from './support/declaredMembers.ts';

/** Jobs that PostHog adds to apps with exportEvents. */
const given = ['exportEventsWithRetry', 'exportEventsFromTheBeginning', 'Export historical events'];

export const jobUndeclared: NodeRule = {
  name: 'job-undeclared',
  mentions: /\bjobs\b/,
  create: (context) => {
    const files: ts.SourceFile[] = [];
    return checkMembers(context, files, jobsExport, given, (name, similar) =>
      similar === undefined
        ? `The app exports no job ${name}, so the run fails when it is due. Add it to the exported jobs.`
        : `The app exports no job ${name}, so the run fails when it is due. Did you mean ${similar}?`,
    );
  },
};
