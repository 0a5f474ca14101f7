/**
 * config-undeclared: a key without a field in plugin.json cannot be filled in, so its value is undefined (reference 3.1).
 * Attachments are in `meta.attachments` alone, and everything else in `meta.config` alone (reference 3.1, 3.2). So it is
 * with a choice that the field does not offer.
 *
 * ```js
 * const url = meta.config.webhookUrl // plugin.json has webhookURL
 * ```
 */
import { findNodeAtLocation, type Node } from 'jsonc-parser';
import ts from 'typescript';
import type { ConfigField } from '../../platform/manifest.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule } from './nodeRule.ts';
import { fix, insertBefore, quote, replace } from './support/edits.ts';
import { setValue } from './support/manifestEdits.ts';
import { choicesOf, fieldNodes, textOf, valueNode } from './support/manifestTree.ts';
import { similarName } from '../../platform/similarName.ts';
import { readingIn } from './support/metaFixes.ts';
import type { ValuePath, ValuePaths } from './support/valuePaths.ts';

export const configUndeclared: NodeRule = {
  name: 'config-undeclared',
  mentions: /\b(?:config|attachments)\b/,
  create: ({ app, report, values }) => {
    const uses: Use[] = [];
    const use = (path: ValuePath | undefined, node: ts.Node): void => {
      if (path?.root !== 'meta' || path.members.length !== 2) return;
      const [place, key = ''] = path.members;
      if (place === 'config' || place === 'attachments') uses.push({ place, key, node });
    };
    const compared: { readonly key: string; readonly text: ts.StringLiteralLike }[] = [];
    return {
      text(node) {
        const other = comparedWith(node);
        const path = other === undefined ? undefined : values.of(other);
        const [place, key, more] = path?.root === 'meta' ? path.members : [];
        if (place === 'config' && key !== undefined && more === undefined) compared.push({ key, text: node });
      },
      access(node) {
        use(values.of(node), ts.isPropertyAccessExpression(node) ? node.name : node.argumentExpression);
      },
      binding: (node) => use(values.ofBinding(node), node.propertyName ?? node.name),
      manifest(root) {
        for (const { key, text } of compared) {
          const field = fieldNodes(root).find((candidate) => candidate.key === key);
          const choices = field === undefined ? [] : choicesOf(field);
          if (field === undefined || choices.length === 0 || text.text === '') continue;
          if (choices.includes(text.text) || textOf(valueNode(field, 'default')) === text.text) continue;
          const similar = similarName(text.text, choices);
          report(
            text,
            `${key} is never ${text.text}: its choices in plugin.json are ${choices.join(', ')}.`,
            [
              ...(similar === undefined
                ? []
                : [fix(`Change to ${similar}`, replace(text, quote(text, similar)))]),
              setValue(app, `Add ${text.text} to the Choices`, [...field.path, 'choices', -1], text.text),
            ],
          );
        }
        const isAttachment = ({ type }: ConfigField): boolean => type === 'attachment';
        const declared: Readonly<Record<Place, ReadonlySet<string>>> = {
          config: keysOf(app.manifest.config.filter((field) => !isAttachment(field))),
          attachments: keysOf(app.manifest.config.filter(isAttachment)),
        };
        for (const { place, key, node } of uses) {
          // Behind a dot the name is still to come.
          if (key === '' || declared[place].has(key) || key in Object.prototype) continue;
          const other = place === 'config' ? 'attachments' : 'config';
          if (declared[other].has(key)) {
            report(node, elsewhere[place](key), moving(node, other, values));
            continue;
          }
          const similar = similarName(key, declared[place]);
          // A setting for whoever knows of it: the code says what holds without it.
          if (similar === undefined && hasDefault(node)) continue;
          report(node, messageFor(place, key, similar), [
            ...renaming(node, similar),
            adding(app, root, key, place),
          ]);
        }
      },
    };
  },
};

/** What a text is compared with: by `===` and the like, or in a `switch`; undefined for what is not compared. */
export function comparedWith(text: ts.Node): ts.Expression | undefined {
  const { parent } = text;
  if (ts.isCaseClause(parent)) return parent.parent.parent.expression;
  if (!ts.isBinaryExpression(parent) || !equalities.has(parent.operatorToken.kind)) return undefined;
  return parent.left === text ? parent.right : parent.left;
}

const equalities: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
]);

/** Where the value of a field comes, by its type. */
type Place = 'config' | 'attachments';

interface Use {
  readonly place: Place;
  readonly key: string;
  readonly node: ts.Node;
}

function keysOf(fields: readonly ConfigField[]): ReadonlySet<string> {
  return new Set(fields.map(({ key }) => key));
}

/** What to say of a key that is read in the wrong place. */
const elsewhere: Readonly<Record<Place, (key: string) => string>> = {
  config: (key) =>
    `${key} is an attachment, which is never in meta.config, so this is undefined. Read it as meta.attachments.${key}.`,
  attachments: (key) =>
    `${key} is not an attachment, so this is undefined. Its value is a string: read it as meta.config.${key}.`,
};

/** `meta.config.key` with the other place in it; what a pattern takes out of it with others has to be moved by hand. */
function moving({ parent }: ts.Node, place: Place, values: ValuePaths): readonly Fix[] {
  const pattern = ts.isBindingElement(parent) ? parent.parent : undefined;
  if (pattern !== undefined) {
    const { parent: holder } = pattern;
    const isAlone = pattern.elements.length === 1 && ts.isVariableDeclaration(holder);
    return isAlone && holder.initializer !== undefined ? readingIn(holder.initializer, place, values) : [];
  }
  return ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)
    ? readingIn(parent.expression, place, values)
    : [];
}

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

function messageFor(place: Place, key: string, similar: string | undefined): string {
  const hint = similar === undefined ? 'Add it there.' : `Did you mean ${similar}?`;
  const field = place === 'config' ? 'config field' : 'attachment';
  return `plugin.json has no ${field} ${key}, so its value is undefined. ${hint}`;
}

function renaming(node: ts.Node, similar: string | undefined): readonly Fix[] {
  if (similar === undefined) return [];
  const title = `Change to ${similar}`;
  const { parent } = node;
  if (ts.isStringLiteralLike(node)) {
    return ts.isElementAccessExpression(parent) ? [fix(title, replace(node, quote(node, similar)))] : [];
  }
  if (!ts.isIdentifier(node)) return [];
  const isName = /^[\p{ID_Start}_$][\p{ID_Continue}$]*$/u.test(similar);
  if (ts.isBindingElement(parent)) {
    const key = isName ? similar : quote(node, similar);
    // A shorthand is the name of a variable as well.
    return [fix(title, parent.propertyName === node ? replace(node, key) : insertBefore(node, `${key}: `))];
  }
  if (!ts.isPropertyAccessExpression(parent)) return [];
  if (isName) return [fix(title, replace(node, similar))];
  const { expression, questionDotToken } = parent;
  const start = expression.end;
  return [
    fix(title, {
      span: { file: node.getSourceFile().fileName, start, length: parent.end - start },
      newText: `${questionDotToken === undefined ? '' : '?.'}[${quote(node, similar)}]`,
    }),
  ];
}

function adding(app: AppProgram, root: Node, key: string, place: Place): Fix {
  const title = `Add ${key} to plugin.json`;
  const start = { key, name: wordsOf(key) };
  const field =
    place === 'config' ? { ...start, type: 'string', default: '' } : { ...start, type: 'attachment' };
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
