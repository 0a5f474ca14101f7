/** The edits that end a loop: an early return for the own event, for events of apps, or for a marked event. */
import ts from 'typescript';
import { AppExplorer } from '../analysis/appExplorer.ts';
import { spanOf } from '../analysis/entryPoints.ts';
import { type CapturedEvent, knownName, pieceOfName } from '../analysis/events.ts';
import type { SinkKind } from '../analysis/execution/sinkCalls.ts';
import type { Session } from '../analysis/execution/session.ts';
import { fieldOf, type Shape } from '../analysis/execution/shapes.ts';
import type { Fix, TextChange } from '../analysis/finding.ts';
import type { Verdict } from '../analysis/verdict.ts';
import { marker } from './eventLoopMessage.ts';
import { shortText } from './shortText.ts';

/**
 * Makes the condition for an early return, out of the expressions for the event's name and its properties, and of what
 * comes to that function when the event comes back.
 */
type Guard = (event: EventAccess, received: CapturedEvent) => string | undefined;

/** The same for one function. */
type Condition = (event: EventAccess) => string | undefined;

interface EventAccess {
  readonly name: string | undefined;
  /** An expression for a property. */
  readonly property: (name: string) => string | undefined;
}

/** @param askedFor names of events that the handlers ask for on purpose. */
export function fixesFor(verdict: Verdict, session: Session, askedFor: ReadonlySet<string>): readonly Fix[] {
  // An early return for the event does not end what goes on without it.
  if (verdict.endlessJob !== undefined) return [];
  const functions = verdict.entryPoints.flatMap((name) => {
    const node = session.root(name)?.node;
    return node === undefined ? [] : [{ name, node }];
  });
  const ignoring = verdict.grade === 'may-loop' ? ignoreFixes(verdict) : [];
  if (functions.length === 0 || functions.length < verdict.entryPoints.length) return ignoring;
  const guardAll = (guard: Guard): readonly TextChange[] | undefined => {
    const changes = functions.map(({ name, node }) =>
      guardEntry(name, node, (event) => guard(event, receivedBy(name, verdict))),
    );
    return changes.every((change) => change !== undefined) ? changes.flat() : undefined;
  };
  const byName = [ownNameFix, pieceOfNameFix, libraryFix];
  // What a handler asks for has a use of its own, which an early return for its name would end.
  const isAskedFor = askedFor.has(knownName(verdict.capture.event) ?? '');
  const marking = isMarkKept(verdict, session) ? [markerFix] : [];
  const makers = isAskedFor ? [...marking, ...byName] : [...byName, ...marking];
  const guards = makers.map((make) => make(verdict, guardAll));
  return [...guards.filter((fix) => fix !== undefined), ...ignoring];
}

/** What an entry point gets when the event comes back. */
function receivedBy(entryPoint: string, { capture, made }: Verdict): CapturedEvent {
  return entryPoint.startsWith('processEvent') ? capture.event : (made?.event ?? capture.event);
}

/** Whether a mark that is added to the event comes through the processEvent that changes it. */
function isMarkKept({ capture: { event }, made }: Verdict, session: Session): boolean {
  const { properties } = event;
  if (made === undefined || properties.kind !== 'object') return true;
  const mark: Shape = { kind: 'simple', simple: { kind: 'primitive', value: true } };
  const fields = new Map([...properties.fields, [marker, mark]]);
  const marked = new AppExplorer(session).processed({ ...event, properties: { ...properties, fields } });
  return marked === undefined || valueOf(fieldOf(marked.properties, marker)) === true;
}

function valueOf(shape: Shape): unknown {
  return shape.kind === 'simple' && shape.simple.kind === 'primitive' ? shape.simple.value : undefined;
}

/**
 * For what nobody can prove here: a comment with the reason why there is no loop (reference 7.6). Only a condition on
 * what is stored or set is such a reason, for it may well hold; other reasons are asked for (*Ignore with a Reason…*).
 */
function ignoreFixes({ capture, guard, sink, start }: Verdict): readonly Fix[] {
  if (guard === undefined || ts.isSourceFile(guard) || isOfLoop(guard)) return [];
  // A name that a setting is part of makes a comparison with it depend on the setting, too, but only later on.
  const decides = [capture, start].every(({ steps }) =>
    steps.some(({ node, origin }) => node === guard && (origin === 'storage' || origin === 'config')),
  );
  const code = shortText(guard);
  return decides ? [ignoreFix(`Ignore Because \`${code}\` Stops It`, `${code} stops it`, sink)] : [];
}

