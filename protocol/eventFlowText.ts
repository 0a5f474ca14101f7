/** The event flow as text: for the clipboard, a screen reader, and the command line. */
import type { EventFlowGraph, FlowEdge } from './eventFlow.ts';

/** @param pathOf how a place is shown, such as `app/index.js`. */
export function eventFlowText(graph: EventFlowGraph, pathOf: (uri: string) => string): string {
  const { apps, edges, events, loops } = graph;
  if (apps.length === 0) return 'There is no PostHog app here.\n';
  if (edges.length === 0)
    return `${appsText(graph)} capture${apps.length === 1 ? 's' : ''} no event when one comes in.\n`;
  const place = ({ line, uri }: FlowEdge): string => `${pathOf(uri)}:${line + 1}`;
  const step = (edge: FlowEdge): string =>
    `${apps[edge.app]?.name ?? ''}, ${edge.entryPoint} (${place(edge)})`;
  const lines = [`Event flow of ${appsText(graph)}`, ''];
  events.forEach(({ isInLoop, label }, index) => {
    const own = edges.filter(({ from }) => from === index);
    if (own.length === 0) return;
    lines.push(`${label}${isInLoop ? '  (in a loop)' : ''}`);
    for (const edge of own) {
      const mark = edge.isInLoop ? '↻' : '→';
      const condition = edge.isConditional ? ', perhaps' : '';
      lines.push(`  ${mark} ${step(edge)} captures ${events[edge.to]?.label ?? ''}${condition}`);
    }
    lines.push('');
  });
  const rest = events.filter((_event, index) => !edges.some(({ from }) => from === index));
  const going = rest.filter(({ goesOnAsAny }) => goesOnAsAny);
  const ends = rest.filter(({ goesOnAsAny }) => !goesOnAsAny);
  if (going.length > 0)
    lines.push(`Goes on as any event does: ${going.map(({ label }) => label).join(', ')}`, '');
  if (ends.length > 0) lines.push(`Leads nowhere: ${ends.map(({ label }) => label).join(', ')}`, '');
  lines.push(loops.length === 0 ? 'No loop.' : 'Loops');
  loops.forEach((loop, index) => {
    const first = edges[loop[0] ?? 0];
    const steps = loop.flatMap((number) => edges[number] ?? []);
    lines.push(`  ${index + 1}. ${events[first?.from ?? 0]?.label ?? ''}`);
    for (const edge of steps) {
      lines.push(
        `     → ${events[edge.to]?.label ?? ''}, captured by ${step(edge)}${edge.isConditional ? ', perhaps' : ''}`,
      );
    }
  });
  return `${lines.join('\n').trimEnd()}\n`;
}

function appsText({ apps }: EventFlowGraph): string {
  const [only] = apps;
  return apps.length === 1 ? (only?.name ?? '') : `${apps.length} apps`;
}
