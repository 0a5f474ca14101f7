/** What a captured event is made of: whether it may be captured again in the same way for ever, or comes to its end. */
import ts from 'typescript';
import type { EventNode } from './eventFlow.ts';
import { replacedOnce } from './execution/cuts.ts';
import { shortenedBy } from './execution/ids.ts';
import type { Shape } from './execution/shapes.ts';
import type { Capture } from './sinks.ts';

/** What the name of an event is where it was made of that of the incoming one; undefined for others. */
function madeName({ event: { name } }: Capture): string | undefined {
  if (name.kind !== 'simple' || name.simple.kind !== 'unknown') return undefined;
  const { id } = name.simple;
  return id !== undefined && id.includes(' event.event') ? id : undefined;
}

/** Whether the name gets shorter with each event, and there is a condition on the way. */
export function isNameShortened(capture: Capture): boolean {
  const id = madeName(capture);
  if (id === undefined || capture.steps.length === 0) return false;
  return shortenedBy(id) === 'again' || isAskedFor(replacedOnce(id), capture);
}

/** The same after so many times that nobody knows any more how the name was made. */
export function isShortenedStill({ event: { name }, node }: Capture, from: EventNode | undefined): boolean {
  const isForgotten =
    name.kind === 'simple' && name.simple.kind === 'unknown' && name.simple.id === undefined;
  if (!isForgotten) return false;
  for (let before = from; before !== undefined; before = before.parent)
    if (before.by.node === node && isNameShortened(before.by)) return true;
  return false;
}

/** Whether what is taken out of a name has to be there: sooner or later it is no more. */
function isAskedFor(removed: string | RegExp | undefined, { facts }: Capture): boolean {
  if (removed === undefined) return false;
  return [...facts].some(([id, { truthy }]) => {
    if (truthy !== true) return false;
    const [, source] = /^match \/(.+?)\/[a-z]* (?:\..* )?event\.event\b/.exec(id) ?? [];
    if (source !== undefined)
      return typeof removed === 'string' ? removed.includes(source) : removed.source === source;
    const [, text] = /^\.(?:startsWith|endsWith|includes) .*\bevent\.event\b.* "([^"]*)"$/.exec(id) ?? [];
    if (text === undefined) return false;
    return typeof removed === 'string' ? text.includes(removed) : removed.test(text);
  });
}

/** Whether a name that was made of another one has passed a test of which nobody knows that it does. */
export function isMadeNameTested({ facts }: Capture, from: EventNode | undefined): boolean {
  const id = from === undefined ? undefined : madeName(from.by);
  if (from === undefined || id === undefined) return false;
  const wasKnown = (fact: string): boolean => from.by.facts.get(fact)?.truthy === true;
  return [...facts].some(
    ([fact, { truthy }]) => truthy === true && fact.includes(` ${id}`) && !wasKnown(fact),
  );
}

/**
 * Whether a property of the event is worked out of the one whose value was tested, such as by how it begins: what it is
 * then may pass the test no more. An event that is tried tells.
 *
 * @param isCondition whether a step is one in the code.
 */
export function isMadeOfTested(
  { event: { properties }, facts, steps }: Capture,
  isCondition: (node: ts.Node) => boolean,
): boolean {
  if (properties.kind !== 'object') return false;
  // A condition of which nothing is known but that the event decides may be about any of them.
  const isAnyTested = steps.some(
    (step) => step.origin === 'event' && (step.facts?.size ?? 0) === 0 && isCondition(step.node),
  );
  return [...properties.fields].some(([key, field]) => {
    const about = `event.properties.${key}`;
    if (isAnyTested && isWorkedOut(field, about, true)) return true;
    if (!isWorkedOut(field, about, false)) return false;
    return [...facts.keys()].some(
      (fact) => fact !== about && !fact.startsWith('typeof ') && fact.split(' ').includes(about),
    );
  });
}

/**
 * Whether a value of the event is another than the one that is meant.
 *
 * @param isOfIt whether it has to be made of that one, as far as one knows.
 */
function isWorkedOut(field: Shape, about: string, isOfIt: boolean): boolean {
  if (field.kind === 'any') return field.of.some((one) => isWorkedOut(one, about, isOfIt));
  if (field.kind !== 'simple') return false;
  const { simple } = field;
  if (simple.kind === 'text')
    return simple.parts.some((part) => typeof part !== 'string' && isPartOf(part.id, about));
  if (simple.kind !== 'unknown' || simple.origin !== 'event' || simple.id === about) return false;
  return !isOfIt || isPartOf(simple.id, about);
}

function isPartOf(id: string | undefined, about: string): boolean {
  return id === undefined || id.split(' ').includes(about);
}

const inside = /(?:^| )event\.properties\.[^ ]/;

/**
 * Whether an event is made of what lies inside of a property of the incoming one, and needs more of that kind to be
 * captured again: an event cannot be nested without end.
 */
export function isMadeOfNested(capture: Capture): boolean {
  const {
    event: { name, properties },
    facts,
  } = capture;
  if (isUnwrapped(capture)) return true;
  const id = properties.kind === 'object' ? (properties.openAs?.id ?? '') : '';
  if (properties.kind !== 'object' || !inside.test(id)) return false;
  const list = /\[\*\] event\.properties\.([^ .[\]]+)/.exec(id)?.[1];
  if (list !== undefined && !properties.fields.has(list)) return true;
  if (name.kind === 'simple' && name.simple.kind === 'unknown' && inside.test(name.simple.id ?? ''))
    return true;
  return [...facts.keys()].some((id) => {
    const field = /^event\.properties\.([^ .[\]]+)$/.exec(id)?.[1];
    return field !== undefined && !properties.fields.has(field);
  });
}

/** Whether a property is what lies inside of that property of the incoming event, which has to be there. */
function isUnwrapped({ event: { properties }, facts, steps }: Capture): boolean {
  if (properties.kind !== 'object') return false;
  const isIterated = steps.some(
    ({ node: { parent } }) => parent !== undefined && ts.isForOfStatement(parent),
  );
  return [...properties.fields].some(([key, field]) => {
    const about = `event.properties.${key}`;
    const id = field.kind === 'simple' && field.simple.kind === 'unknown' ? (field.simple.id ?? '') : '';
    if (isIterated && id.startsWith('[*] ') && isOf(id, about)) return true;
    return [...facts].some(
      ([known, { truthy }]) =>
        truthy === true && `${known}.`.startsWith(`${about}.`) && id.startsWith(`${known}.`),
    );
  });
}

/** Whether an id is about a property or what lies inside of it, and not of one with a longer name. */
function isOf(id: string, about: string): boolean {
  return id.split(' ').some((part) => part === about || part.startsWith(`${about}.`));
}
