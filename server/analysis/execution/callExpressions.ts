/** Evaluates members and calls, among them those of promises that say where an error goes. */
import ts from 'typescript';
import { callSuper, deciderOf } from './calls.ts';
import { choicesOf, waysOfChosen } from './choices.ts';
import { calleeName, givesPromise } from './functions.ts';
import { typeOfId } from './ids.ts';
import type { Machine } from './machine.ts';
import type { CallRequest } from './language.ts';
import { askForItems, isSurelyNothing, lacksMethod } from './missingParts.ts';
import { newList, getNamed, getProperty, missingProperty } from './objects.ts';
import { splitNullish } from './operators.ts';
import { skipWrapping } from './patterns.ts';
import { addPossibleErrors, handlesErrors, inPromise, waitFor, withHandler } from './promises.ts';
import { helperShape } from './helperShapes.ts';
import { isHelperFor } from './natives/compilerHelpers.ts';
import { helperKey } from './protocols.ts';
import type { Scope } from './scope.ts';
import { listOf } from './sequences.ts';
import {
  asPromise,
  type Simple,
  single,
  type Value,
  isNullish,
  join,
  objectsOf,
  primitive,
  reference,
  undefinedValue,
  unknown,
} from './values.ts';

const K = ts.SyntaxKind;

interface Member {
  readonly self: Value;
  readonly value: Value;
  /** The member of another object in the place of that one. */
  readonly read: (self: Value) => Value;
}

export function evaluateMember(
  machine: Machine,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  scope: Scope,
): Member {
  const isSuper = node.expression.kind === K.SuperKeyword;
  const self = isSuper ? (scope.self ?? undefinedValue) : machine.evaluate(node.expression, scope);
  if (isCutShort(machine, node, self)) return { self: undefinedValue, value: cutShort, read: () => cutShort };
  const key = ts.isPropertyAccessExpression(node)
    ? undefined
    : machine.evaluate(node.argumentExpression, scope);
  const holder = isSuper ? superHolder(scope) : self;
  if (!ts.isOptionalChain(node) && isSurelyNothing(holder)) machine.raise(unknown('error'));
  if (machine.handler !== undefined && !ts.isOptionalChain(node) && mayBeNothing(holder)) machine.mayThrow();
  const read = (object: Value): Value =>
    key === undefined
      ? getNamed(machine, object, nameOf(node), node)
      : getProperty(machine, object, key, node);
  const value = read(holder);
  return {
    self,
    read,
    value: isSuper && value.of.every(isNullish) ? builtInOf(machine, self, nameOf(node)) : value,
  };
}

/** What an optional chain is from where there is nothing: nothing that stands in it behind that is evaluated. */
const cutShort: Value = primitive(undefined);

/** Whether an optional chain surely comes to its end at what stands before a member of it. */
export function isCutShort(
  machine: Machine,
  node: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  self: Value,
): boolean {
  if (!ts.isOptionalChain(node)) return false;
  if (self === cutShort || node.questionDotToken === undefined) return self === cutShort;
  return self.isPromise !== true && machine.resolve(self).of.every(isNullish);
}

/** Whether reading a member of a value may throw: events and settings have what PostHog says they have. */
function mayBeNothing({ of }: Value): boolean {
  return of.some((simple) =>
    simple.kind === 'unknown'
      ? !simple.isTruthy && simple.id?.includes('.') === true && simple.id !== 'event.properties'
      : isNullish(simple),
  );
}

function nameOf(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : '';
}

/** What `super.has` is in a class that extends one of the language. */
function builtInOf(machine: Machine, self: Value, name: string): Value {
  const [object] = objectsOf(self);
  return (object === undefined ? undefined : machine.language.methodOf(object.type, name)) ?? undefinedValue;
}

function superHolder(scope: Scope): Value {
  const base = scope.home?.prototype;
  return base === undefined ? undefinedValue : reference(base);
}

export function evaluateCall(machine: Machine, node: ts.CallExpression, scope: Scope): Value {
  const callee = skipWrapping(node.expression);
  if (callee.kind === K.SuperKeyword) {
    return callSuper(machine, scope, {
      self: scope.self ?? undefinedValue,
      args: evaluateArguments(machine, node.arguments, scope),
      node,
    });
  }
  if (callee.kind === K.ImportKeyword) {
    const require = machine.language.globalOf(machine, 'require') ?? undefinedValue;
    return machine.call(require, {
      self: undefinedValue,
      args: evaluateArguments(machine, node.arguments, scope),
      node,
    });
  }
  if (ts.isPropertyAccessExpression(callee) && (handlesErrors(node) || callee.name.text === 'finally')) {
    return inPromise(machine, node, () => evaluateHandled(machine, node, callee, scope));
  }
  return callMember(machine, node, calledMember(machine, callee, scope), scope);
}

