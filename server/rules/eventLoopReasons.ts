/** What a condition on the way to a call says of the event that is captured there, in the words of who wrote it. */
import ts from 'typescript';
import { type CapturedEvent, knownName, pieceOfName } from '../analysis/events.ts';
import type { PathStep } from '../analysis/execution/paths.ts';
import { isComparison } from '../analysis/execution/comparisons.ts';
import { asText, fieldOf, isUndefined, type Shape } from '../analysis/execution/shapes.ts';
import { withoutIdleCounts } from '../analysis/idleCounts.ts';
import { toldName } from '../analysis/execution/settingNames.ts';
import type { MadeEvent, Verdict } from '../analysis/verdict.ts';
import { idleGuard } from './idleGuard.ts';
import { fillingOf, fillingOfGiven, measuredIn } from './listFilling.ts';
import { localDeclaration, variableOf } from './support/localNames.ts';
import { onOneLine, quote, shortText } from './shortText.ts';

const K = ts.SyntaxKind;

/** A condition that the captured event passes again, and why it does. */
export interface Passed {
  readonly node: ts.Node;
  /** Such as: it is captured without `seen`. */
  readonly reason: string;
}

/**
 * The condition that looks most like a guard among those that do not stop a loop: one that asks for a mark before one
 * that asks for a name, and that before one that asks for what the event carries along. Undefined where a loop leads
 * over several events, of which each passes conditions of its own.
 */
export function passedCondition(verdict: Verdict): Passed | undefined {
  const { capture, cycle, grade } = verdict;
  const [again] = cycle;
  if (grade !== 'loops' || again === undefined || cycle.length > 1) return undefined;
  const isPassed = ({ node, outcome }: PathStep): boolean =>
    again.decisions.get(node) !== (outcome ? 'false' : 'true');
  const own = passedAmong(capture.steps.filter(isPassed), [withoutIdleCounts(capture.event)], verdict);
  return own ?? surelyPassed(verdict) ?? idleGuard(verdict);
}

/**
 * The same of a loop that may go on, where it is surely passed: beside a request that may fail, a mark that is written
 * otherwise than it is asked for is what to tell.
 */
export function passedMark(verdict: Verdict): Passed | undefined {
  const found = surelyPassed(verdict);
  return found !== undefined && found.rank <= ranks.other ? found : undefined;
}

function surelyPassed(verdict: Verdict): Ranked | undefined {
  const { cycle, proven, ways = [] } = verdict;
  const [again] = cycle;
  if (again === undefined || cycle.length > 1) return undefined;
  // What decides itself for the event that comes round is no step of its own way.
  const isSurelyPassed = ({ node, outcome }: PathStep): boolean =>
    again.decisions.get(node) === (outcome ? 'true' : 'false') ||
    proven?.decisions.get(node) === (outcome ? 'true' : 'false');
  const events = [again, ...(proven === undefined ? [] : [proven])].map(({ event }) => event);
  const steps = ways.flatMap((way) => way.steps).filter(isSurelyPassed);
  return passedAmong(steps, events.toReversed(), verdict);
}

interface Ranked extends Passed {
  readonly rank: number;
}

function passedAmong(
  steps: readonly PathStep[],
  events: readonly CapturedEvent[],
  { capture, made }: Verdict,
): Ranked | undefined {
  const name = knownName(capture.event);
  let best: Ranked | undefined;
  for (const step of steps) {
    if (!ts.isExpression(step.node)) continue;
    // Of its own name something else was made where it was asked for.
    const [id] = idsOf(step);
    if (id === nameInCode && (name === undefined || step.node.getText().includes(name))) continue;
    const [reason] = events.flatMap((event) => reasonsOf(step, event, made)[0] ?? []);
    if (reason !== undefined && (best === undefined || reason.rank <= best.rank))
      best = {
        node: saidBy(step),
        reason: reason.text,
        rank: reason.rank,
      };
  }
  return best;
}

