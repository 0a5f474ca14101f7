/**
 * Loops that only look like one, because nothing tells in general how what the app makes of an event goes on:
 *
 * - `const name = toTitle(event.event); if (name !== event.event) posthog.capture(name)`: is the name that was made made
 *   into another one again?
 * - `const n = (properties.n ?? 0) + 1; if (n % 5 === 4) return`: does the count come to its end?
 *
 * They are tried, with names in the styles that people write, and with an event that is not counted yet.
 */
import ts from 'typescript';
import type { JsonObject } from '../../protocol/trace.ts';
import { atSmallNumbers, beforeCounting, beyondLimits } from './countedEvents.ts';
import { tryBeyondLimits } from './limitTrials.ts';
import type { EventEdge, EventFlow, EventNode } from './eventFlow.ts';
import type { CapturedEvent } from './events.ts';
import { isCounting } from './execution/counting.ts';
import type { Facts } from './execution/facts.ts';
import { examplesOf } from './execution/examples.ts';
import type { PathStep } from './execution/paths.ts';
import type { UnknownValue } from './execution/values.ts';
import type { Capture } from './sinks.ts';
import { judge, type Verdict } from './verdict.ts';

/** Names in the styles that people write; each changes when it is brought into another style. */
const styles = [
  'user signed up',
  'UserSignedUp',
  'USER_SIGNED_UP',
  'user-signed-up',
  ' Order  Completed ',
  '$pageview',
  'x',
];
/** Texts that the app itself looks for, each in a few names. */
const mostTexts = 12;
/** Work after which nothing more is tried, in steps. */
const mostWork = 20_000;

/** What is known of the first event of a trial. */
export interface FirstEvent {
  readonly name?: string;
  readonly facts?: Facts;
  /** The event itself, where all of it is known. */
  readonly event?: JsonObject;
  /** Whether the numbers of the events after it are followed as they are, and not with any number after some events. */
  readonly isFollowed?: boolean;
}

/** Follows what a first event leads to. */
export type Explore = (first: FirstEvent) => EventFlow;

/**
 * @param explore follows what a first event leads to.
 * @param work the work that was done so far, in steps.
 * @returns the flow without the loops of which nothing that was tried takes part in one.
 */
export function tryLoops(flow: EventFlow, explore: Explore, work: () => number): EventFlow {
  tryNames(flow, explore, work);
  tryCount(flow, explore);
  tryBeyondLimits(flow, explore, work);
  return flow;
}

function tryNames(flow: EventFlow, explore: Explore, work: () => number): void {
  const suspects = new Set(suspectsIn(flow));
  if (suspects.size === 0) return;
  const ending = new Set<ts.Node>();
  const limit = work() + mostWork;
  for (const name of namesFor(flow)) {
    if (suspects.size === 0 || work() > limit) return;
    for (const { sink, grade } of judge(explore({ name }))) {
      if (grade === 'ends') ending.add(sink);
      else suspects.delete(sink);
    }
  }
  refute(flow, ({ capture, to }, from) => {
    const isTried = suspects.has(capture.node) && ending.has(capture.node);
    return isTried && isMade(from.event) && isMade(to.event);
  });
}

function tryCount(flow: EventFlow, explore: Explore): void {
  const edges = flow.nodes
    .flatMap((node) => node.edges)
    .filter(({ isCounted, capture }) => !isCounted && capture.steps.length > 0 && isOfCount(capture));
  const captures = edges.map(({ capture }) => capture);
  const facts = beforeCounting(captures);
  if (facts === undefined) return;
  const ending = sinksOf(judge(explore({ facts })), true);
  if (ending.size === 0) return;
  // One that begins without a number may end for want of it: `undefined + 1` is none.
  const follow = (start: Facts | undefined): readonly Verdict[] =>
    start === undefined ? [] : judge(explore({ facts: start, isFollowed: true }));
  const usual = follow(atSmallNumbers(captures));
  const endless = sinksOf(usual, false);
  const endlessBeyond = sinksOf(follow(beyondLimits(captures, 1000)), false);
  for (const sink of [...endless, ...endlessBeyond]) ending.delete(sink);
  refute(flow, ({ capture }) => ending.has(capture.node) && isOfCount(capture));
  // Of a limit such as `n > 3 && n < 10` only events that stand beyond it from the start know nothing.
  const endingUsually = sinksOf(usual, true);
  doubt(flow, ({ capture }) => {
    const isBeyond = endlessBeyond.has(capture.node) && endingUsually.has(capture.node);
    return isBeyond && isOfCount(capture);
  });
}

