/**
 * meta-part: what PostHog hands over as `meta` has nine parts, and what the app puts there itself (reference 3, 3.9).
 *
 * ```js
 * export async function onEvent(event, { storge }) {
 *   await storge.set('last', event.uuid)
 * }
 * ```
 */
import ts from 'typescript';
import { presentGlobals } from '../../platform/vmGlobals.ts';
import { similarName } from '../../platform/similarName.ts';
import type { Fix } from '../analysis/finding.ts';
import type { NodeRule, RuleContext } from './nodeRule.ts';
import { fix, removeFromList, replace, replaceValue } from './support/edits.ts';
import { isAssigned, isInside } from './support/places.ts';
import { isPath, type ValuePaths, withoutWrapping } from './support/valuePaths.ts';

const parts: ReadonlySet<string> = new Set(
  'attachments cache config geoip global jobs metrics storage utils'.split(' '),
);

interface Use {
  readonly name: string;
  /** The name where it is asked for, with what takes it out. */
  readonly node: ts.Identifier;
  readonly by: ts.BindingElement | ts.PropertyAccessExpression;
}

export const metaPart: NodeRule = {
  name: 'meta-part',
  create: (context) => {
    const { app, reachable, report, values } = context;
    const uses: Use[] = [];
    /** What the app puts into `meta`, or into anything: it may be handed around. */
    const written = new Set<string>();
    let mayBeAny = false;
    const keep = (target: ts.Expression): void => {
      if (ts.isElementAccessExpression(target) && isPath(values.of(target.expression), 'meta', []))
        mayBeAny = true;
      if (ts.isPropertyAccessExpression(target)) written.add(target.name.text);
    };
    return {
      assignment: ({ left }) => keep(left),
      call({ arguments: [target], expression }) {
        if (target === undefined || !/^(?:Object|Reflect)\./.test(expression.getText())) return;
        if (isPath(values.of(target), 'meta', [])) mayBeAny = true;
      },
      access(node) {
        const { expression } = node;
        if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.name)) return;
        if (parts.has(node.name.text) || isAssigned(node) || !isMetaItself(expression, context)) return;
        uses.push({ name: node.name.text, node: node.name, by: node });
      },
      binding(element) {
        const { dotDotDotToken, name, parent, propertyName = name } = element;
        if (dotDotDotToken !== undefined || !ts.isIdentifier(propertyName)) return;
        if (parts.has(propertyName.text) || !isTakenFromMeta(parent, context)) return;
        uses.push({ name: propertyName.text, node: propertyName, by: element });
      },
      end() {
        for (const { by, name, node } of uses) {
          // A name that is empty is still being written.
          if (name === '' || name in Object.prototype || mayBeAny || written.has(name)) continue;
          if (isAskedFor(by, values) || isTypedPart(by, name, app.program.getTypeChecker())) continue;
          if (!reachable.has(node)) continue;
          report(node, messageFor(name, context), fixesFor({ by, name, node }, values));
        }
      },
    };
  },
};

function messageFor(name: string, { app }: RuleContext): string {
  const similar = similarName(name, parts);
  const undefinedHere = `meta has no ${name}, so it is undefined here.`;
  if (isService(name)) return `${undefinedHere} It is a global: use ${name} without taking it from meta.`;
  if (app.manifest.config.some(({ key }) => key === name))
    return `${undefinedHere} It is a setting: read it in meta.config.`;
  if (similar !== undefined) return `${undefinedHere} Did you mean ${similar}?`;
  return `${undefinedHere} Its parts are ${[...parts].join(', ')}.`;
}

function fixesFor({ by, name, node }: Use, values: ValuePaths): readonly Fix[] {
  if (ts.isPropertyAccessExpression(by)) {
    if (isService(name)) return [fix(`Use the Global ${name}`, replace(by, name))];
    const similar = similarName(name, parts);
    return similar === undefined ? [] : [fix(`Change to ${similar}`, replace(node, similar))];
  }
  const isShort = by.propertyName === undefined && by.initializer === undefined && ts.isIdentifier(by.name);
  if (isService(name)) return isShort ? [fix(`Use the Global ${name}`, removeFromList(by))] : [];
  const similar = similarName(name, parts);
  const isTaken = by.parent.elements.some(
    (other) => ts.isBindingElement(other) && other.name.getText() === similar,
  );
  if (similar === undefined || isTaken) return [];
  if (!isShort || !ts.isIdentifier(by.name)) return [fix(`Change to ${similar}`, replace(node, similar))];
  const used = usesOf(by, values).map((use) => replaceValue(use, similar));
  return [fix(`Change to ${similar}`, replace(by.name, similar), ...used)];
}

