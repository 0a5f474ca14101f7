/** Calls that make PostHog take an event. Source: reference 7.1, 7.2 and 7.5. */
import ts from 'typescript';
import { developmentHosts, postHogHostNames } from '../../platform/hosts.ts';
import { ingestionPaths, isIngestionPath } from '../../platform/ingestion.ts';
import { literal, memberOf, unknown, type AbstractValue } from './abstractValue.ts';
import type { Environment, Evaluator } from './evaluate.ts';
import type { Value, Values } from './values.ts';

export interface Sink {
  readonly call: ts.CallExpression;
  /** How it reads in a message: `posthog.capture`, `posthog.api.post`, `fetch`. */
  readonly label: string;
  /** The captured event, as far as is known, when the call is made in that environment. */
  event(evaluator: Evaluator, environment: Environment): AbstractValue;
}

/** The sink that a call is, or undefined. Addresses are folded from constants; nothing is known of the event here. */
export function sinkOf(call: ts.CallExpression, values: Values, evaluator: Evaluator): Sink | undefined {
  for (const callee of values.of(call.expression)) {
    const sink = sinkOfCallee(call, callee, evaluator);
    if (sink !== undefined) return sink;
  }
  return undefined;
}

function sinkOfCallee(call: ts.CallExpression, callee: Value, evaluator: Evaluator): Sink | undefined {
  const [first, second] = call.arguments;
  const fold = (node: ts.Node | undefined): AbstractValue =>
    node === undefined ? literal(undefined) : evaluator.evaluate(node, new Map());
  switch (callee.kind) {
    case 'capture':
      return {
        call,
        label: 'posthog.capture',
        event: (with_, environment) =>
          capturedEvent(
            first === undefined ? literal(undefined) : with_.evaluate(first, environment),
            second === undefined ? emptyObject : with_.evaluate(second, environment),
          ),
      };
    case 'apiMethod':
      return sinkOfApi(call, callee.method, fold(first));
    case 'fetch':
      return sinkOfFetch(call, fold(first), fold(second), second);
    case 'function':
    case 'module':
    case 'posthog':
    case 'api':
    case 'class':
    case 'instance':
    case 'object':
      return undefined;
  }
}

const emptyObject: AbstractValue = { kind: 'object', members: new Map(), isOpen: false };

/** The event as it comes back (reference 1.1): the library's name is in every captured event. */
export function capturedEvent(name: AbstractValue, properties: AbstractValue): AbstractValue {
  const given = properties.kind === 'object' ? properties : undefined;
  const members = new Map<string, AbstractValue>([
    ['$lib', given?.isOpen === false ? literal('posthog-plugin-server') : unknown],
    ['$lib_version', { kind: 'present' }],
    ['distinct_id', { kind: 'present' }],
    ...(given?.members ?? []),
  ]);
  const distinctId = members.get('distinct_id') ?? unknown;
  return {
    kind: 'object',
    isOpen: true,
    members: new Map<string, AbstractValue>([
      ['event', name],
      ['distinct_id', distinctId],
      ['properties', { kind: 'object', members, isOpen: given === undefined || given.isOpen }],
    ]),
  };
}

const personWrites: readonly { readonly ending: RegExp; readonly event: string }[] = [
  { ending: /(^|\/)persons?\/[^/]*\/update_property\/?$/, event: '$set' },
  { ending: /(^|\/)persons?\/[^/]*\/delete_property\/?$/, event: '$delete_person_property' },
];

function sinkOfApi(call: ts.CallExpression, method: string, path: AbstractValue): Sink | undefined {
  const text = knownEnd(path);
  if (text === undefined) return undefined;
  const label = `posthog.api.${method}`;
  const options = call.arguments[1];
  if (method === 'post' && isIngestion(path, text)) {
    return {
      call,
      label,
      event: (evaluator, environment) =>
        postedEvent(
          memberOf(options === undefined ? unknown : evaluator.evaluate(options, environment), 'data'),
        ),
    };
  }
  if (method === 'get' && isIngestion(path, text) && !text.includes('i/v1') && hasData(options)) {
    return { call, label, event: () => capturedEvent(unknown, unknown) };
  }
  const write =
    method === 'post'
      ? personWrites.find(({ ending }) => ending.test(withoutQuery(wholeText(path))))
      : undefined;
  return write === undefined
    ? undefined
    : { call, label, event: () => capturedEvent(literal(write.event), unknown) };
}