/** The calls whose events come to an end, or those whose events may go on. */
function sinksOf(verdicts: readonly Verdict[], areEnding: boolean): Set<ts.Node> {
  return new Set(verdicts.filter(({ grade }) => (grade === 'ends') === areEnding).map(({ sink }) => sink));
}

function isOfCount(capture: EventEdge['capture']): boolean {
  return beforeCounting([capture]) !== undefined;
}

/** Takes edges out of all loops. */
function refute(flow: EventFlow, isRefuted: (edge: EventEdge, from: EventNode) => boolean): void {
  for (const node of flow.nodes) {
    node.edges = node.edges.map((edge) =>
      isRefuted(edge, node) ? { ...edge, isCertain: false, isCounted: true } : edge,
    );
  }
}

/** Takes edges out of the loops that are certain: a count decides on them. */
function doubt(flow: EventFlow, isDoubtful: (edge: EventEdge) => boolean): void {
  for (const node of flow.nodes)
    node.edges = node.edges.map((edge) => {
      if (!isDoubtful(edge)) return edge;
      const isAsked = edge.capture.steps.some(({ lasting }) => lasting !== undefined);
      const steps = edge.capture.steps.map((step): PathStep =>
        isAsked && step.lasting === undefined ? step : { ...step, origin: 'counter' },
      );
      return { ...edge, isCertain: false, capture: { ...edge.capture, steps } };
    });
}

/** Calls on whose way there is a condition, and whose made names lead to further ones. */
function suspectsIn({ nodes }: EventFlow): readonly ts.Node[] {
  return nodes
    .filter(({ event }) => isMade(event))
    .flatMap(({ edges }) => edges)
    .filter((edge) => !edge.isCounted && edge.capture.steps.length > 0 && leadsOn(edge))
    .map(({ capture }) => capture.node);
}

function leadsOn({ to }: EventEdge): boolean {
  return isMade(to.event) && to.edges.some((edge) => !edge.isCounted && isMade(edge.to.event));
}

/** Whether a name is made of the incoming one, or may be. */
function isMade({ name }: CapturedEvent): boolean {
  if (name.kind !== 'simple') return false;
  const { simple } = name;
  if (simple.kind === 'unknown') return isMadeValue(simple);
  return simple.kind === 'text' && simple.parts.some((part) => typeof part !== 'string' && isMadePart(part));
}

function isMadeValue({ id, origin }: UnknownValue): boolean {
  // What many steps make of it has no id any more.
  return id === undefined ? origin === 'event' || isCounting(origin) : id !== nameId && id.includes(nameId);
}

function isMadePart(part: UnknownValue): boolean {
  return part.id === nameId || isMadeValue(part);
}

const nameId = 'event.event';

function namesFor(flow: EventFlow): readonly string[] {
  const captures = [...flow.starts, ...flow.nodes.flatMap(({ edges }) => edges)].map(
    ({ capture }) => capture,
  );
  return [
    ...styles,
    ...namesAskedFor(captures),
    ...textsAskedFor(captures).flatMap((text) => [text, `${text} b`, `a ${text}`, `a rather long ${text}`]),
  ];
}

/** Texts that the code compares something with, in the files of the calls and of the functions on the way to them. */
export function textsAskedFor(captures: readonly Capture[]): readonly string[] {
  const texts = new Set<string>();
  for (const file of filesOf(captures)) addTexts(file, texts);
  return [...texts].slice(0, mostTexts);
}

/** Names that patterns in the same files match, and some that are cut into pieces: `a:b` for `.split(':')`. */
export function namesAskedFor(captures: readonly Capture[]): readonly string[] {
  const names = new Set<string>();
  for (const file of filesOf(captures)) addNames(file, names);
  return [...names].slice(0, mostTexts);
}

