/**
 * Loops that come to an end only because a number that is counted from event to event comes to a limit: there may be
 * events that stand beyond it from the start, or have no such number.
 *
 * - `if (hops === 3) return`: 1000.5 goes on to grow.
 * - `const step = Number(name.split('_').pop()); if (step >= 3) return`: of `order_placed` that is no number.
 */
import ts from 'typescript';
import { beyondLimits } from './countedEvents.ts';
import type { EventEdge, EventFlow, EventNode } from './eventFlow.ts';
import type { CapturedEvent } from './events.ts';
import { isComparison } from './execution/comparisons.ts';
import type { Capture } from './sinks.ts';
import type { Explore, FirstEvent } from './trials.ts';
import { judge, type Verdict } from './verdict.ts';

/** Work after which nothing more is tried, in steps. */
const mostWork = 20_000;
/** Events in a row, as many as are looked at: names that grow so long are taken to go on. */
const manyHops = 100;

/** Names, and what stands in them where the app puts a number or the incoming name: long ones, with no number or a high one. */
const fills = [
  'order_placed',
  '1000003',
  'a rather long name of an event that is in no list',
  'a_name_of_many_pieces',
  'a.name.of.many.pieces',
  'a:name:of:many:pieces',
];

/** Takes back that a loop ends where a first event that was tried goes on without end: then it may loop. */
export function tryBeyondLimits(flow: EventFlow, explore: Explore, work: () => number): void {
  const counted = flow.nodes.flatMap(({ edges }) => edges).filter(isCountedOut);
  if (counted.length === 0) return;
  const captures = counted.map(({ capture }) => capture);
  const ofOneValue = captures.filter(isMetByOneValue);
  const limit = work() + mostWork;
  const endless = new Set<ts.Node>();
  for (const first of firstEvents(captures, ofOneValue)) {
    if (work() > limit) break;
    for (const verdict of judge(explore(first))) {
      // Names that grow come to any other limit in the end.
      const isGrowing = isCutOff(verdict) && ofOneValue.some(({ node }) => node === verdict.sink);
      if (verdict.grade === 'loops' || isGrowing) endless.add(verdict.sink);
    }
  }
  if (endless.size === 0) return;
  for (const node of flow.nodes)
    node.edges = node.edges.map((edge) =>
      isCountedOut(edge) && endless.has(edge.capture.node) ? { ...edge, isCounted: false } : edge,
    );
}

/** Whether a condition on a number stands against it. */
function isCountedOut({ capture, isCounted }: EventEdge): boolean {
  return isCounted && capture.steps.some(({ origin }) => origin === 'counter');
}

function* firstEvents(captures: readonly Capture[], ofOneValue: readonly Capture[]): Generator<FirstEvent> {
  const facts = beyondLimits(ofOneValue);
  if (facts !== undefined) yield { facts, isFollowed: true };
  const names = new Set(captures.flatMap(({ event }) => namesLike(event)));
  // Of `(properties.source || '') + name` nothing tells how long it is, where nothing is known of the properties.
  const isOfMore = captures.some(({ event }) => hasProperty(event));
  for (const name of isOfMore ? names : [])
    yield { event: { event: name, distinct_id: 'ada', properties: {} }, isFollowed: true };
  for (const name of names) yield { name, isFollowed: true };
}

/** Whether one value alone of what is counted ends it, such as 3 in `hops === 3`. */
function isMetByOneValue({ steps }: Capture): boolean {
  return steps.every(({ node, origin }) => origin !== 'counter' || !hasComparison(node));
}

/** Whether a condition asks how a number compares with another, which all numbers beyond that one pass. */
function hasComparison(node: ts.Node): boolean {
  return (
    (ts.isBinaryExpression(node) && isComparison(node.operatorToken.kind)) ||
    (ts.forEachChild(node, hasComparison) ?? false)
  );
}

/** Names as the app makes them of incoming ones; none where it captures under one that is fixed. */
function namesLike({ name }: CapturedEvent): readonly string[] {
  if (name.kind !== 'simple' || name.simple.kind !== 'text') return [];
  const { parts } = name.simple;
  return fills.flatMap((fill) => [
    fill,
    parts.map((part) => (typeof part === 'string' ? part : fill)).join(''),
  ]);
}

/** Whether a property is a part of the name. */
function hasProperty({ name }: CapturedEvent): boolean {
  if (name.kind !== 'simple' || name.simple.kind !== 'text') return false;
  return name.simple.parts.some(
    (part) => typeof part !== 'string' && part.id?.includes('.properties.') === true,
  );
}

/** Whether a trial did not come to its end within the events that are looked at. */
function isCutOff({ cycle, grade }: Verdict): boolean {
  return grade === 'may-loop' && cycle.some((node: EventNode) => node.depth > manyHops && !node.isExplored);
}
