/** Evaluates literals: objects, lists, texts with pieces, patterns, functions. */
import ts from 'typescript';
import { resolvedChoice } from './choices.ts';
import { copiedFrom, copyAny, copyOthers } from './copying.ts';
import { makeFunction } from './functions.ts';
import { isGrownIn, wholeIn, withWhole } from './grownLists.ts';
import { HeapObject, inherit } from './heap.ts';
import { hole, type WholeList } from './items.ts';
import { writeAnywhere } from './possibleKeys.ts';
import type { Machine } from './machine.ts';
import { askForItems } from './missingParts.ts';
import { newList } from './objects.ts';
import { propertyKey } from './patterns.ts';
import { isQuick } from './repetitions.ts';
import { joined, toPrimitive } from './protocols.ts';
import { Scope, readIdentifier } from './scope.ts';
import { settingName } from './settingNames.ts';
import { boxed, listOf, moreBehind } from './sequences.ts';
import { concatenate } from './texts.ts';
import { hrefOf } from './urls.ts';
import { joinMore, objectsOf, onlyPrimitive, primitive, reference, single, type Value } from './values.ts';
import { setField } from './writes.ts';

export function evaluateTemplate(machine: Machine, node: ts.TemplateExpression, scope: Scope): Value {
  const pieces = node.templateSpans.flatMap(({ expression, literal }) => [
    textPiece(machine, machine.evaluate(expression, scope)),
    primitive(literal.text),
  ]);
  return concatenate([primitive(node.head.text), ...pieces].map((piece) => resolvedChoice(machine, piece)));
}

export function regularExpression(text: string): Value {
  const end = text.lastIndexOf('/');
  const flags = text.slice(end + 1);
  const pattern = compilePattern(text.slice(1, end), flags);
  return reference(new HeapObject('regexp', { flags, ...(pattern === undefined ? {} : { pattern }) }));
}

/** A pattern of the app; undefined when it is broken, or could take long. */
export function compilePattern(source: string, flags: string): RegExp | undefined {
  if (source.length > 200) return undefined;
  try {
    if (!isQuick(source, flags)) return undefined;
    // With the flag y it looks at the beginning alone, as long as it has found nothing yet.
    return new RegExp(flags.includes('y') ? `^(?:${source})` : source, flags.replace(/[gy]/g, ''));
  } catch (error) {
    if (error instanceof SyntaxError) return undefined;
    throw error;
  }
}

/** Dates and other objects have no useful text of their own; an object with `href` is an address. */
function textPiece(machine: Machine, value: Value): Value {
  if (value.isPromise === true) return primitive('[object Promise]');
  const [object] = objectsOf(value);
  if (object === undefined) return value;
  const text = toPrimitive(machine, value, 'string');
  if (text !== value || value.of.length !== 1) return text;
  const href = hrefOf(object);
  if (href !== undefined) return href;
  if (object.type === 'array') {
    const { items, more } = object.items;
    if (more === undefined && items.length > 0) return joined(machine, items, primitive(','));
  }
  return value;
}

export function evaluateFunction(machine: Machine, node: ts.FunctionExpression, scope: Scope): Value {
  if (node.name === undefined) return makeFunction(node, scope);
  const inner = new Scope(scope);
  const value = makeFunction(node, inner);
  machine.set(inner, node.name.text, value);
  return value;
}

export function evaluateObject(machine: Machine, node: ts.ObjectLiteralExpression, scope: Scope): Value {
  const object = new HeapObject('object');
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const spread = boxed(machine, machine.evaluate(property.expression, scope));
      const { of, isPromise } = machine.resolve(spread);
      // A promise has nothing of what it will be.
      if (isPromise === true) continue;
      copyAny(machine, object, of);
    } else if (ts.isShorthandPropertyAssignment(property)) {
      setField(machine, object, property.name.text, readIdentifier(machine, property.name, scope), property);
    } else if (ts.isPropertyAssignment(property)) {
      const key = propertyKey(machine, property.name, scope);
      if (!ts.isComputedPropertyName(property.name) && onlyPrimitive(key)?.value === '__proto__') {
        inherit(object, machine.evaluate(property.initializer, scope));
        continue;
      }
      setKeyed(machine, object, key, machine.evaluate(property.initializer, scope), property);
    } else if (ts.isMethodDeclaration(property)) {
      setKeyed(
        machine,
        object,
        propertyKey(machine, property.name, scope),
        makeFunction(property, scope, object),
        property,
      );
    } else {
      const key = onlyPrimitive(propertyKey(machine, property.name, scope));
      const prefix = ts.isGetAccessor(property) ? 'get' : 'set';
      machine.set(object, `${prefix} ${String(key?.value)}`, makeFunction(property, scope, object));
    }
  }
  return reference(object);
}

function setKeyed(machine: Machine, object: HeapObject, key: Value, value: Value, node: ts.Node): void {
  const { of } = machine.resolve(key);
  const isCertain = of.length === 1;
  const source = copiedFrom(machine, key, value);
  if (source !== undefined) {
    copyOthers(machine, object, source.openAs, source.without);
    return;
  }
  for (const simple of of) {
    const name = simple.kind === 'primitive' ? String(simple.value) : settingName(single(simple));
    if (name !== undefined) setField(machine, object, name, value, node, isCertain);
    else writeAnywhere(machine, object, single(simple), value);
  }
}

export function evaluateArray(machine: Machine, node: ts.ArrayLiteralExpression, scope: Scope): Value {
  const list = new ListBuilder();
  for (const element of node.elements) evaluateElement(machine, element, scope, list);
  const made = newList(machine, list);
  const isLonger = node.elements.some((element) => !ts.isSpreadElement(element));
  return list.whole === undefined
    ? made
    : withWhole(machine, made, { ...list.whole, isLonger }, list.isGrown);
}

/** What is known of a list while it is put together. */
class ListBuilder {
  readonly items: Value[] = [];
  more: Value | undefined;
  moreAt: number | undefined;
  isSized = true;
  whole: WholeList | undefined;
  isGrown = false;
}

function evaluateElement(machine: Machine, element: ts.Expression, scope: Scope, into: ListBuilder): void {
  if (!ts.isSpreadElement(element)) {
    into.items.push(ts.isOmittedExpression(element) ? hole : machine.evaluate(element, scope));
    return;
  }
  const value = machine.evaluate(element.expression, scope);
  askForItems(machine, value);
  const list = listOf(machine, value);
  into.moreAt = moreBehind(into, list);
  for (const item of list.items) into.items.push(item);
  into.more = joinMore(into.more, list.more);
  const whole = wholeIn(machine, value);
  if (into.whole === undefined && whole !== undefined) {
    into.whole = whole;
    into.isGrown = isGrownIn(machine, value);
  }
  into.isSized &&= list.isSized;
}