/** Whether it says how often a loop in the code goes round, which stops nothing. */
function isOfLoop(condition: ts.Node): boolean {
  let part = condition;
  while (ts.isExpression(part.parent)) part = part.parent;
  return ts.isIterationStatement(part.parent, false) && part.parent.statement !== part;
}

function ignoreFix(title: string, reason: string, sink: ts.Node): Fix {
  const file = sink.getSourceFile();
  const start = sink.getStart(file);
  const line = file.getPositionOfLineAndCharacter(file.getLineAndCharacterOfPosition(start).line, 0);
  const text = `${indentAt(file, start)}// posthog-apps-ignore event-loop: ${reason}\n`;
  return { title, isIgnoring: true, changes: [insertion(file, line, text)] };
}

type GuardAll = (guard: Guard) => readonly TextChange[] | undefined;

function ownNameFix(verdict: Verdict, guardAll: GuardAll): Fix | undefined {
  const { capture, hasOtherLoops } = verdict;
  const name = knownName(receivedBy(capture.root, verdict));
  if (name === undefined || hasOtherLoops === true) return undefined;
  const changes = guardAll((event, received) => {
    const known = knownName(received);
    if (event.name === undefined || known === undefined) return undefined;
    return `${event.name} === ${quoted(known, capture.node.getSourceFile())}`;
  });
  return changes === undefined ? undefined : { title: `Return Early for '${name}'`, changes };
}

/** A name that the code puts together begins or ends with a text of its own. */
function pieceOfNameFix({ capture, made }: Verdict, guardAll: GuardAll): Fix | undefined {
  const piece = made === undefined ? pieceOfName(capture.event) : undefined;
  if (piece === undefined) return undefined;
  const literal = quoted(piece.text, capture.node.getSourceFile());
  const method = piece.isStart ? 'startsWith' : 'endsWith';
  const changes = guardAll((event) =>
    event.name === undefined ? undefined : `${event.name}.${method}(${literal})`,
  );
  const title = `Return Early for Names That ${piece.isStart ? 'Begin' : 'End'} with '${piece.text}'`;
  return changes === undefined ? undefined : { title, changes };
}

/** Events of apps carry this library, unless the app gives another (reference 1.1). */
function libraryFix({ capture }: Verdict, guardAll: GuardAll): Fix | undefined {
  const { properties } = capture.event;
  if (
    capture.kind !== 'capture' ||
    properties.kind !== 'object' ||
    properties.openAs !== undefined ||
    properties.fields.has('$lib')
  ) {
    return undefined;
  }
  const library = quoted('posthog-plugin-server', capture.node.getSourceFile());
  const changes = guardAll((event, received) => {
    const isLost =
      received !== capture.event && valueOf(fieldOf(received.properties, '$lib')) !== 'posthog-plugin-server';
    const found = isLost ? undefined : event.property('$lib');
    return found === undefined ? undefined : `${found} === ${library}`;
  });
  return changes === undefined ? undefined : { title: 'Return Early for Events Captured by Apps', changes };
}

function markerFix({ capture, sink }: Verdict, guardAll: GuardAll): Fix | undefined {
  const marking = markingChange(capture.kind, sink);
  const changes = guardAll((event) => event.property(marker));
  if (marking === undefined || changes === undefined) return undefined;
  return { title: `Mark the Event with ${marker}, and Return Early for It`, changes: [...changes, marking] };
}

function markingChange(kind: SinkKind, callee: ts.Node): TextChange | undefined {
  // What a webhook is marked at is its address; its body stands beside it.
  if (kind === 'webhook') return markEvent([], callee);
  const call = callee.parent;
  if (!ts.isCallExpression(call) || call.expression !== callee) return undefined;
  if (kind === 'capture') return markCapture(call);
  return kind === 'api' || kind === 'request'
    ? markEvent(
        call.arguments.flatMap((argument) => eventLiterals(argument)),
        call,
      )
    : undefined;
}

/** Adds the marker to the properties of `posthog.capture`. */
function markCapture(call: ts.CallExpression): TextChange | undefined {
  const [name, properties] = call.arguments;
  if (name === undefined || ts.isSpreadElement(name)) return undefined;
  if (properties === undefined) return insertion(call.getSourceFile(), name.end, `, { ${marker}: true }`);
  return ts.isSpreadElement(properties) ? undefined : markProperties(properties);
}

/**
 * Adds the marker to the `properties` of the event that a request sends, where the event is written out: in the call,
 * else alone in the function or the file around it.
 */