function isService(name: string): boolean {
  return presentGlobals.some((one) => one.name === name && one.kind === 'service');
}

/** Whether an expression is the parameter of a handler that PostHog gives `meta`, and nobody anything else. */
function isMetaItself(node: ts.Expression, { lifecycle, values }: RuleContext): boolean {
  const name = withoutWrapping(node);
  // Where no handler stands around it, it is no parameter of one.
  if (!ts.isIdentifier(name) || !lifecycle.some((handler) => isInside(name, handler.node))) return false;
  if (!isPath(values.of(name), 'meta', [])) return false;
  const declaration = values.declarationOf(name);
  return declaration !== undefined && isOfHandler(declaration, { lifecycle, values });
}

function isTakenFromMeta(pattern: ts.BindingPattern, context: RuleContext): boolean {
  const { parent } = pattern;
  if (!ts.isObjectBindingPattern(pattern)) return false;
  if (ts.isVariableDeclaration(parent))
    return parent.initializer !== undefined && isMetaItself(parent.initializer, context);
  return ts.isParameter(parent) && isOfHandler(parent, context) && isMetaParameter(parent, context);
}

/** Whether PostHog gives `meta` for a parameter, and not what comes before it. */
function isMetaParameter(parameter: ts.ParameterDeclaration, { values }: RuleContext): boolean {
  const [first] = ts.isObjectBindingPattern(parameter.name) ? parameter.name.elements : [];
  return first !== undefined && values.ofBinding(first)?.root === 'meta';
}

function isOfHandler(
  declaration: ts.Declaration,
  { lifecycle, values }: Pick<RuleContext, 'lifecycle' | 'values'>,
): boolean {
  if (!ts.isParameter(declaration) || declaration.initializer !== undefined) return false;
  const handler = lifecycle.find(({ isExported, node }) => isExported && node === declaration.parent);
  if (handler === undefined) return false;
  const index = handler.node.parameters.indexOf(declaration);
  // The app may call it, too, with more than PostHog gives.
  return (values.functions.callsOf(handler.node) ?? []).every((call) => {
    const given = call.arguments[index];
    return given !== undefined && isPath(values.of(given), 'meta', []);
  });
}

/** Whoever asks whether a part is there, or gives another value for it, knows that it may be missing. */
function isAskedFor(by: Use['by'], values: ValuePaths): boolean {
  if (ts.isPropertyAccessExpression(by)) return isQuestion(by);
  if (by.initializer !== undefined) return true;
  return usesOf(by, values).some(isQuestion);
}

/** Also in `{ name }`, where the name is that of a member, too. */
function usesOf({ name }: ts.BindingElement, values: ValuePaths): readonly ts.Identifier[] {
  if (!ts.isIdentifier(name)) return [];
  const declaration = values.declarationOf(name);
  return values.functions
    .named(name.text)
    .filter((use) => use !== name && values.declarationOf(use) === declaration);
}

function isQuestion(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isBinaryExpression(parent))
    return /^(?:&&|\|\||\?\?|[!=]==?|\|\|=|\?\?=|=)$/.test(parent.operatorToken.getText());
  if (ts.isPrefixUnaryExpression(parent) || ts.isTypeOfExpression(parent)) return true;
  if (ts.isIfStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  return 'questionDotToken' in parent && parent.questionDotToken !== undefined;
}

/** Whether the author's own type has the part. */
function isTypedPart(by: Use['by'], name: string, checker: ts.TypeChecker): boolean {
  const whole = ts.isPropertyAccessExpression(by) ? by.expression : by.parent;
  const file = by.getSourceFile();
  if (!/\.[cm]?tsx?$/.test(file.fileName)) return false;
  return checker.getPropertyOfType(checker.getTypeAtLocation(whole), name) !== undefined;
}
