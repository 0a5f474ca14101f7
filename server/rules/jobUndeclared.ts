/**
 * job-undeclared: meta.jobs has a function for every name, and a name without a job fails when it is due
 * (reference 3.7, 2.10), as does a job that is no function.
 *
 * ```js
 * await meta.jobs.retyr(event).runNow()
 * ```
 */
import ts from 'typescript';
import { jobsExport } from '../../platform/lifecycle.ts';
import type { NodeRule } from './nodeRule.ts';
import { checkMembers, type MissingMember } from './support/declaredMembers.ts';
import { isTypeScript, metaType } from './support/handlerText.ts';
import { payloadType } from './support/payloadType.ts';
import { kindOfValue } from './support/valueKinds.ts';

/** Jobs that PostHog adds to apps with exportEvents. */
const given = ['exportEventsWithRetry', 'exportEventsFromTheBeginning', 'Export historical events'];

export const jobUndeclared: NodeRule = {
  name: 'job-undeclared',
  mentions: /\bjobs\b/,
  create(context) {
    const message = ({ isUnexported, name, similar }: MissingMember): string => {
      if (isUnexported)
        return `The app does not export its jobs, so the run of ${name} fails when it is due. Export jobs.`;
      const advice = similar === undefined ? 'Add it to the exported jobs.' : `Did you mean ${similar}?`;
      return `The app exports no job ${name}, so the run fails when it is due. ${advice}`;
    };
    const visitors = checkMembers(context, jobsExport, given, message, (name, use) =>
      isTypeScript(use)
        ? `${name}: async (payload: ${payloadType(context.app, name) ?? 'any'}, meta: ${metaType(use)}) => {}`
        : `${name}: async (payload, meta) => {}`,
    );
    const checker = context.app.program.getTypeChecker();
    return {
      ...visitors,
      end() {
        visitors.end?.();
        for (const [name, value] of context.collection(jobsExport).values) {
          if (value === undefined || !ts.isExpression(value) || kindOfValue(value, checker) === undefined)
            continue;
          context.report(
            value,
            `The job ${name} is no function, so its run fails. Write ${name}: async (payload, meta) => { … }.`,
          );
        }
      },
    };
  },
};
