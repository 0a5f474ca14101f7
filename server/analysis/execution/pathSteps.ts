/** The steps of the way that is executed. */
import type ts from 'typescript';
import { lastingOfCondition } from './counting.ts';
import type { Machine } from './machine.ts';
import type { PathStep } from './paths.ts';
import type { Condition } from './values.ts';

/** The next step on the way that is executed: how a condition came out, and what decides on that. */
export function stepOf(
  node: ts.Node,
  outcome: boolean,
  condition: Condition,
  { frame, path: parent }: Pick<Machine, 'frame' | 'path'>,
): PathStep {
  const lasting = lastingOfCondition(condition, node);
  const origin = lasting === undefined ? condition.origin : outcome ? lasting.whenTrue : lasting.whenFalse;
  const facts = outcome ? condition.whenTrue : condition.whenFalse;
  return { node, outcome, origin, lasting, parent, length: (parent?.length ?? 0) + 1, facts, frame };
}
