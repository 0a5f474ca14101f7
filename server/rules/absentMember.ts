/**
 * absent-member: what PostHog gives to apps has few members, and calling another throws (reference 1, 3).
 *
 * ```js
 * posthog.identify(event.distinct_id)
 * ```
 */
import ts from 'typescript';
import { insteadOfMember, membersOf } from '../../platform/members.ts';
import { similarName } from '../../platform/similarName.ts';
import type { NodeRule } from './nodeRule.ts';
import { fix, replace } from './support/edits.ts';
import { isAskedFor } from './support/guards.ts';
import type { ValuePath } from './support/valuePaths.ts';

/** `a, b and c` */
const list = new Intl.ListFormat('en-GB');

/** An object of PostHog, as people write its path, and the name that is asked for in it. */
interface Asked {
  readonly owner: string;
  readonly name: string;
  readonly node: ts.Node;
}

export const absentMember: NodeRule = {
  name: 'absent-member',
  mentions: /\b(?:posthog|cache|storage|geoip|utils)\b/,
  create: ({ reachable, report, values }) => {
    const found: Asked[] = [];
    /** What the app adds to anything: it may be one of these objects. */
    const added = new Set<string>();
    const note = (asked: Asked | undefined): void => {
      if (asked !== undefined && reachable.has(asked.node)) found.push(asked);
    };
    return {
      assignment({ left }) {
        if (ts.isPropertyAccessExpression(left)) added.add(left.name.text);
      },
      binding(element) {
        if (element.initializer !== undefined) return;
        const asked = absentIn(values.ofBinding(element), element.propertyName ?? element.name);
        // To look for the calls of a name costs the more the longer the app is.
        if (asked !== undefined && values.functions.isCalled(element.name)) note(asked);
      },
      access(node) {
        // What is only read is undefined, and harms nobody.
        if (!isUsed(node) || node.questionDotToken !== undefined || isAskedFor(node)) return;
        note(
          absentIn(
            values.of(node),
            ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression,
          ),
        );
      },
      end() {
        for (const { name, node, owner } of found) {
          if (added.has(name)) continue;
          const names = membersOf(owner) ?? [];
          const similar = similarName(name, names);
          const instead =
            insteadOfMember(owner, name) ??
            (similar === undefined ? `It has ${list.format(names)}.` : `Did you mean ${similar}?`);
          const isName = ts.isIdentifier(node) && ts.isPropertyAccessExpression(node.parent);
          report(
            node,
            `${owner} has no ${name}, so this throws. ${instead}`,
            similar === undefined || !isName ? [] : [fix(`Change to ${similar}`, replace(node, similar))],
          );
        }
      },
    };
  },
};

function absentIn(found: ValuePath | undefined, node: ts.Node): Asked | undefined {
  if (found === undefined) return undefined;
  const { members, root } = found;
  const name = members.at(-1);
  const path = root === 'meta' ? ['meta', ...members] : root === 'global' ? members : [];
  const owner = path.slice(0, -1).join('.');
  const known = membersOf(owner);
  // A name that is empty is still being written.
  if (known === undefined || name === undefined || name === '' || known.includes(name)) return undefined;
  return name in Object.prototype ? undefined : { owner, name, node };
}

/** `value.name()`, `value.name.more` */
function isUsed(node: ts.Expression): boolean {
  const { parent } = node;
  const isOwner =
    ts.isCallExpression(parent) ||
    ts.isPropertyAccessExpression(parent) ||
    ts.isElementAccessExpression(parent);
  return isOwner && parent.expression === node && parent.questionDotToken === undefined;
}