/** Why an event does not pass a condition whose code does not say it: what it lacks or has. */
export function stoppingReason(
  step: PathStep,
  { capture: { event }, made }: Pick<Verdict, 'capture' | 'made'>,
): string | undefined {
  const said = saidBy(step);
  const code = said.getText();
  const own = reasonsOf(step, event, made).find(({ rank }) => rank !== ranks.same);
  if (own === undefined || own.isMade === true) return own?.text;
  const words =
    own.property === undefined
      ? [/\.event\b|\bevent\)/]
      : [new RegExp(`(?<![\\w$])${escaped(own.property)}(?![\\w$])`)];
  return said === step.node && words.some((word) => word.test(code)) ? undefined : own.text;
}

function escaped(text: string): string {
  return text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}

/** Lower is more like a guard. */
const ranks = { missing: 0, other: 1, name: 2, same: 3 } as const;

interface Reason {
  readonly text: string;
  readonly rank: number;
  /** Undefined for the name. */
  readonly property?: string;
  /** Whether it is so because processEvent has changed the event. */
  readonly isMade?: boolean;
}

/** What matters of an event to a condition, best first. */
function reasonsOf(step: PathStep, event: CapturedEvent, made: MadeEvent | undefined): readonly Reason[] {
  const reasons = idsOf(step).flatMap((id) => {
    const reason = reasonFor(id, event);
    const later = made === undefined ? reason : reasonFor(id, made.event);
    if (made === undefined || later === undefined || later.text === reason?.text) return later ?? [];
    return { ...later, text: textOfMade(later, made), isMade: true };
  });
  return reasons.toSorted((one, other) => one.rank - other.rank);
}

/** What a condition is about; where the analysis has lost that, as behind `??`, what its code or that of its variable names. */
function idsOf({ facts, node }: PathStep): readonly string[] {
  if (facts !== undefined && facts.size > 0) return [...facts.keys()];
  // What else a function does is none of that.
  if (ts.isFunctionLike(node)) return [];
  const name = firstVariable(node);
  const declaration = name === undefined ? undefined : localDeclaration(name);
  const variable = declaration === undefined ? undefined : variableOf(declaration);
  const code = [node, ...(variable?.initializer === undefined ? [] : [variable.initializer])];
  const [property] = code.flatMap((one) => propertyIn(one) ?? []);
  if (property !== undefined) return [`event.properties.${property}`];
  return code.some(namesEvent) ? [nameInCode] : [];
}

/** What stands for the name in code of which the analysis tells nothing. */
const nameInCode = 'event.event in the code';

/** Whether code asks for the name of an event: `event.event.split(' ').pop()`. */
function namesEvent(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  const isName = ts.isPropertyAccessExpression(node) && node.name.text === 'event';
  return isName || (ts.forEachChild(node, namesEvent) ?? false);
}

/** The first property of an event that code names: `hops` of `event.properties.hops ?? 0`. */
function propertyIn(node: ts.Node): string | undefined {
  if (ts.isPropertyAccessExpression(node)) {
    const { expression, name } = node;
    if (ts.isPropertyAccessExpression(expression) && expression.name.text === 'properties') return name.text;
  }
  return ts.forEachChild(node, propertyIn);
}

/** `its name is 'b'`, where that is the work of processEvent. */
function textOfMade({ property, rank, text }: Reason, { by }: MadeEvent): string {
  return rank === ranks.missing
    ? `${by} takes its \`${toldName(property ?? '')}\` away before`
    : `${by} changes it before, so that ${text}`;
}

