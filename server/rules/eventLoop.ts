/**
 * posthog-apps/event-loop: an event captured while an event is handled goes through all apps again, and can
 * come back to the same line without end.
 *
 * ```js
 * export async function onEvent(event) {
 *   await posthog.capture('seen', { distinct_id: event.distinct_id })
 * }
 * ```
 */
import type ts from 'typescript';
import type { AbstractValue } from '../analysis/abstractValue.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import { spanOf } from '../analysis/entryPoints.ts';
import { verdictsOf, type Verdict } from '../analysis/eventFlow.ts';
import type { ChainStep, Finding, Severity } from '../analysis/finding.ts';
import { functionName } from '../analysis/functionName.ts';
import { memberOf } from '../analysis/abstractValue.ts';
import type { Json, JsonObject } from '../../protocol/trace.ts';
import { fixesFor } from './eventLoopFixes.ts';

export const eventLoop = 'posthog-apps/event-loop';

export interface EventLoopLevels {
  readonly eventLoop: Severity | 'off';
  readonly endingLoops: 'information' | 'warning' | 'hidden';
}

export function checkEventLoop(app: AppProgram, levels: EventLoopLevels): readonly Finding[] {
  if (levels.eventLoop === 'off') return [];
  return verdictsOf(app).flatMap((verdict) => {
    const severity = verdict.grade === 'ends' ? endingSeverity(levels.endingLoops) : levels.eventLoop;
    return severity === undefined || severity === 'off' ? [] : [toFinding(verdict, severity)];
  });
}

function endingSeverity(level: EventLoopLevels['endingLoops']): Severity | undefined {
  return level === 'hidden' ? undefined : level;
}

function toFinding(verdict: Verdict, severity: Severity): Finding {
  const { grade, sink, condition, entryPoints } = verdict;
  return {
    rule: eventLoop,
    grade,
    severity,
    span: spanOf(sink.call.expression),
    message: messageOf(verdict),
    entryPoints,
    chain: chainOf(verdict),
    guard:
      grade === 'ends' && condition !== undefined
        ? { text: shortText(condition.node), span: spanOf(condition.node) }
        : null,
    witness: witnessOf(verdict.event),
    fixes: grade === 'ends' ? [] : fixesFor(verdict),
  };
}

/** The entry point, then each function on the way, at the place where it is called. */
function chainOf({ path }: Verdict): readonly ChainStep[] {
  return [
    { function: path.entryPoint.name, span: path.entryPoint.span },
    ...path.edges.map((edge) => ({ function: functionName(edge.to), span: spanOf(edge.site) })),
    { function: path.sink.label, span: spanOf(path.sink.call.expression) },
  ];
}

function messageOf(verdict: Verdict): string {
  const { grade, sink, path, condition } = verdict;
  const entry = path.entryPoint.name;
  const through = path.edges.map((edge) => functionName(edge.to));
  const way = through.length === 0 ? '' : ` through ${through.join(' → ')}`;
  const event = eventText(verdict.event);
  switch (grade) {
    case 'loops':
      return `Endless loop: ${event} comes back to ${entry}${way} and ${sink.label} sends it again${others(verdict)}. Return early for it in ${entry}.`;
    case 'may-loop':
      return `Possible endless loop: ${event} can come back to ${entry}${way} and ${sink.label} can send it again${others(verdict)}. It depends on \`${condition === undefined ? '' : shortText(condition.node)}\`, which does not exclude it.`;
    case 'ends':
      return `No loop: ${event} comes back to ${entry} but does not get here again${condition === undefined ? '' : `, because of \`${shortText(condition.node)}\``}.`;
  }
}

/** Says so when it takes other captures to come back. */
function others({ round }: Verdict): string {
  return round.length < 2
    ? ''
    : ` by way of ${round.length - 1} other ${round.length === 2 ? 'capture' : 'captures'}`;
}

function eventText(event: AbstractValue): string {
  const name = memberOf(event, 'event');
  switch (name.kind) {
    case 'literal':
      return `the captured event "${String(name.value)}"`;
    case 'text':
      return `the captured event \`${name.prefix}…${name.suffix}\``;
    case 'constant':
      return `the captured event (named by ${name.path})`;
    case 'unknown':
    case 'object':
    case 'list':
    case 'present':
      return 'the captured event';
  }
}

function shortText(node: ts.Node): string {
  const text = node.getText().replaceAll(/\s+/g, ' ');
  return text.length > 80 ? `${text.slice(0, 77)}…` : text;
}

/** An event that takes the way: what is known of the captured one. */
function witnessOf(event: AbstractValue): JsonObject {
  const name = memberOf(event, 'event');
  const properties = memberOf(event, 'properties');
  const known: Record<string, Json> = {};
  for (const [key, value] of properties.kind === 'object' ? properties.members : []) {
    if (value.kind === 'literal' && value.value !== undefined) known[key] = value.value;
  }
  return {
    event:
      name.kind === 'literal'
        ? String(name.value)
        : name.kind === 'text'
          ? `${name.prefix}x${name.suffix}`
          : 'any event',
    distinct_id: 'ada',
    properties: known,
  };
}
