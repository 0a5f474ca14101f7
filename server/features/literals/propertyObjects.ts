/** Which object literals and patterns hold properties of an event or of a person (reference 1.1, 2.4, 6). */
import ts from 'typescript';
import { lifecycleExport } from '../../../platform/lifecycle.ts';
import { findLifecycleFunctions } from '../../analysis/lifecycleFunctions.ts';
import { isCapture } from './calls.ts';
import { isEvent, isEventType, kindUnder, type PropertiesKind, propertiesKind } from './eventShapes.ts';
import { type LiteralPlace, nameOfKey } from './suggestion.ts';

export interface HeldProperties {
  readonly kind: PropertiesKind;
  /** Whether they are what `capture` is given, of which the declarations know a few keys. */
  readonly isCaptured?: true;
}

/** What the keys of an object literal, or the texts of a list, are; undefined for those of the app's own. */
export function heldBy(
  object: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression,
  place: LiteralPlace,
): HeldProperties | undefined {
  const value = wholeValue(object);
  const { parent } = value;
  if (ts.isCallExpression(parent)) {
    const isCaptured = parent.arguments[1] === value && isCapture(parent, place);
    if (isCaptured) return { kind: 'event', isCaptured };
    return heldByAssign(parent, place) ?? heldBySpread(object, place);
  }
  if (ts.isVariableDeclaration(parent)) {
    const held = heldByUse(parent, place);
    if (held !== undefined) return held;
  }
  if (ts.isBinaryExpression(parent) && isAssignment(parent.operatorToken.kind)) {
    const kind = propertiesKind(parent.left === value ? parent.right : parent.left, place);
    if (kind !== undefined) return { kind };
  }
  if (ts.isPropertyAssignment(parent)) {
    const held = heldUnder(nameOfKey(parent.name), parent.parent, place);
    if (held !== undefined) return held;
  }
  return heldBySpread(object, place);
}

/** What an object is under a key of another one. */
function heldUnder(
  key: string | undefined,
  holder: ts.ObjectLiteralExpression,
  place: LiteralPlace,
): HeldProperties | undefined {
  if (key === 'properties') return isEventLiteral(holder, place) ? { kind: 'event' } : undefined;
  const kind = kindUnder(key);
  const isKnown =
    kind !== undefined && (isEventLiteral(holder, place) || heldBy(holder, place)?.kind === 'event');
  return isKnown ? { kind } : undefined;
}

/** `const properties = { | }` that is captured or assigned later in its block, and `const $set = { | }`. */
function heldByUse({ name }: ts.VariableDeclaration, place: LiteralPlace): HeldProperties | undefined {
  if (!ts.isIdentifier(name)) return undefined;
  const { checker } = place;
  const symbol = checker.getSymbolAtLocation(name);
  const block = ts.findAncestor(name, (node) => ts.isBlock(node) || ts.isSourceFile(node));
  let held: HeldProperties | undefined;
  const visit = (node: ts.Node): void => {
    if (held !== undefined) return;
    if (ts.isIdentifier(node) && node.text === name.text && node !== name) held = heldWhereUsed(node);
    ts.forEachChild(node, visit);
  };
  const heldWhereUsed = (use: ts.Identifier): HeldProperties | undefined => {
    const { parent } = use;
    if (ts.isShorthandPropertyAssignment(parent)) {
      const isSame = checker.getShorthandAssignmentValueSymbol(parent) === symbol;
      return isSame ? heldUnder(use.text, parent.parent, place) : undefined;
    }
    if (checker.getSymbolAtLocation(use) !== symbol) return undefined;
    if (ts.isCallExpression(parent)) {
      const isCaptured = parent.arguments[1] === use && isCapture(parent, place);
      return isCaptured ? { kind: 'event', isCaptured } : heldByAssign(parent, place);
    }
    if (ts.isPropertyAssignment(parent) && parent.initializer === use)
      return heldUnder(nameOfKey(parent.name), parent.parent, place);
    if (!ts.isBinaryExpression(parent) || parent.right !== use || !isAssignment(parent.operatorToken.kind))
      return undefined;
    const kind = propertiesKind(parent.left, place);
    return kind === undefined ? undefined : { kind };
  };
  if (block !== undefined) visit(block);
  const kind = kindUnder(name.text);
  return held ?? (kind === undefined ? undefined : { kind });
}

