/** What events are called in the event flow. */
import type ts from 'typescript';
import type { EventNode } from './eventFlow.ts';
import type { Facts } from './execution/facts.ts';
import { alternativesOf, type Shape } from './execution/shapes.ts';

const nameId = 'event.event';

/** What an event is called that gets there, as far as a condition on its name tells; undefined where none does. */
export function namesOf(facts: Facts): readonly string[] | undefined {
  const fact = facts.get(nameId);
  if (fact?.oneOf !== undefined) return fact.oneOf.map((name) => `'${String(name)}'`);
  if (fact?.ways !== undefined) return fact.ways.map(({ isWhole, text }) => `'${text}${isWhole ? '' : '…'}'`);
  if (fact?.prefix !== undefined && fact.prefix !== '') return [`'${fact.prefix}…'`];
  const pieces = [...facts].flatMap(([id, { truthy }]) => (truthy === true ? (pieceAskedFor(id) ?? []) : []));
  return pieces.length === 0 ? undefined : [pieces.join(' and ')];
}

/** What a test of the name asks for that is known by the id of its result: a pattern, or a text at the end or inside. */
function pieceAskedFor(id: string): string | undefined {
  const [, pattern, matched] =
    /^match (\/.+\/[a-z]*) event\.event$|^\.match event\.event (\/.+\/[a-z]*)$/.exec(id) ?? [];
  if (pattern !== undefined || matched !== undefined) return pattern ?? matched;
  const [, method, text] = /^\.(endsWith|includes) event\.event "([^"\\]+)"$/.exec(id) ?? [];
  if (text === undefined) return undefined;
  return method === 'endsWith' ? `'…${text}'` : `'…${text}…'`;
}

/**
 * The labels of the events of a flow. A name that grows from event to event, by what several apps add to it, is told by
 * what was added last: `…_a` for `…_b_a` and `…_a_b_a`, where a place in the code adds `_a` to any name.
 */
export class EventLabels {
  readonly #labels = new Map<EventNode, string>();
  readonly #added: ReadonlyMap<ts.Node, readonly string[]>;

  constructor(nodes: readonly EventNode[]) {
    const first = nodes.filter((node) => isMadeText(node) && !isGrown(node));
    const added = Map.groupBy(first, ({ by }) => by.node);
    this.#added = new Map([...added].map(([place, made]) => [place, made.map((node) => labelOf(node))]));
  }

  of(node: EventNode): string {
    const known = this.#labels.get(node);
    if (known !== undefined) return known;
    const label = labelOf(node);
    const candidates = isGrown(node) ? (this.#added.get(node.by.node) ?? []) : [];
    const [shortest = label] = candidates
      .filter((candidate) => isLongerForm(label, candidate))
      .toSorted((a, b) => a.length - b.length);
    this.#labels.set(node, shortest);
    return shortest;
  }
}

/** Whether the name was made of one that was made of another name already. */
function isGrown(node: EventNode): boolean {
  return isMadeText(node) && node.parent !== undefined && isMadeText(node.parent);
}

/** Whether the name has a piece that nobody knows, and others around it. */
function isMadeText({ event: { name } }: EventNode): boolean {
  return name.kind === 'simple' && name.simple.kind === 'text';
}

/** `'…_b_a'` for `'…_a'`. */
function isLongerForm(label: string, candidate: string): boolean {
  const start = candidate.slice(0, candidate.indexOf('…'));
  const end = candidate.slice(candidate.lastIndexOf('…') + 1);
  return label.length > candidate.length && label.startsWith(start) && label.endsWith(end);
}

function labelOf({ event }: EventNode): string {
  const labels = alternativesOf(event.name).map((shape) => labelOfShape(shape, event.facts));
  return [...new Set(labels)].join(' or ');
}

/** A name that grew by one text again and again, with that text once: `copy of copy of …` tells no more. */
function once(name: string): string {
  return name.replace(/^(.{2,}?)\1+…/u, '$1…').replace(/…(.{2,}?)\1+$/u, '…$1');
}

/** What names an event by a setting: also where that has a default, or is made into something on the way. */
function namedBy(id: string): string {
  const settings = new Set(id.replaceAll(/@\d+/g, '').match(/\bconfig\.[\w$]+/g));
  const [setting, another] = settings;
  const fallback = /^\|\| .*"([^"\\]+)"$/.exec(id)?.[1];
  const byDefault = fallback === undefined ? '' : `, by default '${fallback}'`;
  return `${setting === undefined || another !== undefined ? 'a setting' : setting} names${byDefault}`;
}

function labelOfShape(shape: Shape, facts: Facts): string {
  if (shape.kind !== 'simple') return 'an event';
  const { simple } = shape;
  switch (simple.kind) {
    case 'primitive':
      return `'${String(simple.value)}'`;
    case 'text':
      return `'${once(simple.parts.map((part) => (typeof part === 'string' ? part : '…')).join(''))}'`;
    case 'unknown':
      if (simple.id === nameId) return namesOf(facts)?.join(' or ') ?? 'the incoming event again';
      return simple.origin === 'config' && simple.id !== undefined
        ? `the event that ${namedBy(simple.id)}`
        : 'an event';
    default:
      return 'an event';
  }
}
