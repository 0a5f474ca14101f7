/** What TypeScript itself says of a member that a type has not (error 2339), and of a unit of time that is none (2345). */
import ts from 'typescript';
import { jobUnits } from '../../platform/jobUnits.ts';
import type { Answers } from './answers.ts';
import type { EditorTypes } from './editorTypes.ts';

/** Whether it reports a name behind a dot, or in a pattern, for which the type of what stands before it has nothing. */
export function isMissingMemberTold(name: ts.Node, answers: Answers, types: EditorTypes): boolean {
  const { parent } = name;
  const subject =
    ts.isPropertyAccessExpression(parent) && parent.name === name
      ? parent.expression
      : ts.isBindingElement(parent) && ts.isVariableDeclaration(parent.parent.parent)
        ? parent.parent.parent.initializer
        : undefined;
  if (subject === undefined || !ts.isIdentifier(name)) return false;
  const type = types.checker.getTypeAtLocation(subject);
  if ((type.flags & ts.TypeFlags.Any) !== 0 || type.getProperty(name.text) !== undefined) return false;
  // Where any name may be, nothing is said of one: there, or in what posthog-env.d.ts says of the app's metrics.
  if (types.checker.getIndexInfosOfType(type).length > 0 || answers.isOfAppAlone(subject)) return false;
  return answers.isTypeKnown(subject) && types.hasTypeOf(subject);
}

/** Whether it reports the unit of a delay: a text that is known, and neither a unit nor the singular of one. */
export function isUnitTold(unit: ts.Node, answers: Answers, types: EditorTypes): boolean {
  const call = unit.parent;
  if (!ts.isCallExpression(call) || call.arguments[1] !== unit) return false;
  const type = types.checker.getTypeAtLocation(unit);
  if (!type.isStringLiteral()) return false;
  if (jobUnits.some(({ name }) => name === type.value || name === `${type.value}s`)) return false;
  const runner = ts.isPropertyAccessExpression(call.expression) ? call.expression.expression : undefined;
  return runner !== undefined && answers.isTypeKnown(runner) && types.hasTypeOf(call.expression);
}
