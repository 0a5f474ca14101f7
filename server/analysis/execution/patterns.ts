/** Destructuring, in declarations, parameters and assignments. */
import ts from 'typescript';
import { copyFields } from './copying.ts';
import type { Machine } from './machine.ts';
import type { Items } from './items.ts';
import { askForItems, askForParts } from './missingParts.ts';
import { atPlace, getNamed, getProperty, keyNames, newList, newObject } from './objects.ts';
import { type Scope, writeVariable } from './scope.ts';
import { firstOf, listOf } from './sequences.ts';
import {
  derived,
  isNullish,
  join,
  objectsOf,
  primitive,
  single,
  undefinedValue,
  type Value,
} from './values.ts';
import { setProperty } from './writes.ts';

/** Binds the names of a pattern in a scope. */
export function bind(machine: Machine, name: ts.BindingName, value: Value, scope: Scope): void {
  if (ts.isIdentifier(name)) {
    machine.set(scope, name.text, value);
    return;
  }
  if (ts.isObjectBindingPattern(name)) {
    askForParts(machine, value);
    const taken: string[] = [];
    for (const element of name.elements) {
      if (element.dotDotDotToken !== undefined) {
        bind(machine, element.name, restOf(machine, value, taken), scope);
        continue;
      }
      const key = keyOfElement(machine, element, scope);
      const [known, another] = keyNames(machine, key) ?? [];
      if (known !== undefined && another === undefined) taken.push(known);
      bind(
        machine,
        element.name,
        withDefault(machine, getProperty(machine, value, key, element), element.initializer, scope),
        scope,
      );
    }
    return;
  }
  askForItems(machine, value);
  const isOpen = name.elements.some(
    (each) => !ts.isOmittedExpression(each) && each.dotDotDotToken !== undefined,
  );
  const list = isOpen ? listOf(machine, value) : firstOf(machine, value, name.elements.length);
  name.elements.forEach((element, index) => {
    if (ts.isOmittedExpression(element)) return;
    if (element.dotDotDotToken !== undefined) {
      bind(machine, element.name, newList(machine, { ...list, items: list.items.slice(index) }), scope);
      return;
    }
    const item = itemOf(list, index, isOpen);
    bind(machine, element.name, withDefault(machine, item, element.initializer, scope), scope);
  });
}

function keyOfElement(machine: Machine, { propertyName, name }: ts.BindingElement, scope: Scope): Value {
  if (propertyName === undefined) return primitive(ts.isIdentifier(name) ? name.text : '');
  return propertyKey(machine, propertyName, scope);
}

/** The key that the name of a property stands for. */
export function propertyKey(machine: Machine, name: ts.PropertyName, scope: Scope): Value {
  if (ts.isComputedPropertyName(name)) return machine.evaluate(name.expression, scope);
  return primitive(name.text);
}

/** @param isOpen whether the pattern takes the rest as well, so that each of them has its turn. */
function itemOf(list: Items, index: number, isOpen: boolean): Value {
  const item = list.items[index];
  if (item === undefined) return list.more === undefined ? undefinedValue : join(list.more, undefinedValue);
  return isOpen ? item : atPlace(list, item);
}

/** A default is used for `undefined` alone. */
function withDefault(
  machine: Machine,
  value: Value,
  initializer: ts.Expression | undefined,
  scope: Scope,
): Value {
  if (initializer === undefined) return value;
  const { of } = machine.resolve(value);
  const present = of.filter((simple) => simple.kind !== 'primitive' || simple.value !== undefined);
  const isCertain =
    present.length === of.length &&
    !present.some(
      (simple) =>
        simple.kind === 'unknown' && !simple.isTruthy && machine.truth(single(simple)).can !== 'true',
    );
  if (isCertain) return value;
  const otherwise = machine.evaluate(initializer, scope);
  const [setting] = of;
  // A setting with a default is one value, the same wherever it stands, although nobody knows which.
  if (
    of.length === 1 &&
    setting?.kind === 'unknown' &&
    setting.origin === 'config' &&
    setting.id !== undefined
  )
    return derived('||', [value, otherwise]);
  return present.length === 0 ? otherwise : join({ of: present, condition: undefined }, otherwise);
}

