/**
 * job-unit: `months` are 210 days in every version of PostHog, and a unit that it does not know throws (reference 3.7).
 *
 * ```js
 * await meta.jobs.remind(event).runIn(1, 'months')
 * ```
 */
import ts from 'typescript';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { choicesOf, wholeTextOf } from './support/constantTexts.ts';
import { fix, quote, replace } from './support/edits.ts';
import { jobUnits } from '../../platform/jobUnits.ts';
import { similarName } from '../../platform/similarName.ts';
import type { ValuePaths } from './support/valuePaths.ts';

const units = jobUnits.map(({ name }) => name);

export const jobUnit: NodeRule = {
  name: 'job-unit',
  mentions: /\brunIn\b/,
  create: ({ values, report }) => ({
    call(node) {
      const { arguments: given, expression } = node;
      const [duration, unit] = given;
      if (!ts.isPropertyAccessExpression(expression) || expression.name.text !== 'runIn') return;
      if (duration === undefined || unit === undefined || !ts.isCallExpression(expression.expression)) return;
      if (!isJob(expression.expression, values)) return;
      for (const choice of choicesOf(unit, values)) {
        const text = wholeTextOf(choice, values);
        if (text === undefined) continue;
        const full = text.endsWith('s') ? text : `${text}s`;
        const isLiteral = ts.isStringLiteralLike(choice);
        if (full === 'months') {
          const fixes = choice === unit && isLiteral ? inDays(duration, unit) : [];
          report(placeIn(choice, unit), 'PostHog counts a month as 210 days. Give the delay in days.', fixes);
        } else if (!units.includes(full)) {
          const similar = isLiteral ? similarName(full, units) : undefined;
          report(
            placeIn(choice, unit),
            `PostHog does not know the unit ${text}, and throws. Use ${units.filter((name) => name !== 'months').join(', ')}.`,
            similar === undefined
              ? []
              : [fix(`Change to ${similar}`, replace(choice, quote(choice, similar)))],
          );
        }
      }
    },
  }),
};

/** A unit that was worked out elsewhere is reported where the job is enqueued. */
function placeIn(choice: ts.Expression, unit: ts.Expression): ts.Expression {
  return choice.pos >= unit.pos && choice.end <= unit.end && choice.getSourceFile() === unit.getSourceFile()
    ? choice
    : unit;
}

function inDays(duration: ts.Expression, unit: ts.Expression): readonly Fix[] {
  const days = ts.isNumericLiteral(duration)
    ? String(Number(duration.text) * 30)
    : `${duration.getText()} * 30`;
  return [fix('Give the Delay in Days', replace(duration, days), replace(unit, quote(unit, 'days')))];
}

/** Whether a call enqueues a job; classes of the app may have a `runIn` of their own. */
function isJob({ expression }: ts.CallExpression, values: ValuePaths): boolean {
  const path = values.of(expression);
  if (path !== undefined) return path.root === 'meta' && path.members[0] === 'jobs';
  return values.functions.behind(expression) === undefined && /\bjobs\b/i.test(expression.getText());
}