function markEvent(within: readonly ts.ObjectLiteralExpression[], node: ts.Node): TextChange | undefined {
  const file = node.getSourceFile();
  const scope = ts.findAncestor(node, ts.isFunctionLike);
  const [literal, ...others] =
    [within, scope === undefined ? [] : eventLiterals(scope), eventLiterals(file)].find(
      (found) => found.length > 0,
    ) ?? [];
  if (literal === undefined || others.length > 0) return undefined;
  const properties = propertyNamed(literal, 'properties');
  if (properties === undefined) {
    // What is spread may bring properties along, and they must not be lost.
    const [spread, ...more] = literal.properties.filter((property) => ts.isSpreadAssignment(property));
    if (spread === undefined) return addTo(literal, `properties: { ${marker}: true }`);
    return more.length === 0 && ts.isIdentifier(spread.expression)
      ? addTo(literal, `properties: { ...${spread.expression.text}.properties, ${marker}: true }`)
      : undefined;
  }
  if (ts.isPropertyAssignment(properties)) return markProperties(properties.initializer);
  return ts.isShorthandPropertyAssignment(properties)
    ? insertion(file, properties.end, `: { ...properties, ${marker}: true }`)
    : undefined;
}

/** Object literals that are events by their keys: a name, and whose it is (reference 7.3). */
function eventLiterals(node: ts.Node): readonly ts.ObjectLiteralExpression[] {
  if (ts.isObjectLiteralExpression(node) && isEvent(node)) return [node];
  const found: ts.ObjectLiteralExpression[] = [];
  ts.forEachChild(node, (child) => {
    found.push(...eventLiterals(child));
  });
  return found;
}

/** The name may come with the incoming event: `{ ...event, api_key }`. */
function isEvent(literal: ts.ObjectLiteralExpression): boolean {
  const has = (key: string): boolean => propertyNamed(literal, key) !== undefined;
  if (has('event')) return ['distinct_id', 'distinctId', 'api_key', 'token', 'properties'].some(has);
  return (
    literal.properties.some((property) => ts.isSpreadAssignment(property)) &&
    ['api_key', 'token'].some(has) &&
    !has('batch')
  );
}

function propertyNamed(
  { properties }: ts.ObjectLiteralExpression,
  name: string,
): ts.ObjectLiteralElementLike | undefined {
  return properties.find(
    (property) =>
      property.name !== undefined &&
      (ts.isIdentifier(property.name) || ts.isStringLiteral(property.name)) &&
      property.name.text === name,
  );
}

function markProperties(properties: ts.Expression): TextChange {
  if (ts.isObjectLiteralExpression(properties)) return addTo(properties, `${marker}: true`);
  const code = properties.getText();
  return { span: spanOf(properties), newText: `{ ...${spreadable(properties, code)}, ${marker}: true }` };
}

/** Spreading binds less tightly than what is not a plain value. */
function spreadable(expression: ts.Expression, code: string): string {
  return ts.isLeftHandSideExpression(expression) ? code : `(${code})`;
}

function addTo(literal: ts.ObjectLiteralExpression, property: string): TextChange {
  const file = literal.getSourceFile();
  const last = literal.properties.at(-1);
  if (last === undefined) return { span: spanOf(literal), newText: `{ ${property} }` };
  const isOnOwnLine = file.text.slice(last.end, literal.end).includes('\n');
  const separator = isOnOwnLine ? `,\n${indentAt(file, last.getStart(file))}` : ', ';
  return insertion(file, last.end, `${separator}${property}`);
}

// ── The early return ─────────────────────────────────────────────────────────────────────────────────────────────

function guardEntry(
  name: string,
  node: ts.FunctionLikeDeclaration,
  guard: Condition,
): readonly TextChange[] | undefined {
  const [parameter] = node.parameters;
  const { body } = node;
  if (
    body === undefined ||
    name === 'onAction' ||
    name === 'processEventBatch' ||
    parameter?.dotDotDotToken !== undefined
  )
    return undefined;
  const file = node.getSourceFile();
  if (name === 'exportEvents') return guardBatch(parameter, body, guard, file);
  const access = parameter === undefined ? accessTo('event') : accessThrough(parameter.name);
  const condition = access === undefined ? undefined : guard(access);
  if (condition === undefined) return undefined;
  const result =
    name === 'processEvent' ? eventExpression(parameter) : name === 'composeWebhook' ? 'null' : '';
  if (result === undefined) return undefined;
  const statement = `if (${condition}) return${result === '' ? '' : ` ${result}`}`;
  const added = parameter === undefined ? addParameter(node, file) : [];
  return added === undefined ? undefined : [...added, ...insertFirst(file, body, statement)];
}