/** `{ a, ...rest }`: a copy without the fields that were taken. */
export function restOf(machine: Machine, value: Value, taken: readonly string[]): Value {
  const copies = machine.resolve(value).of.flatMap((simple): Value[] => {
    if (isNullish(simple)) return [];
    const copy = newObject(machine, {});
    for (const into of objectsOf(copy)) copyFields(machine, into, simple, taken);
    return [copy];
  });
  const [first] = copies;
  return first === undefined ? newObject(machine, {}) : copies.reduce(join, first);
}

/** Assigns to a variable, a property or a pattern. */
export function assign(machine: Machine, target: ts.Expression, value: Value, scope: Scope): void {
  const bare = skipWrapping(target);
  if (ts.isIdentifier(bare)) writeVariable(machine, scope, bare.text, value);
  else if (ts.isPropertyAccessExpression(bare)) {
    const isSuper = bare.expression.kind === ts.SyntaxKind.SuperKeyword;
    const object = isSuper ? (scope.self ?? undefinedValue) : machine.evaluate(bare.expression, scope);
    setProperty(machine, object, primitive(bare.name.text), value, bare.name);
  } else if (ts.isElementAccessExpression(bare)) {
    const object = machine.evaluate(bare.expression, scope);
    setProperty(machine, object, machine.evaluate(bare.argumentExpression, scope), value, bare);
  } else if (ts.isObjectLiteralExpression(bare)) assignObject(machine, bare, value, scope);
  else if (ts.isArrayLiteralExpression(bare)) assignArray(machine, bare, value, scope);
}

function assignObject(
  machine: Machine,
  target: ts.ObjectLiteralExpression,
  value: Value,
  scope: Scope,
): void {
  askForParts(machine, value);
  for (const property of target.properties) {
    if (ts.isShorthandPropertyAssignment(property)) {
      const item = getNamed(machine, value, property.name.text, property);
      assign(
        machine,
        property.name,
        withDefault(machine, item, property.objectAssignmentInitializer, scope),
        scope,
      );
    } else if (ts.isPropertyAssignment(property)) {
      const item = getProperty(machine, value, propertyKey(machine, property.name, scope), property);
      assignWithDefault(machine, property.initializer, item, scope);
    } else if (ts.isSpreadAssignment(property)) {
      assign(machine, property.expression, restOf(machine, value, []), scope);
    }
  }
}

function assignArray(machine: Machine, target: ts.ArrayLiteralExpression, value: Value, scope: Scope): void {
  askForItems(machine, value);
  const isOpen = target.elements.some((each) => ts.isSpreadElement(each));
  const list = isOpen ? listOf(machine, value) : firstOf(machine, value, target.elements.length);
  target.elements.forEach((element, index) => {
    if (ts.isOmittedExpression(element)) return;
    if (ts.isSpreadElement(element)) {
      assign(
        machine,
        element.expression,
        newList(machine, { ...list, items: list.items.slice(index) }),
        scope,
      );
      return;
    }
    const item = itemOf(list, index, isOpen);
    assignWithDefault(machine, element, item, scope);
  });
}

function assignWithDefault(machine: Machine, target: ts.Expression, value: Value, scope: Scope): void {
  if (ts.isBinaryExpression(target) && target.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    assign(machine, target.left, withDefault(machine, value, target.right, scope), scope);
  } else assign(machine, target, value, scope);
}

/** The expression inside parentheses, `as`, `satisfies`, `!` and `<T>`. */
export function skipWrapping(node: ts.Expression): ts.Expression {
  let inner = node;
  while (
    ts.isParenthesizedExpression(inner) ||
    ts.isAsExpression(inner) ||
    ts.isSatisfiesExpression(inner) ||
    ts.isNonNullExpression(inner) ||
    ts.isTypeAssertionExpression(inner)
  ) {
    inner = inner.expression;
  }
  return inner;
}
