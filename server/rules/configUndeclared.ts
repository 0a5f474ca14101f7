/**
 * config-undeclared: a key without a field in plugin.json cannot be filled in, so its value is undefined (reference 3.1).
 *
 * ```js
 * const url = meta.config.webhookUrl // plugin.json has webhookURL
 * ```
 */
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import ts from 'typescript';
import type { AppProgram } from '../analysis/appProgram.ts';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { safeFix, replace } from './support/edits.ts';
import { setValue } from './support/manifestEdits.ts';
import { similarName } from '../../platform/similarName.ts';
import type { ValuePath } from './support/valuePaths.ts';

export const configUndeclared: NodeRule = {
  name: 'config-undeclared',
  mentions: /\bconfig\b/,
  create: ({ app, report, values }) => {
    const uses: { readonly key: string; readonly node: ts.Node }[] = [];
    const use = (path: ValuePath | undefined, node: ts.Node): void => {
      if (path?.root === 'meta' && path.members.length === 2 && path.members[0] === 'config') {
        uses.push({ key: path.members[1] ?? '', node });
      }
    };
    return {
      access(node) {
        use(values.of(node), ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression);
      },
      binding: (node) => use(values.ofBinding(node), node.propertyName ?? node.name),
      manifest(root) {
        const declared = new Set(app.manifest.config.map(({ key }) => key));
        for (const { key, node } of uses) {
          // Behind a dot the name is still to come.
          if (key === '' || declared.has(key) || key in Object.prototype) continue;
          const similar = similarName(key, declared);
          // A setting for whoever knows of it: the code says what holds without it.
          if (similar === undefined && hasDefault(node)) continue;
          report(node, messageFor(key, similar), [...renaming(node, similar), adding(app, root, key)]);
        }
      },
    };
  },
};

/** `{ key = value }`, `config.key ?? value`, `config.key || value`. */
function hasDefault({ parent }: ts.Node): boolean {
  if (ts.isBindingElement(parent)) return parent.initializer !== undefined;
  const use = parent.parent;
  return (
    use !== undefined &&
    ts.isBinaryExpression(use) &&
    use.left === parent &&
    (use.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      use.operatorToken.kind === ts.SyntaxKind.BarBarToken)
  );
}

function messageFor(key: string, similar: string | undefined): string {
  const hint = similar === undefined ? 'Add it there.' : `Did you mean ${similar}?`;
  return `plugin.json has no config field ${key}, so its value is undefined. ${hint}`;
}

function renaming(node: ts.Node, similar: string | undefined): readonly Fix[] {
  // A shorthand is the name of a variable as well.
  if (similar === undefined || !ts.isIdentifier(node) || !ts.isPropertyAccessExpression(node.parent))
    return [];
  return [{ ...safeFix(`Change to ${similar}`, replace(node, similar)), isSafe: false }];
}

function adding(app: AppProgram, root: Node, key: string): Fix {
  const title = `Add ${key} to plugin.json`;
  const field = { key, name: wordsOf(key), type: 'string', default: '' };
  const config = findNodeAtLocation(root, ['config']);
  if (config?.type === 'array') return setValue(app, title, ['config', -1], field);
  if (config?.type === 'object') {
    const { key: _, ...rest } = field;
    return setValue(app, title, ['config', key], rest);
  }
  return setValue(app, title, ['config'], [field]);
}

/** `webhookUrl` as a person would write it: `Webhook url`. */
function wordsOf(key: string): string {
  const words = key
    .replaceAll(/[_-]+/g, ' ')
    .replaceAll(/([a-z\d])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