/** Only a GET with `data` in its parameters takes an event (reference 7.5, row 3). */
function hasData(options: ts.Expression | undefined): boolean {
  return options !== undefined && /\bdata\s*:\s*\{[^}]*\bdata\b/.test(options.getText());
}

/** A payload of reference 7.3: one event, or a batch. */
function postedEvent(payload: AbstractValue): AbstractValue {
  const batch = memberOf(payload, 'batch');
  const event = batch.kind === 'list' && batch.items[0] !== undefined ? batch.items[0] : payload;
  return capturedEvent(memberOf(event, 'event'), memberOf(event, 'properties'));
}

/** Paths that other services have as well: they count only with more evidence. */
const commonPaths: ReadonlySet<string> = new Set(['track', 'batch', 's', 'capture', 'report', 'engage']);

function sinkOfFetch(
  call: ts.CallExpression,
  url: AbstractValue,
  options: AbstractValue,
  optionsNode: ts.Expression | undefined,
): Sink | undefined {
  const method = memberOf(options, 'method');
  const isPost =
    method.kind === 'literal' ? String(method.value).toUpperCase() === 'POST' : optionsNode !== undefined;
  if (!isPost || !isIngestionUrl(url, optionsNode)) return undefined;
  return {
    call,
    label: 'fetch',
    event: (evaluator, environment) => postedEvent(bodyOf(evaluator, environment, optionsNode)),
  };
}

/** The value given to JSON.stringify as the body. */
function bodyOf(
  evaluator: Evaluator,
  environment: Environment,
  options: ts.Expression | undefined,
): AbstractValue {
  if (options === undefined || !ts.isObjectLiteralExpression(options)) return unknown;
  for (const property of options.properties) {
    if (!ts.isPropertyAssignment(property) || property.name.getText() !== 'body') continue;
    const body = property.initializer;
    const isJson = ts.isCallExpression(body) && body.expression.getText() === 'JSON.stringify';
    return isJson && body.arguments[0] !== undefined
      ? evaluator.evaluate(body.arguments[0], environment)
      : unknown;
  }
  return unknown;
}

function isIngestionUrl(url: AbstractValue, options: ts.Expression | undefined): boolean {
  const text = knownEnd(url);
  if (text === undefined) return false;
  const start = url.kind === 'text' ? url.prefix : text;
  const host = /^https?:\/\/([^/?#]+)(?=[/?#]|$)/.exec(start)?.[1];
  const path = withoutQuery(text).replace(/^https?:\/\/[^/]*/, '');
  const last = longestIngestionEnd(path);
  if (last === undefined) return false;
  if (host !== undefined && (postHogHostNames.includes(host) || developmentHosts.includes(host))) return true;
  const hasKey = options !== undefined && /\b(api_key|token)\b/.test(options.getText());
  if (host !== undefined) return hasKey;
  // The host comes from somewhere else, such as the configuration: real replicators look like that.
  return !commonPaths.has(last) || hasKey || last === 'capture' || last === 'batch';
}

/** The longest ingestion path that an address ends with, as whole segments. */
function longestIngestionEnd(path: string): string | undefined {
  const bare = path.replace(/\/$/, '');
  return ingestionPaths
    .filter((candidate) => bare === candidate || bare.endsWith(`/${candidate}`))
    .toSorted((one, other) => other.length - one.length)[0];
}

function isIngestion(path: AbstractValue, end: string): boolean {
  if (path.kind === 'literal') return isIngestionPath(end);
  return longestIngestionEnd(withoutQuery(end)) !== undefined;
}

/** A whole text, or the end of one whose beginning is not known. */
function knownEnd(value: AbstractValue): string | undefined {
  if (value.kind === 'literal' && typeof value.value === 'string') return value.value;
  return value.kind === 'text' && value.suffix !== '' ? value.suffix : undefined;
}

/** The text with something in place of what is not known. */
function wholeText(value: AbstractValue): string {
  if (value.kind === 'text') return `${value.prefix}x${value.suffix}`;
  return value.kind === 'literal' ? String(value.value) : '';
}

function withoutQuery(text: string): string {
  return text.replace(/[?#].*$/s, '');
}
