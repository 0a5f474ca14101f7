/** What the picture says of a graph, in words. */
import type { EventFlowGraph, FlowEdge } from '../../../protocol/eventFlow.ts';

/** The line above the picture. */
export function summary({ apps, cuts = [], loops }: EventFlowGraph): string {
  const [only] = apps;
  const who = apps.length === 1 ? (only?.name ?? '') : `${apps.length} apps`;
  const found =
    loops.length === 0
      ? cuts.length === 0
        ? 'no loop'
        : 'no loop found'
      : loops.length === 1
        ? 'one loop'
        : `${loops.length} loops`;
  return `Event flow of ${who}: ${found}`;
}

/** Why there is nothing to draw. */
export function emptyText({ apps }: EventFlowGraph): string {
  return apps.length === 0
    ? 'There is no PostHog app in this workspace.'
    : 'No app here captures an event when one comes in.';
}

/** What an arrow is, and where its label leads. */
export function describeEdge(edge: FlowEdge, graph: EventFlowGraph): string {
  const { apps, events } = graph;
  const from = events[edge.from]?.label ?? '';
  const to = events[edge.to]?.label ?? '';
  const app = apps[edge.app]?.name ?? '';
  const perhaps = edge.isConditional ? ' perhaps' : '';
  const loop = edge.isInLoop ? ', in a loop' : '';
  const order = edge.isByOrder === true ? ', depending on the order of the apps' : '';
  return `${app}, ${edge.entryPoint}:${perhaps} captures ${to} for ${from}${order}${loop}. Opens ${fileOf(edge)}, line ${edge.line + 1}.`;
}

/** The events of a loop in their order, the first of them again at the end; one that is sent on as it is, once. */
export function loopText(loop: readonly number[], { edges, events }: EventFlowGraph): string {
  const labels = loop.map((index) => events[edges[index]?.from ?? -1]?.label ?? '');
  const distinct = labels.filter((label, index) => index === 0 || label !== labels[index - 1]);
  return [...distinct, distinct[0] ?? ''].join(' → ');
}

/** Who captures in a loop, each once, and whether it is certain. */
export function loopMakers(loop: readonly number[], { apps, edges }: EventFlowGraph): string {
  const steps = loop.flatMap((index) => edges[index] ?? []);
  const makers = [...new Set(steps.map(({ app, entryPoint }) => `${apps[app]?.name ?? ''} · ${entryPoint}`))];
  const conditions = [
    ...(steps.some(({ isByOrder = false }) => isByOrder) ? ['depending on the order of the apps'] : []),
    ...(steps.some(({ isConditional }) => isConditional) ? ['perhaps'] : []),
  ];
  return `${makers.join(', ')}${conditions.length === 0 ? '' : ` (${conditions.join(', ')})`}`;
}

/** File and line of an arrow's code, such as `index.js:7`. */
export function placeOf(edge: FlowEdge): string {
  return `${fileOf(edge)}:${edge.line + 1}`;
}

function fileOf({ uri }: FlowEdge): string {
  return decodeURIComponent(uri.slice(uri.lastIndexOf('/') + 1));
}