function reasonFor(id: string, event: CapturedEvent): Reason | undefined {
  if (id.startsWith('[') || id.includes('[*]')) return undefined;
  const property = /(?:^|[ .])event\.properties\.([^ .[\]"]+)(?=$|[ .])/.exec(id)?.[1];
  if (property !== undefined) return ofInner(property, id, event) ?? ofProperty(property, event);
  if (id === nameInCode) return ofName(event);
  if (/(?:^| )event\.event(?:\.(?:\d+|length))?(?=$| )/.test(id)) return ofName(event);
  const part = /(?:^| )event\.([\w$]+)(?=$|[ .])/.exec(id)?.[1];
  return part === undefined ? undefined : ofPart(part, event);
}

/** What events never have beside their properties, and what they have when an SDK sends them so (reference 6.1). */
const parts = /^(?:event|properties|ip|site_url|team_id|now|uuid|timestamp|distinct_id|person|elements)$/;
const optionalParts = /^(?:\$set|\$set_once|sent_at|offset|kafka_offset)$/;

/** `name` of `event.name`. */
function ofPart(part: string, event: CapturedEvent): Reason | undefined {
  if (part === 'distinct_id') return ofProperty(part, event, true);
  if (parts.test(part) || event.isMade === true || event.beside !== undefined) return undefined;
  const text = optionalParts.test(part)
    ? `a captured event has no \`${part}\` beside its properties`
    : `an event has no \`${part}\``;
  return { text, rank: ranks.missing, property: part };
}

function ofName(event: CapturedEvent): Reason | undefined {
  const name = knownName(event);
  if (name !== undefined) return { text: `its name is '${shortened(name)}'`, rank: ranks.name };
  const piece = pieceOfName(event);
  return piece === undefined
    ? undefined
    : {
        text: `its name ${piece.isStart ? 'begins' : 'ends'} with '${shortened(piece.text)}'`,
        rank: ranks.name,
      };
}

/** What lies inside of a property that is an object: `meta.source` of `event.properties.meta.source`. */
function ofInner(property: string, id: string, { properties }: CapturedEvent): Reason | undefined {
  const start = `event.properties.${property}`;
  if (properties.kind !== 'object' || (id !== start && !id.startsWith(`${start}.`))) return undefined;
  let field = fieldOf(properties, property);
  let path = property;
  for (const name of id.slice(start.length).split('.').slice(1)) {
    if (field.kind !== 'object') break;
    field = fieldOf(field, name);
    path += `.${name}`;
  }
  const quoted = `\`${toldName(path)}\``;
  if (field.kind === 'object')
    return { text: `its ${quoted} is a plain object`, rank: ranks.other, property };
  if (path === property) return undefined;
  if (isUndefined(field)) return { text: `it is captured without ${quoted}`, rank: ranks.missing, property };
  const value = textOfValue(field);
  return value === undefined ? undefined : { text: `its ${quoted} is ${value}`, rank: ranks.other, property };
}

/** @param isPerson whether it is about who the event belongs to, and not about the property of the same name. */
function ofProperty(
  property: string,
  { isOwnCapture, properties }: CapturedEvent,
  isPerson = false,
): Reason | undefined {
  if (properties.kind !== 'object') return undefined;
  const field = fieldOf(properties, property);
  const quoted = `\`${toldName(property)}\``;
  const isLibrary = property === '$lib' && isOwnCapture;
  if (isUndefined(field) && isLibrary)
    return { text: `its ${quoted} is 'posthog-plugin-server'`, rank: ranks.other, property };
  // PostHog adds these, and takes that one for the time of the event (reference 1.1).
  if (isUndefined(field) && !isPerson && /^(?:\$lib_version|distinct_id)$/.test(property)) return undefined;
  if (property === 'timestamp' && isOwnCapture)
    return { text: `PostHog takes its ${quoted} out of the properties`, rank: ranks.missing, property };
  if (isUndefined(field)) return { text: `it is captured without ${quoted}`, rank: ranks.missing, property };
  const value = textOfValue(isPerson ? asText(field) : field);
  if (value !== undefined) return { text: `its ${quoted} is ${value}`, rank: ranks.other, property };
  if (isSame(field, property))
    return { text: `it is captured with the same ${quoted}`, rank: ranks.same, property };
  const course = courseOf(field);
  return course === undefined ? undefined : { text: `its ${quoted} ${course}`, rank: ranks.other, property };
}

/** What becomes of a number from event to event; undefined where it is not counted. */
function courseOf(shape: Shape): string | undefined {
  if (shape.kind !== 'simple' || shape.simple.kind !== 'unknown') return undefined;
  switch (shape.simple.origin) {
    case 'counter':
    case 'multiple':
      return 'grows from event to event';
    case 'countdown':
      return 'shrinks from event to event';
    case 'fading':
      return 'shrinks from event to event and is never zero';
    default:
      return shape.simple.counts === undefined ? undefined : 'stays the same';
  }
}

function textOfValue(shape: Shape): string | undefined {
  if (shape.kind !== 'simple' || shape.simple.kind !== 'primitive') return undefined;
  const { value } = shape.simple;
  return typeof value === 'string' ? `'${shortened(value)}'` : String(value);
}

function isSame(shape: Shape, property: string): boolean {
  return (
    shape.kind === 'simple' &&
    shape.simple.kind === 'unknown' &&
    shape.simple.id === `event.properties.${property}`
  );
}

const longestText = 40;

function shortened(text: string): string {
  const line = onOneLine(text);
  return line.length <= longestText ? line : `${line.slice(0, longestText - 1)}…`;
}

/** Where a variable comes from that a condition asks: `, where \`to\` is \`config.to\``; nothing where there is none. */
export function sourceText(condition: ts.Node): string {
  const name = firstVariable(condition);
  const declaration = name === undefined ? undefined : localDeclaration(name);
  const variable = declaration === undefined ? undefined : variableOf(declaration);
  if (name === undefined || variable?.initializer === undefined) return '';
  const verb = variable === declaration ? 'is' : 'comes from';
  return `, where ${quote(name)} ${verb} ${quote(variable.initializer)}`;
}

/** The first name in a condition that stands for what a variable was given. */
function firstVariable(node: ts.Node): ts.Identifier | undefined {
  if (ts.isIdentifier(node)) {
    const declaration = localDeclaration(node);
    const { initializer } = (declaration && variableOf(declaration)) ?? {};
    const isTold =
      initializer !== undefined &&
      !ts.isFunctionLike(initializer) &&
      !ts.isLiteralExpression(initializer) &&
      !isNothing(initializer) &&
      !ts.isObjectLiteralExpression(initializer) &&
      !ts.isArrayLiteralExpression(initializer);
    return isTold ? node : undefined;
  }
  if (ts.isPropertyAccessExpression(node)) return firstVariable(node.expression);
  return ts.forEachChild(node, firstVariable);
}

/** `let url = null`: what a variable begins with, and not what it stands for. */
function isNothing(initializer: ts.Expression): boolean {
  return /^(?:null|undefined|true|false)$/.test(initializer.getText());
}

// ── Whose words ──────────────────────────────────────────────────────────────────────────────────────────────────

/**
 * The code that says what a condition asks: where that is about nothing but parameters of a helper (`if (!value) throw`),
 * the call of the helper; where it asks whether there is anything in a list, what lets an event into that.
 */
export function saidBy({ frame, node }: PathStep): ts.Node {
  let said: ts.Node = fillingOf(node)?.condition ?? node;
  for (let at = frame; at?.parent !== undefined; at = at.parent) {
    const isPassedOn = ts.isCallExpression(at.site) && !contains(at.site, at.node);
    if (!isPassedOn || !ts.isFunctionLike(at.node) || !isAboutParameters(said, at.node)) return said;
    const filling = ts.isCallExpression(at.site) ? fillingOfGiven(said, at.site) : undefined;
    if (filling !== undefined) return filling;
    said = at.site;
  }
  return said;
}

function contains(outer: ts.Node, inner: ts.Node): boolean {
  return outer.getSourceFile() === inner.getSourceFile() && outer.pos <= inner.pos && inner.end <= outer.end;
}

/** Whether a condition names nothing but parameters, and no part of an event that would tell what they are. */
function isAboutParameters(node: ts.Node, { parameters }: ts.SignatureDeclaration): boolean {
  const names = new Set(parameters.flatMap(({ name }) => (ts.isIdentifier(name) ? [name.text] : [])));
  let isAbout = false;
  let tellsMore = false;
  visit(node);
  return isAbout && !tellsMore;

  function visit(part: ts.Node): void {
    if (ts.isPropertyAccessExpression(part)) {
      if (part.name.text !== 'length' && part.name.text !== 'size') tellsMore = true;
      visit(part.expression);
      return;
    }
    if (ts.isStringLiteralLike(part) && part.text !== '' && !isTypeName(part)) tellsMore = true;
    if (
      ts.isBinaryExpression(part) &&
      isComparison(part.operatorToken.kind) &&
      measuredIn(part) === undefined
    )
      tellsMore = true;
    if (ts.isIdentifier(part) && names.has(part.text)) isAbout = true;
    ts.forEachChild(part, visit);
  }
}

/** The text beside a `typeof`, which says nothing of the event. */
function isTypeName({ parent }: ts.StringLiteralLike): boolean {
  return (
    ts.isBinaryExpression(parent) && [parent.left, parent.right].some((side) => ts.isTypeOfExpression(side))
  );
}

/** The sentence of what is no condition in the code: a list that has nothing for the event, or a variable that is called. */
export function withoutConditionText({ node, outcome }: PathStep): string | undefined {
  const { parent } = node;
  const filling = fillingOf(node);
  if (filling !== undefined)
    return `\`${shortText(filling.condition)}\` leaves it out of \`${filling.list.text}\``;
  if ((ts.isForInStatement(parent) || ts.isForOfStatement(parent)) && parent.expression === node)
    return `\`${shortText(node)}\` has nothing for it`;
  // What a variable calls is no condition that anybody wrote.
  if (ts.isIdentifier(node) && ts.isCallExpression(parent) && parent.expression === node)
    return `\`${shortText(parent)}\` calls something else for it`;
  const tested = emptinessTested(node);
  return tested !== undefined && tested.isEmptyWhenTrue !== outcome
    ? `\`${shortText(tested.list)}\` is empty for it`
    : undefined;
}

/** The list of `list.length`, `!list.length`, `list.length === 0`, `list.size > 0`. */
function emptinessTested(
  node: ts.Node,
): { readonly list: ts.Node; readonly isEmptyWhenTrue: boolean } | undefined {
  if (ts.isParenthesizedExpression(node)) return emptinessTested(node.expression);
  if (ts.isPrefixUnaryExpression(node) && node.operator === K.ExclamationToken) {
    const inner = emptinessTested(node.operand);
    return inner === undefined ? undefined : { ...inner, isEmptyWhenTrue: !inner.isEmptyWhenTrue };
  }
  if (ts.isPropertyAccessExpression(node) && /^(?:length|size)$/.test(node.name.text)) {
    const list = node.expression;
    return ts.isIdentifier(list) || ts.isPropertyAccessExpression(list)
      ? { list, isEmptyWhenTrue: false }
      : undefined;
  }
  if (!ts.isBinaryExpression(node)) return undefined;
  const isEmptyWhenTrue = comparisons[`${node.operatorToken.getText()} ${node.right.getText()}`];
  const inner = isEmptyWhenTrue === undefined ? undefined : emptinessTested(node.left);
  return inner === undefined || isEmptyWhenTrue === undefined ? undefined : { ...inner, isEmptyWhenTrue };
}

const comparisons: Readonly<Record<string, boolean>> = {
  '=== 0': true,
  '== 0': true,
  '< 1': true,
  '!== 0': false,
  '!= 0': false,
  '> 0': false,
  '>= 1': false,
};
