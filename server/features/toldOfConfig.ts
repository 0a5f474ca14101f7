/** What TypeScript itself says of a config key that plugin.json lacks, and of one compared with none of its choices. */
import ts from 'typescript';
import { comparedWith } from '../rules/configUndeclared.ts';
import type { Answers } from './answers.ts';
import type { EditorTypes } from './editorTypes.ts';

/** What the configuration of the file makes TypeScript report. */
export interface Strictness {
  /** A key in brackets that the type has not. */
  readonly reportsImplicitAny: boolean;
  /** A name behind a dot that a type only lets be. */
  readonly asksForBrackets: boolean;
}

/**
 * @param node a key, or the text that it is compared with.
 * @returns `all` where the author's own types lack the key (errors 2339, 2551, 7053) or the choice (2367, 2678); `part` where
 *   `posthog-env.d.ts` lets any key be, and TypeScript only asks for brackets around it (4111).
 */
export function configTold(
  node: ts.Node,
  answers: Answers,
  types: EditorTypes,
  { asksForBrackets, reportsImplicitAny }: Strictness,
): 'all' | 'part' | undefined {
  const compared = comparedWith(node);
  if (compared !== undefined)
    return answers.areTextsKnown(compared) && types.hasTypeOf(compared) ? 'all' : undefined;
  const { parent } = node;
  if (ts.isBindingElement(parent)) return isPatternTold(parent, node, answers, types) ? 'all' : undefined;
  const isDotted = ts.isPropertyAccessExpression(parent) && parent.name === node;
  if (!isDotted && !(ts.isElementAccessExpression(parent) && ts.isStringLiteralLike(node))) return undefined;
  const { expression: config } = parent;
  if (!types.hasTypeOf(config)) return undefined;
  if (!answers.isOfCode(config) || isEmpty(types.checker.getTypeAtLocation(config)))
    return isDotted && asksForBrackets && answers.isLetBe(node) ? 'part' : undefined;
  return (isDotted || reportsImplicitAny) && lacks(types.checker.getTypeAtLocation(config), node, types)
    ? 'all'
    : undefined;
}

/** What an app has for `meta.attachments` that has none, which tells nothing of where it comes from. */
function isEmpty(type: ts.Type): boolean {
  return type.getSymbol()?.declarations === undefined && type.getProperties().length === 0;
}

/** `const { key } = meta.config`, and a parameter `{ config: { key } }` with a type. */
function isPatternTold(
  element: ts.BindingElement,
  key: ts.Node,
  answers: Answers,
  types: EditorTypes,
): boolean {
  let root: ts.Node = element;
  while (ts.isBindingElement(root)) root = root.parent.parent;
  const isTyped = ts.isParameter(root)
    ? types.isTyped(root)
    : ts.isVariableDeclaration(root) && types.hasTypeOf(root.initializer);
  const type = types.checker.getTypeAtLocation(element.parent);
  if (!isTyped || !answers.isOfCode(element.parent) || isEmpty(type)) return false;
  return lacks(type, key, types);
}

function lacks(type: ts.Type, key: ts.Node, { checker }: EditorTypes): boolean {
  const name = ts.isIdentifier(key) || ts.isStringLiteralLike(key) ? key.text : '';
  const there = checker.getNonNullableType(type);
  if ((there.flags & ts.TypeFlags.Any) !== 0 || name === '') return false;
  // Where any name may be, nothing is said of one.
  return (
    checker.getPropertyOfType(there, name) === undefined && checker.getIndexInfosOfType(there).length === 0
  );
}