function eventExpression(parameter: ts.ParameterDeclaration | undefined): string | undefined {
  if (parameter === undefined) return 'event';
  return ts.isIdentifier(parameter.name) ? parameter.name.text : undefined;
}

/** Leaves the own events out of the batch, and stops when nothing else was in it. */
function guardBatch(
  parameter: ts.ParameterDeclaration | undefined,
  body: ts.Node,
  guard: Condition,
  file: ts.SourceFile,
): readonly TextChange[] | undefined {
  const condition = guard(accessTo('event'));
  if (
    parameter === undefined ||
    !ts.isIdentifier(parameter.name) ||
    condition === undefined ||
    !ts.isBlock(body)
  ) {
    return undefined;
  }
  const events = parameter.name.text;
  const others = condition.includes(' === ') ? condition.replace(' === ', ' !== ') : `!${condition}`;
  const first = insertInBlock(file, body, `${events} = ${events}.filter((event) => ${others})`);
  const second = insertInBlock(file, body, `if (${events}.length === 0) return`);
  return [{ span: first.span, newText: first.newText + second.newText }];
}

function accessTo(event: string): EventAccess {
  return { name: `${event}.event`, property: (name) => `${event}.properties?.${name}` };
}

function accessThrough(name: ts.BindingName): EventAccess | undefined {
  if (ts.isIdentifier(name)) return accessTo(name.text);
  if (!ts.isObjectBindingPattern(name)) return undefined;
  const local = (key: string): string | undefined => {
    const element = name.elements.find(
      (candidate) => (candidate.propertyName ?? candidate.name).getText() === key,
    );
    return element !== undefined && ts.isIdentifier(element.name) ? element.name.text : undefined;
  };
  const properties = local('properties');
  return {
    name: local('event'),
    property: (key) => (properties === undefined ? undefined : `${properties}?.${key}`),
  };
}

function addParameter(
  node: ts.FunctionLikeDeclaration,
  file: ts.SourceFile,
): readonly TextChange[] | undefined {
  const open = file.text.indexOf('(', node.name?.end ?? node.getStart(file));
  return open < 0 || open > (node.body?.getStart(file) ?? 0)
    ? undefined
    : [insertion(file, open + 1, 'event')];
}

/** An expression gets a block around it, and stays as it is: the mark may have to be written into it. */
function insertFirst(file: ts.SourceFile, body: ts.Node, statement: string): readonly TextChange[] {
  if (ts.isBlock(body)) return [insertInBlock(file, body, statement)];
  const end = usesSemicolons(file) ? ';' : '';
  const start = body.getStart(file);
  const indent = indentAt(file, start);
  return [
    insertion(file, start, `{\n${indent}  ${statement}${end}\n${indent}  return `),
    insertion(file, body.end, `${end}\n${indent}}`),
  ];
}

function insertInBlock(file: ts.SourceFile, body: ts.Block, statement: string): TextChange {
  const end = usesSemicolons(file) ? ';' : '';
  const open = body.getStart(file) + 1;
  const [first] = body.statements;
  const start = first?.getStart(file);
  const isOnOwnLine = start !== undefined && file.text.slice(open, start).includes('\n');
  if (start === undefined || !isOnOwnLine) return insertion(file, open, ` ${statement};`);
  return insertion(file, start, `${statement}${end}\n${indentAt(file, start)}`);
}

function insertion(file: ts.SourceFile, start: number, newText: string): TextChange {
  const isWindows = file.text.includes('\r\n');
  return {
    span: { file: file.fileName, start, length: 0 },
    newText: isWindows ? newText.replaceAll('\n', '\r\n') : newText,
  };
}

function indentAt(file: ts.SourceFile, position: number): string {
  const { line } = file.getLineAndCharacterOfPosition(position);
  return /^[ \t]*/.exec(file.text.slice(file.getPositionOfLineAndCharacter(line, 0)))?.[0] ?? '';
}

function usesSemicolons(file: ts.SourceFile): boolean {
  const withEnd = file.statements.filter(({ end }) => file.text[end - 1] === ';').length;
  return withEnd > 0 || /;[ \t]*\r?$/m.test(file.text);
}

/** A string literal with the quotes that the file uses. */
function quoted(text: string, file: ts.SourceFile): string {
  const isDouble = (file.text.match(/"/g)?.length ?? 0) > (file.text.match(/'/g)?.length ?? 0);
  const json = JSON.stringify(text);
  return isDouble ? json : `'${json.slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
}
