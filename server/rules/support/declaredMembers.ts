/** Uses of `meta.jobs.<name>` and `meta.metrics.<name>` beside what the app exports. */
import ts from 'typescript';
import type { Access, RuleContext, Visitors } from '../nodeRule.ts';
import { collectionNames } from './collections.ts';
import { fix, replace } from './edits.ts';
import { similarName } from './similarName.ts';

/**
 * @param files takes the files of the walk.
 * @param given names that are there without being exported.
 */
export function checkMembers(
  { values, report }: RuleContext,
  files: ts.SourceFile[],
  collection: string,
  given: readonly string[],
  message: (name: string, similar: string | undefined) => string,
): Visitors {
  const uses: { readonly name: string; readonly node: ts.Node }[] = [];
  return {
    file: (file) => void files.push(file),
    access(node) {
      const path = values.of(node);
      if (path?.root !== 'meta' || path.members.length !== 2 || path.members[0] !== collection) return;
      uses.push({ name: path.members[1] ?? '', node: memberNode(node) });
    },
    end() {
      if (uses.length === 0) return;
      const names = collectionNames(files, collection);
      if (names === undefined) return;
      for (const { name, node } of uses) {
        // Behind a dot the name is still to come.
        if (name === '' || names.has(name) || given.includes(name)) continue;
        const similar = similarName(name, names);
        const fixes =
          similar === undefined || !ts.isIdentifier(node)
            ? []
            : [fix(`Change to ${similar}`, replace(node, similar))];
        report(node, message(name, similar), fixes);
      }
    },
  };
}

function memberNode(node: Access): ts.Node {
  return ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression;
}