function calledMember(machine: Machine, callee: ts.Expression, scope: Scope): Member {
  return ts.isPropertyAccessExpression(callee) || ts.isElementAccessExpression(callee)
    ? evaluateMember(machine, callee, scope)
    : withoutSelf(machine.evaluate(callee, scope));
}

/** A text with a function before it, which gets its pieces, also as they are written, and then the values between. */
export function evaluateTagged(machine: Machine, node: ts.TaggedTemplateExpression, scope: Scope): Value {
  const { tag, template } = node;
  const { self, value } = calledMember(machine, skipWrapping(tag), scope);
  const spans = ts.isTemplateExpression(template) ? template.templateSpans : [];
  const pieces = ts.isTemplateExpression(template)
    ? [template.head, ...spans.map(({ literal }) => literal)]
    : [template];
  const texts = newList(machine, { items: pieces.map(({ text }) => primitive(text)) });
  const raw = newList(machine, { items: pieces.map(({ rawText, text }) => primitive(rawText ?? text)) });
  for (const list of objectsOf(texts)) machine.set(list, 'raw', raw);
  const values = spans.map(({ expression }) => machine.evaluate(expression, scope));
  return machine.call(value, { self, args: [texts, ...values], node });
}

function withoutSelf(value: Value): Member {
  return { self: undefinedValue, value, read: () => value };
}

/** `promise.catch(handle)` and `promise.then(go, handle)`: what the promise comes from has a handler for its errors. */
function evaluateHandled(
  machine: Machine,
  node: ts.CallExpression,
  callee: ts.PropertyAccessExpression,
  scope: Scope,
): Value {
  const after = machine.open();
  const point = machine.open();
  const { path } = machine;
  let member: Member | undefined;
  let isOfLanguage = true;
  const { handler, value } = withHandler(machine, point, () => {
    member = evaluateMember(machine, callee, scope);
    isOfLanguage = objectsOf(member.value).every(({ callable }) => callable?.kind === 'native');
    return isOfLanguage ? waitFor(machine, callee, member.self) : member.self;
  });
  const goOn = (run: () => Value): void => {
    const result = machine.attempt(run);
    if (result !== undefined) machine.arrive(after, result);
  };
  if (value !== undefined && member !== undefined) {
    const { self, value: method, read } = member;
    const fulfilled = value;
    goOn(() => {
      if (!isOfLanguage) return callMember(machine, node, { self, value: method, read }, scope);
      const args = evaluateArguments(machine, node.arguments, scope);
      const [next] = args;
      if (callee.name.text === 'then') return afterPromise(machine, node, fulfilled, next);
      if (callee.name.text === 'finally') afterPromise(machine, node, undefined, next);
      return fulfilled;
    });
  }
  addPossibleErrors(machine, handler, node, path);
  const error = machine.close(point);
  if (error !== undefined) {
    goOn(() => {
      if (!isOfLanguage) machine.raise(error);
      const args = evaluateArguments(machine, node.arguments, scope);
      if (callee.name.text !== 'finally')
        return afterPromise(machine, node, error, args[callee.name.text === 'catch' ? 0 : 1]);
      afterPromise(machine, node, undefined, args[0]);
      return machine.raise(error);
    });
  }
  const result = machine.close(after) ?? machine.unwind();
  return isOfLanguage ? asPromise(result) : result;
}

/** What a promise is after a function was given what it had been, if anything; the same where there is no function. */
function afterPromise(
  machine: Machine,
  node: ts.Node,
  value: Value | undefined,
  next: Value | undefined,
): Value {
  const args = value === undefined ? [] : [value];
  return next === undefined || objectsOf(next).length === 0
    ? (value ?? undefinedValue)
    : machine.call(next, { self: undefinedValue, args, node });
}

