/**
 * job-constant: the functions of the exported object run a job at once; those of meta.jobs enqueue it (reference 3.7).
 *
 * ```js
 * export const jobs = { retry: async (event, meta) => {} }
 * export async function onEvent(event, meta) {
 *   await jobs.retry(event).runIn(30, 'seconds')
 * }
 * ```
 */
import ts from 'typescript';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { enclosingFunction } from './support/apiCall.ts';
import { safeFix, replace } from './support/edits.ts';
import type { ValuePaths } from './support/valuePaths.ts';

const runners = new Set(['runNow', 'runIn', 'runAt']);

export const jobConstant: NodeRule = {
  name: 'job-constant',
  mentions: /\bjobs\b/,
  create: ({ values, report }) => ({
    access(node) {
      if (!ts.isPropertyAccessExpression(node) || !runners.has(node.name.text)) return;
      if (!ts.isCallExpression(node.expression)) return;
      const { expression: job } = node.expression;
      if (!ts.isPropertyAccessExpression(job) || !ts.isIdentifier(job.expression)) return;
      const { expression: jobs } = job;
      if (jobs.text !== 'jobs' || !isTopLevelConstant(jobs, values)) return;
      report(
        jobs,
        `This calls the job itself, which returns nothing that has ${node.name.text}. Jobs are enqueued through meta.jobs.`,
        fixes(jobs, values),
      );
    },
  }),
};

function isTopLevelConstant(name: ts.Identifier, values: ValuePaths): boolean {
  const declaration = values.declarationOf(name);
  return (
    declaration !== undefined &&
    ts.isVariableDeclaration(declaration) &&
    ts.isSourceFile(declaration.parent.parent.parent)
  );
}

/** Where a function around has meta as a parameter, it is used. */
function fixes(jobs: ts.Identifier, values: ValuePaths): readonly Fix[] {
  for (let node = enclosingFunction(jobs); node !== undefined; node = enclosingFunction(node)) {
    for (const { name } of node.parameters) {
      if (!ts.isIdentifier(name)) continue;
      const path = values.of(name);
      // Another thing called meta hides the one further out.
      if (path === undefined && name.text === 'meta') return [];
      if (path?.root === 'meta' && path.members.length === 0) {
        return [safeFix(`Use ${name.text}.jobs`, replace(jobs, `${name.text}.jobs`))];
      }
    }
  }
  return [];
}
