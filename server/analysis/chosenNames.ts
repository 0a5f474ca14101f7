/**
 * Names of captured events that are one of several: `posthog.capture(config.vip === 'Yes' ? 'lead' : 'cold lead')`. Where
 * something besides the event chooses, an event of one of the names that comes back is no loop for sure, unless those of
 * all others do so, too.
 */
import ts from 'typescript';
import type { EventEdge, EventFlow, EventNode } from './eventFlow.ts';
import type { Machine } from './execution/machine.ts';
import type { PathStep } from './execution/paths.ts';
import type { Shape } from './execution/shapes.ts';
import { type CaseWay, keyOf, type Value } from './execution/values.ts';

/** One of several names that a call may give its event. */
export interface Choice {
  /** The same for all of them. */
  readonly group: ChoiceGroup;
  /** The undecided conditions that choose it; at least one. */
  readonly steps: readonly PathStep[];
}

export interface ChoiceGroup {
  /** How many names there are. */
  readonly size: number;
}

/**
 * What has to be so for a name to be that one of its values.
 *
 * @param sink the call.
 */
export function stepsOfChoice(
  machine: Machine,
  { cases = [], condition }: Value,
  alternative: Shape,
  sink: ts.Node,
): readonly PathStep[] {
  const key = alternative.kind === 'simple' ? keyOf(alternative.simple) : undefined;
  const own = cases.filter(({ value }) => keyOf(value) === key);
  // Where the event alone can lead to it, it surely comes to it.
  const chosen = own.find(({ origin }) => origin === 'event') ?? own[0];
  const steps = stepsOfWay(chosen?.way);
  if (steps.length > 0) return steps;
  const { frame, path: parent } = machine;
  const origin = chosen?.origin ?? condition?.origin ?? 'other';
  const length = (parent?.length ?? 0) + 1;
  return [
    { node: nameIn(sink), outcome: true, origin, parent, length, facts: chosen?.facts ?? new Map(), frame },
  ];
}

function stepsOfWay(way: CaseWay | undefined): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (let part = way; part !== undefined; part = part.before) {
    const { from, to } = part;
    const inner: PathStep[] = [];
    for (let step = to; step !== undefined && step !== from; step = step.parent) inner.push(step);
    steps.push(...inner.toReversed());
  }
  return steps;
}

/** Where the name stands: the first argument of the call, which is marked by what is called. */
function nameIn(sink: ts.Node): ts.Node {
  const { parent } = sink;
  return ts.isCallExpression(parent) && parent.expression === sink ? (parent.arguments[0] ?? sink) : sink;
}

/** The flow in which only those choices are certain of which all names lead to the same choice again. */
export function withSureChoices(flow: EventFlow): EventFlow {
  const { nodes, starts } = flow;
  const sure = new Set(
    [...starts, ...nodes.flatMap(({ edges }) => edges)].filter(({ isCertain }) => isCertain),
  );
  let groups = groupsIn(sure);
  if (groups.size === 0) return flow;
  const before = sure.size;
  for (let size = -1; size !== sure.size; groups = groupsIn(sure)) {
    ({ size } = sure);
    for (const [{ size: names }, edges] of groups)
      if (edges.length < names || !edges.every((edge) => leadsAgain(edge, sure)))
        for (const edge of edges) sure.delete(edge);
  }
  if (sure.size === before) return flow;
  const settled = (edge: EventEdge): EventEdge =>
    edge.isCertain && !sure.has(edge) ? { ...edge, isCertain: false } : edge;
  for (const node of nodes) node.edges = node.edges.map(settled);
  return { ...flow, starts: starts.map(settled) };
}

function groupsIn(edges: ReadonlySet<EventEdge>): ReadonlyMap<ChoiceGroup, readonly EventEdge[]> {
  const groups = new Map<ChoiceGroup, EventEdge[]>();
  for (const edge of edges) {
    if (edge.choice === undefined) continue;
    const known = groups.get(edge.choice);
    if (known === undefined) groups.set(edge.choice, [edge]);
    else known.push(edge);
  }
  return groups;
}

/** Whether the event surely leads to the call that captured it again, whatever other calls choose. */
function leadsAgain({ capture, to }: EventEdge, sure: ReadonlySet<EventEdge>): boolean {
  const seen = new Set<EventNode>([to]);
  for (const node of seen) {
    for (const edge of node.edges) {
      if (!sure.has(edge)) continue;
      if (edge.capture.node === capture.node) return true;
      if (edge.choice === undefined) seen.add(edge.to);
    }
  }
  return false;
}