function callMember(machine: Machine, node: ts.CallExpression, member: Member, scope: Scope): Value {
  const isNoMethod =
    node.questionDotToken === undefined &&
    (member.value === missingProperty ||
      lacksMethod(machine, member.self, member.value, skipWrapping(node.expression)));
  const optional = isOptional(node) && !isNoMethod ? splitNullish(machine, member.value) : undefined;
  // Nothing is called, and what would have been given is not evaluated either.
  if (optional !== undefined && optional.present === undefined) {
    machine.noteDecision(deciderOf(node), 'false');
    return cutShort;
  }
  const args = evaluateArguments(machine, node.arguments, scope);
  if (isNoMethod) machine.raise(unknown('error'));
  const joining = concatOf(machine, member, node);
  if (joining !== undefined) return machine.call(joining, { self: member.self, args, node });
  const request: CallRequest = { self: member.self, args, node };
  const byObject = waysOfChosen(machine.resolve(member.self), (self) =>
    objectsOf(self).length === 0 ? undefinedValue : callOn(machine, request, self, member.read(self)),
  );
  if (byObject !== undefined) return machine.anyOf(deciderOf(node), byObject) ?? machine.unwind();
  const helper = helperOf(machine, skipWrapping(node.expression), member.value, args);
  if (helper !== undefined) return machine.call(helper, request);
  if (optional?.present === undefined) {
    const result = machine.call(member.value, request);
    return givesPromise(member.value) ? asPromise(result) : withoutEmpty(machine, member.self, result);
  }
  const { present, canBeNullish } = optional;
  // Where it is known when it is missing, what follows goes on with that.
  if (choicesOf(machine.resolve(member.value)) !== undefined) return machine.call(member.value, request);
  const result = machine.call(present, request);
  return canBeNullish && present.of.every(({ kind }) => kind !== 'unknown')
    ? join(result, undefinedValue)
    : result;
}

/**
 * What a method of `text || ''` gives: the empty text is one of those that a text may be of which nothing is known, so
 * that `(text || '').trim()` is one value, and the same the next time.
 */
function withoutEmpty(machine: Machine, self: Value, result: Value): Value {
  const isEmpty = (simple: Simple): boolean => simple.kind === 'primitive' && simple.value === '';
  const [kept, another] = result.of.filter((simple) => !isEmpty(simple));
  if (result.of.length !== 2 || another !== undefined || !machine.resolve(self).of.some(isEmpty))
    return result;
  const isText = kept?.kind === 'unknown' && kept.id !== undefined && typeOfId(kept.id) === 'string';
  return isText && kept.origin === 'event' ? single({ ...kept, isTruthy: false }) : result;
}

/** What stands beside a list is one as well, and `(event.properties.chain ?? []).concat('a')` one list. */
function concatOf(machine: Machine, { self, value }: Member, node: ts.CallExpression): Value | undefined {
  if (calleeName(node.expression) !== 'concat' || value.of.length < 2) return undefined;
  const { of } = machine.resolve(self);
  const areLists = of.every(({ kind }) => kind === 'unknown' || kind === 'reference');
  const [native] = objectsOf(value).filter(({ callable }) => callable?.kind === 'native');
  const isBesideList = of.some((simple) => simple.kind === 'reference' && simple.object.type === 'array');
  return areLists && isBesideList && native !== undefined ? reference(native) : undefined;
}

/** Calls the method of one of the objects that it may be. */
function callOn(machine: Machine, request: CallRequest, self: Value, method: Value): Value {
  const result = machine.call(method, { ...request, self });
  return givesPromise(method) ? asPromise(result) : result;
}

/** What a function of a compiler stands for; undefined for all others. */
function helperOf(
  machine: Machine,
  callee: ts.Expression,
  { of }: Value,
  args: readonly Value[],
): Value | undefined {
  if (!ts.isIdentifier(callee)) return undefined;
  const [called] = of;
  const closure = called?.kind === 'reference' ? called.object.callable : undefined;
  const name = callee.text.startsWith('_')
    ? callee.text
    : closure?.kind === 'closure' && of.length === 1
      ? helperShape(closure.node)
      : undefined;
  return name !== undefined && isHelperFor(name, args)
    ? machine.language.globalOf(machine, helperKey(name))
    : undefined;
}

function isOptional(node: ts.CallExpression): boolean {
  return node.questionDotToken !== undefined || ts.isOptionalChain(node.expression);
}

/** Arguments in order; what follows a list of unknown length may stand anywhere. */
function evaluateArguments(
  machine: Machine,
  nodes: readonly ts.Expression[],
  scope: Scope,
): readonly Value[] {
  const args: Value[] = [];
  for (const node of nodes) {
    if (!ts.isSpreadElement(node)) args.push(machine.evaluate(node, scope));
    else {
      const value = machine.evaluate(node.expression, scope);
      askForItems(machine, value);
      const { items, more } = listOf(machine, value);
      args.push(...items);
      if (more !== undefined) args.push(more, more, more);
    }
  }
  return args;
}

export function evaluateNew(machine: Machine, node: ts.NewExpression, scope: Scope): Value {
  const callee = machine.evaluate(node.expression, scope);
  const args = evaluateArguments(machine, node.arguments ?? [], scope);
  return machine.call(callee, { self: undefinedValue, args, node, isNew: true });
}
