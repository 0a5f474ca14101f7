/** Uses of `meta.jobs.<name>` and `meta.metrics.<name>` beside what the app exports. */
import ts from 'typescript';
import type { Access, RuleContext, Visitors } from '../nodeRule.ts';
import { wholeTextOf } from './constantTexts.ts';
import { fix, replace } from './edits.ts';
import { fileScope } from './fileScope.ts';
import { similarName } from '../../../platform/similarName.ts';
import { isPath } from './valuePaths.ts';

export interface MissingMember {
  readonly name: string;
  readonly similar: string | undefined;
  /** Whether the file has a collection that it only does not export. */
  readonly isUnexported: boolean;
}

/** @param given names that are there without being exported. */
export function checkMembers(
  { collection: membersOf, report, values }: RuleContext,
  collection: string,
  given: readonly string[],
  message: (missing: MissingMember) => string,
): Visitors {
  const uses: { readonly name: string; readonly node: ts.Node }[] = [];
  return {
    access(node) {
      if (!isPath(values.of(node.expression), 'meta', [collection])) return;
      const name = ts.isPropertyAccessExpression(node)
        ? node.name.text
        : wholeTextOf(node.argumentExpression, values);
      if (name !== undefined) uses.push({ name, node: memberNode(node) });
    },
    binding(node) {
      const path = values.ofBinding(node);
      if (path?.root !== 'meta' || path.members.length !== 2 || path.members[0] !== collection) return;
      uses.push({ name: path.members[1] ?? '', node: node.propertyName ?? node.name });
    },
    end() {
      if (uses.length === 0) return;
      const { isOpen, values: names } = membersOf(collection);
      if (isOpen) return;
      for (const { name, node } of uses) {
        // Behind a dot the name is still to come.
        if (name === '' || names.has(name) || given.includes(name)) continue;
        const similar = similarName(name, new Set(names.keys()));
        const isUnexported = names.size === 0 && fileScope(node.getSourceFile()).has(collection);
        const fixes =
          similar === undefined || !ts.isIdentifier(node) || ts.isBindingElement(node.parent)
            ? []
            : [fix(`Change to ${similar}`, replace(node, similar))];
        report(node, message({ name, similar, isUnexported }), fixes);
      }
    },
  };
}

function memberNode(node: Access): ts.Node {
  return ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
}
