/** What conditions on the way say of fields that are not known: whether they are there. Fields go by their ids. */
import { type Fact, type Facts, truthinessOf } from './facts.ts';
import type { Machine } from './machine.ts';

/** Whether conditions on the way say that a field is there. */
export function isKnownToBe({ facts }: Machine, id: string | undefined): boolean {
  if (id === undefined) return false;
  const [fact, type] = [facts.get(id), facts.get(`typeof ${id}`)];
  if (fact !== undefined && isDefined(fact)) return true;
  if (type?.noneOf.includes('undefined') === true || type?.oneOf?.includes('undefined') === false)
    return true;
  const dot = id.lastIndexOf('.');
  const asKey = `in "${id.slice(dot + 1)}" keyof ${id.slice(0, dot)}`;
  const isAsKey = (asked: string): boolean => asked === asKey || asked.startsWith(`${asKey}#`);
  for (const [asked, { truthy }] of facts) {
    if (truthy !== true) continue;
    const question = askedOfPresent.exec(asked)?.[0];
    if (isAsKey(asked) || (question !== undefined && startsWithId(asked, question.length, id))) return true;
  }
  return false;
}

/** Questions to which undefined never gives yes: whether a key is there, `>`, `startsWith` and so on. */
const askedOfPresent = /^(?:(?:in "[^"]*" )?key|isArray|[<>]=?|\.\w+) /;

function startsWithId(asked: string, from: number, id: string): boolean {
  return asked.startsWith(id, from) && [undefined, ' ', '.'].includes(asked[from + id.length]);
}

function isDefined(fact: Fact): boolean {
  return (
    truthinessOf(fact) === true ||
    fact.noneOf.includes(undefined) ||
    fact.oneOf?.includes(undefined) === false
  );
}

/** Whether they say that a property of the event is not there: one that is undefined has got lost in JSON. */
export function isKnownToLack({ facts }: Machine, id: string): boolean {
  if (!id.startsWith('event.')) return false;
  if (isOnlyUndefined(facts, id)) return true;
  const dot = id.lastIndexOf('.');
  const name = id.slice(dot + 1);
  const [ofIt, ofAny] = [`in "${name}" key ${id}`, `in "${name}" keyof ${id.slice(0, dot)}`];
  for (const [asked, { truthy }] of facts)
    if (truthy === false && (asked === ofIt || asked === ofAny || asked.startsWith(`${ofAny}#`))) return true;
  return false;
}

function isOnlyUndefined(facts: Facts, id: string): boolean {
  const oneOf = facts.get(id)?.oneOf;
  return oneOf?.length === 1 && oneOf[0] === undefined;
}