/** `Object.assign(event.properties, { | })` */
function heldByAssign(
  { expression, arguments: given }: ts.CallExpression,
  place: LiteralPlace,
): HeldProperties | undefined {
  if (expression.getText(place.file) !== 'Object.assign') return undefined;
  const [kind] = given.flatMap((one) => propertiesKind(one, place) ?? []);
  return kind === undefined ? undefined : { kind };
}

/** What the names in a pattern are: `const { … } = event.properties`, `({ properties: { … } }) =>`. */
export function takenBy(pattern: ts.ObjectBindingPattern, place: LiteralPlace): PropertiesKind | undefined {
  const { parent } = pattern;
  if (ts.isVariableDeclaration(parent))
    return parent.initializer === undefined
      ? undefined
      : propertiesKind(withoutFallback(parent.initializer), place);
  if (!ts.isBindingElement(parent) || !ts.isObjectBindingPattern(parent.parent)) return undefined;
  const key = parent.propertyName === undefined ? undefined : nameOfKey(parent.propertyName);
  const isOfEvent = isEventType(place.checker.getTypeAtLocation(parent.parent), place.checker);
  if (key === 'properties') return isOfEvent ? 'event' : undefined;
  const kind = kindUnder(key);
  return kind !== undefined && (isOfEvent || takenBy(parent.parent, place) === 'event') ? kind : undefined;
}

/** `{ ...event.properties, | }` and `[...event.properties.$unset, '|']` */
function heldBySpread(
  object: ts.ObjectLiteralExpression | ts.ArrayLiteralExpression,
  place: LiteralPlace,
): HeldProperties | undefined {
  for (const property of ts.isArrayLiteralExpression(object) ? object.elements : object.properties) {
    if (!ts.isSpreadAssignment(property) && !ts.isSpreadElement(property)) continue;
    const kind = propertiesKind(withoutFallback(property.expression), place);
    if (kind !== undefined) return { kind };
  }
  return undefined;
}

/** Whether an object literal is an event: by its type, as a copy of one, or as what `processEvent` returns. */
function isEventLiteral(object: ts.ObjectLiteralExpression, place: LiteralPlace): boolean {
  const type = place.checker.getContextualType(object);
  if (type !== undefined && isEventType(type, place.checker)) return true;
  const isCopy = object.properties.some(
    (property) => ts.isSpreadAssignment(property) && isEvent(property.expression, place),
  );
  if (isCopy) return true;
  const value = wholeValue(object);
  const isResult = ts.isReturnStatement(value.parent) || ts.isArrowFunction(value.parent);
  const around = isResult ? ts.findAncestor(value, ts.isFunctionLike) : undefined;
  return findLifecycleFunctions(place.file).some(
    ({ name, node }) => node === around && lifecycleExport(name)?.result === 'next-event',
  );
}

/** The object with what stands around it without changing it: parentheses, `as`, `a ?? { }`, `a ? { } : b`. */
export function wholeValue(object: ts.Expression): ts.Expression {
  const { parent } = object;
  const isWrapped =
    ts.isParenthesizedExpression(parent) ||
    ts.isAsExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== object) ||
    (ts.isBinaryExpression(parent) && parent.right === object && isFallback(parent.operatorToken.kind));
  return isWrapped ? wholeValue(parent) : object;
}

/** `event.properties` of `event.properties ?? {}`. */
function withoutFallback(value: ts.Expression): ts.Expression {
  if (ts.isParenthesizedExpression(value)) return withoutFallback(value.expression);
  return ts.isBinaryExpression(value) && isFallback(value.operatorToken.kind)
    ? withoutFallback(value.left)
    : value;
}

function isFallback(operator: ts.SyntaxKind): boolean {
  return operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken;
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return (
    operator === ts.SyntaxKind.EqualsToken ||
    operator === ts.SyntaxKind.QuestionQuestionEqualsToken ||
    operator === ts.SyntaxKind.BarBarEqualsToken
  );
}
