/**
 * job-payload: a job gets its payload first, and meta behind it; only a job without a payload gets meta first
 * (reference 2.2).
 *
 * ```js
 * export const jobs = { send: async ({ global }) => { … } }
 * await meta.jobs.send({ id: 1 }).runNow()
 * ```
 */
import ts from 'typescript';
import { jobsExport } from '../../platform/lifecycle.ts';
import type { AppFunction } from './support/appCode.ts';
import type { NodeRule } from './nodeRule.ts';
import { fix, insertBefore } from './support/edits.ts';
import { isPath } from './support/valuePaths.ts';

const parts: ReadonlySet<string> = new Set(
  'attachments cache config geoip global jobs metrics storage utils'.split(' '),
);

export const jobPayload: NodeRule = {
  name: 'job-payload',
  mentions: /\bjobs\b/,
  create: ({ lifecycle, values, report }) => {
    /** The payloads that jobs are enqueued with, undefined for what is not known. */
    const given = new Map<string, (ts.Expression | undefined)[]>();
    return {
      access(node) {
        if (!isPath(values.of(node.expression), 'meta', [jobsExport])) return;
        const name = values.of(node)?.members[1] ?? '';
        const call =
          ts.isCallExpression(node.parent) && node.parent.expression === node ? node.parent : undefined;
        given.set(name, [...(given.get(name) ?? []), call?.arguments[0]]);
      },
      binding(element) {
        const path = values.ofBinding(element);
        if (path?.root !== 'meta' || path.members[0] !== jobsExport || path.members.length !== 2) return;
        given.set(path.members[1] ?? '', [undefined]);
      },
      end() {
        for (const entry of lifecycle) {
          const payloads = given.get(entry.name.slice(jobsExport.length + 1));
          const taken = entry.name.startsWith(`${jobsExport}.`) ? partsTakenOut(entry) : undefined;
          if (taken === undefined || payloads === undefined) continue;
          const [first] = taken;
          if (first === undefined || !payloads.every((payload) => isOtherPayload(payload, taken))) continue;
          const { parameters } = entry.node;
          const [parameter] = parameters;
          report(
            first,
            `A job gets its payload first and meta behind it, so ${first.text} is undefined here: the app enqueues this job with a payload. Write (payload, { ${first.text} }).`,
            parameter !== undefined && parameters.length === 1
              ? [fix('Take the Payload First', insertBefore(parameter, 'payload, '))]
              : [],
          );
        }
      },
    };
  },
};

/** The names in the pattern of a job's first parameter, where all of them are parts of meta. */
function partsTakenOut({ node }: AppFunction): readonly ts.Identifier[] | undefined {
  const [parameter] = node.parameters;
  if (parameter === undefined || !ts.isObjectBindingPattern(parameter.name)) return undefined;
  const names: ts.Identifier[] = [];
  for (const { dotDotDotToken, initializer, name, propertyName = name } of parameter.name.elements) {
    const isPart = ts.isIdentifier(propertyName) && parts.has(propertyName.text);
    if (!isPart || dotDotDotToken !== undefined || initializer !== undefined) return undefined;
    names.push(propertyName);
  }
  return names;
}

/** Whether a payload is surely there, and has none of the names. */
function isOtherPayload(payload: ts.Expression | undefined, names: readonly ts.Identifier[]): boolean {
  if (payload === undefined || !ts.isObjectLiteralExpression(payload)) return false;
  return payload.properties.every(
    ({ name }) =>
      name !== undefined && ts.isIdentifier(name) && !names.some(({ text }) => text === name.text),
  );
}
