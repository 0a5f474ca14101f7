/** Edits that end a loop. Each makes a condition that the captured event cannot meet. */
import ts from 'typescript';
import { memberOf } from '../analysis/abstractValue.ts';
import type { Verdict } from '../analysis/eventFlow.ts';
import type { Fix, TextChange } from '../analysis/finding.ts';

/** Property that the captured event carries, so that the app knows its own events. */
const marker = '$captured_by_app';

/** Fixes, the best first: by the event's own name where it is known, by the library, by a marker. */
export function fixesFor(verdict: Verdict): readonly Fix[] {
  const guard = guardPlace(verdict);
  if (guard === undefined) return [];
  const name = memberOf(verdict.event, 'event');
  const fixes: Fix[] = [];
  if (name.kind === 'literal' && typeof name.value === 'string' && verdict.round.length < 2) {
    const quoted = `'${name.value.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
    fixes.push({
      title: `Return early for the app's own event '${name.value}'`,
      changes: [guard(`${guard.event}.event === ${quoted}`)],
    });
  }
  fixes.push({
    title: 'Return early for events that apps captured',
    changes: [guard(`${guard.event}.properties?.$lib === 'posthog-plugin-server'`)],
  });
  const mark = markChange(verdict);
  if (mark !== undefined) {
    fixes.push({
      title: 'Mark captured events and return early for marked ones',
      changes: [guard(`${guard.event}.properties?.${marker}`), mark],
    });
  }
  return fixes;
}

interface GuardPlace {
  (condition: string): TextChange;
  /** Name of the event parameter. */
  readonly event: string;
}

/** Where an early return goes: the first line of an entry point that gets one event under a name. */
function guardPlace({ path }: Verdict): GuardPlace | undefined {
  const { entryPoint } = path;
  const { body, parameters } = entryPoint.function;
  const [parameter] = parameters;
  const takesEvent = /^(processEvent|onEvent|onSnapshot|composeWebhook)$/.test(entryPoint.name);
  if (!takesEvent || body === undefined || !ts.isBlock(body) || parameter === undefined) return undefined;
  if (!ts.isIdentifier(parameter.name)) return undefined;
  const event = parameter.name.text;
  const file = body.getSourceFile();
  const [first] = body.statements;
  const text = file.text;
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const indent = indentOf(first ?? body, text, first === undefined);
  const end = first !== undefined && text.slice(first.pos, first.end).trimEnd().endsWith(';') ? ';' : '';
  const result =
    entryPoint.name === 'processEvent' ? ` ${event}` : entryPoint.name === 'composeWebhook' ? ' null' : '';
  const place = (condition: string): TextChange => ({
    span: { file: file.fileName, start: body.getStart(file) + 1, length: 0 },
    newText: `${newline}${indent}if (${condition}) return${result}${end}`,
  });
  return Object.assign(place, { event });
}

function indentOf(node: ts.Node, text: string, isEmptyBody: boolean): string {
  const start = node.getStart();
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const indent = /^\s*/.exec(line)?.[0] ?? '';
  // A body on one line, or an empty one, has no line to take the indent from.
  return isEmptyBody || line.trim() !== '' ? `${indent}  ` : indent;
}

/** Adds the marker to the properties where they are written down as an object. */
function markChange({ sink }: Verdict): TextChange | undefined {
  if (sink.label !== 'posthog.capture') return undefined;
  const [name, properties] = sink.call.arguments;
  if (name === undefined) return undefined;
  const file = sink.call.getSourceFile().fileName;
  if (properties === undefined) {
    return { span: { file, start: name.end, length: 0 }, newText: `, { ${marker}: true }` };
  }
  if (!ts.isObjectLiteralExpression(properties)) return undefined;
  const isEmpty = properties.properties.length === 0;
  return {
    span: { file, start: properties.getStart() + 1, length: 0 },
    newText: isEmpty ? ` ${marker}: true ` : ` ${marker}: true,`,
  };
}