function addNames(node: ts.Node, names: Set<string>): void {
  ts.forEachChild(node, (child) => {
    const pattern = ts.isRegularExpressionLiteral(child) ? patternOf(child.text) : undefined;
    for (const example of pattern === undefined ? [] : examplesOf(pattern)) names.add(example);
    if (ts.isStringLiteralLike(child) && child.text !== '' && isSeparator(child))
      for (const pieces of [
        ['a', 'b'],
        ['a', 'b', 'c'],
        // More than code that counts them asks for.
        Array.from('abcdefghijkl'),
      ])
        names.add(pieces.join(child.text));
    addNames(child, names);
  });
}

function patternOf(text: string): RegExp | undefined {
  try {
    return new RegExp(text.slice(1, text.lastIndexOf('/')), text.slice(text.lastIndexOf('/') + 1));
  } catch {
    return undefined;
  }
}

function filesOf(captures: readonly Capture[]): ReadonlySet<ts.SourceFile> {
  const places = captures.flatMap(({ node, frames }) => [node, ...frames.map((frame) => frame.node)]);
  return new Set(places.map((node) => node.getSourceFile()));
}

/** Texts that the code compares something with: names, beginnings, and what is looked for in names. */
function addTexts(node: ts.Node, texts: Set<string>): void {
  ts.forEachChild(node, (child) => {
    if (ts.isStringLiteralLike(child) && child.text.trim() !== '') {
      if (isCompared(child)) texts.add(child.text);
      else if (isSearched(child)) for (const word of child.text.split(/[\s,;|]+/)) texts.add(word);
      else if (isOfPattern(child)) addPieces(`/${child.text}/`, texts);
    }
    if (ts.isRegularExpressionLiteral(child)) addPieces(child.text, texts);
    addTexts(child, texts);
  });
}

/** What a pattern asks for word by word: `paid` of `/^paid/i`. */
function addPieces(pattern: string, texts: Set<string>): void {
  const source = pattern.slice(1, pattern.lastIndexOf('/'));
  for (const piece of source.match(/(?<!\\)[a-z][\w -]*(?![*?{])/gi) ?? []) {
    if (piece.length > 1) texts.add(piece);
    if (piece.length > 1 && digits.test(source)) texts.add(piece + lastCount(source));
  }
}

const digits = /(?:\\d|\[0-9\])(?:\{(?:\d+,)?(?<most>\d+)\})?(?<any>[*+{])?/;

/** A number with as many digits as a pattern takes, close to where it has one more: a name that counts ends there. */
function lastCount(source: string): string {
  let count = 0;
  for (const { groups } of source.matchAll(new RegExp(digits, 'g')))
    if (groups?.['any'] === undefined) count += Number(groups?.['most'] ?? 1);
  return `${'9'.repeat(Math.min(Math.max(count, 1), mostDigits) - 1)}8`;
}

const mostDigits = 6;

/** `'a b'.includes(name)`, `'a,b'.split(',')`: names stand in the text. */
function isSearched({ parent }: ts.StringLiteralLike): boolean {
  return (
    ts.isPropertyAccessExpression(parent) &&
    ts.isCallExpression(parent.parent) &&
    /^(?:includes|indexOf|split)$/.test(parent.name.text)
  );
}

/** `name.split(':')` */
function isSeparator({ parent }: ts.StringLiteralLike): boolean {
  return (
    ts.isCallExpression(parent) &&
    ts.isPropertyAccessExpression(parent.expression) &&
    /^(?:split|indexOf|lastIndexOf)$/.test(parent.expression.name.text)
  );
}

/** `RegExp('^paid')`, with `new` or without. */
function isOfPattern({ parent }: ts.StringLiteralLike): boolean {
  return (
    (ts.isCallExpression(parent) || ts.isNewExpression(parent)) &&
    ts.isIdentifier(parent.expression) &&
    parent.expression.text === 'RegExp'
  );
}

const comparing = /^(?:includes|startsWith|endsWith|indexOf|has|test|match|replace|replaceAll)$/;

function isCompared({ parent }: ts.StringLiteralLike): boolean {
  if (ts.isCaseClause(parent) || ts.isBinaryExpression(parent) || ts.isArrayLiteralExpression(parent))
    return true;
  return (
    ts.isCallExpression(parent) &&
    ts.isPropertyAccessExpression(parent.expression) &&
    comparing.test(parent.expression.name.text)
  );
}
