/** The event flow as text: for the clipboard, a screen reader, and the command line. */
import type { EventFlowGraph, FlowEdge } from './eventFlow.ts';

/** @param pathOf how a place is shown, such as `app/index.js`. */
export function eventFlowText(graph: EventFlowGraph, pathOf: (uri: string) => string): string {
  const { apps, edges, events, loops } = graph;
  if (apps.length === 0) return 'There is no PostHog app here.\n';
  const missing = incompleteTexts(graph);
  const notes = [...droppedTexts(graph), ...missing];
  if (edges.length === 0) {
    const nothing = `${appsText(graph)} capture${apps.length === 1 ? 's' : ''} no event when one comes in.`;
    return `${[...notes, ...(missing.length > 0 ? [] : [nothing])].join('\n')}\n`;
  }
  const place = ({ line, uri }: FlowEdge): string => `${pathOf(uri)}:${line + 1}`;
  const step = (edge: FlowEdge): string =>
    `${apps[edge.app]?.name ?? ''}, ${edge.entryPoint} (${place(edge)})`;
  const lines = [`Event flow of ${appsText(graph)}`, '', ...notes.flatMap((text) => [text, ''])];
  events.forEach(({ isInLoop, label }, index) => {
    const own = edges.filter(({ from }) => from === index);
    if (own.length === 0) return;
    lines.push(`${label}${isInLoop ? '  (in a loop)' : ''}`);
    for (const edge of own) {
      const mark = edge.isInLoop ? '↻' : '→';
      lines.push(
        `  ${mark} ${step(edge)} captures ${events[edge.to]?.label ?? ''}${conditionsText(edge, graph)}`,
      );
    }
    lines.push('');
  });
  const rest = events.filter((_event, index) => !edges.some(({ from }) => from === index));
  const going = rest.filter(({ goesOnAsAny }) => goesOnAsAny);
  const ends = rest.filter(({ goesOnAsAny }) => !goesOnAsAny);
  if (going.length > 0)
    lines.push(`Goes on as any event does: ${going.map(({ label }) => label).join(', ')}`, '');
  if (ends.length > 0) lines.push(`Leads nowhere: ${ends.map(({ label }) => label).join(', ')}`, '');
  const none = missing.length === 0 ? 'No loop.' : 'No loop was found.';
  lines.push(loops.length === 0 ? none : 'Loops');
  loops.forEach((loop, index) => {
    const first = edges[loop[0] ?? 0];
    const steps = loop.flatMap((number) => edges[number] ?? []);
    lines.push(`  ${index + 1}. ${events[first?.from ?? 0]?.label ?? ''}`);
    for (const edge of steps) {
      lines.push(
        `     → ${events[edge.to]?.label ?? ''}, captured by ${step(edge)}${conditionsText(edge, graph)}`,
      );
    }
  });
  return `${lines.join('\n').trimEnd()}\n`;
}

/** Under which conditions an arrow is one, as the end of a sentence; '' where there are none. */
export function conditionsText(edge: FlowEdge, graph: EventFlowGraph): string {
  const { isByOrder = false, isConditional } = edge;
  return [
    changedText(edge, graph),
    isByOrder ? ', depending on the order of the apps' : '',
    isConditional ? ', perhaps' : '',
  ].join('');
}

/** Which other apps make of the event what is handled, as the end of a sentence; '' where none does. */
export function changedText({ changedBy = [] }: FlowEdge, { apps }: EventFlowGraph): string {
  const makers = changedBy.map((app) => apps[app]?.name ?? 'another app');
  return makers.length === 0
    ? ''
    : `, as ${makers.join(' and ')} ${makers.length === 1 ? 'changes' : 'change'} it`;
}

/** Which apps let no event through, in a sentence; none where each lets some through. */
export function droppedTexts({ apps, droppedBy = [] }: EventFlowGraph): readonly string[] {
  if (droppedBy.length === 0) return [];
  const names = listed(droppedBy.map((app) => apps[app]?.name ?? 'an app'));
  return [
    droppedBy.length === 1
      ? `${names} drops every event: its processEvent gives none back. The apps behind it and each onEvent are not reached.`
      : `${names} drop every event: their processEvent gives none back. The apps behind the first of them and each onEvent are not reached.`,
  ];
}

/** Names that are told; of more it is said how many there are. */
const mostNamed = 3;

/** Why a picture is incomplete, a sentence for each reason. */
export function incompleteTexts({ apps, cuts = [], events }: EventFlowGraph): readonly string[] {
  return cuts.map((cut) => {
    switch (cut.kind) {
      case 'code':
        return `Incomplete: the code of ${apps[cut.app]?.name ?? 'an app'} is too large to be followed to its end. What it captures further on is missing.`;
      case 'events': {
        const labels = cut.events.map((index) => events[index]?.label ?? 'an event');
        const rest = labels.length - mostNamed;
        const named = rest > 1 ? [...labels.slice(0, mostNamed), `${rest} more`] : labels;
        return `Incomplete: more events come of each other than are looked at. What ${listed(named)} lead${labels.length === 1 ? 's' : ''} to is missing.`;
      }
      case 'loops':
        return `Incomplete: there are more loops than the ${cut.listed} that are listed.`;
    }
  });
}

function listed(names: readonly string[]): string {
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`;
}

function appsText({ apps }: EventFlowGraph): string {
  const [only] = apps;
  return apps.length === 1 ? (only?.name ?? '') : `${apps.length} apps`;
}
