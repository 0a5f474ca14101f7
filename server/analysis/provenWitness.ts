/**
 * The event that a loop warning shows: the one that the conditions on the way ask for, as far as they are understood, is
 * given to the app, with nothing left open. Where it does not drive the loop, others are tried.
 */
import type ts from 'typescript';
import type { Json, JsonObject } from '../../protocol/trace.ts';
import { exploreFrom, workOf } from './eventFlow.ts';
import { knownName } from './events.ts';
import type { Session } from './execution/session.ts';
import type { Shape } from './execution/shapes.ts';
import type { Origin } from './execution/values.ts';
import { namesAskedFor, textsAskedFor } from './trials.ts';
import { judge, lastCondition, type Verdict } from './verdict.ts';
import { isAskedForSetting, isNameOpen, knownProperties, plainNames, witnessOf } from './witness.ts';

/** Work after which nothing more is tried for one app, in steps: some, and half of what the verdict took. */
const leastWork = 2500;
const mostWork = 10_000;
/** The same once an event that was tried has left a condition open: only of long code is that less. */
const mostOpenWork = 4000;
/** Events that have to be tried in vain before a loop is not told as certain, where the bound of work is met. */
const leastTried = 6;

/** Properties that are varied one by one. */
const mostProperties = 8;

/** What a property is that has to be there. */
const usual = 'yes';
/** Other values that conditions on properties are usually about. */
const usualValues: readonly Json[] = [
  1,
  100,
  true,
  'https://example.com/',
  'Ada@example.com',
  '2026-01-05T10:00:00Z',
  ['a'],
  {},
  0,
];

/** More properties than a condition on their number asks for. */
const manyProperties = Object.fromEntries(Array.from('abcdefghijkl', (name) => [name, name]));

/** A verdict, with an event that drives the loop as far as there is one. */
export interface Proven {
  readonly verdict: Verdict;
  /** Null where the loop does not go on for ever, or nothing is known of it. */
  readonly witness: JsonObject | null;
}

interface Tried {
  readonly verdicts: readonly Verdict[];
  /** The calls that it was tried for. */
  readonly askedFor: Set<ts.Node>;
}

/** Finds events that drive loops, for one app. */
export class Witnesses {
  readonly #session: Session;
  /** All apps that the events go through. */
  readonly #sessions: readonly Session[];
  readonly #limit: number;
  /** The same for what loops as far as one sees: only code that contradicts itself takes that much. */
  readonly #certainLimit: number;
  /** The same once an event that was tried has left something open. */
  readonly #openLimit: number;
  /** What the events that were tried lead to. */
  readonly #tried = new Map<string, Tried>();

  /** @param others apps of the same project: what they make of an event is a part of the proof. */
  constructor(session: Session, others: readonly Session[] = []) {
    this.#session = session;
    this.#sessions = [session, ...others];
    const work = workOf(this.#sessions);
    this.#limit = work + Math.min(mostWork, leastWork + work / 2);
    this.#certainLimit = work + mostWork;
    this.#openLimit = Math.min(this.#limit, work + mostOpenWork);
  }

  /**
   * What *may loop* as far as one sees does loop when an event is found that drives it. Where a list is handed on that
   * grows or gets shorter each time, lists of several lengths are tried: all may come to an end.
   */
  prove(verdict: Verdict): Proven {
    const told = witnessOf(verdict);
    // Where a setting or an answer decides, no event alone proves anything.
    if (told === null || !isUpToEvent(verdict)) return { verdict, witness: told };
    const lists = listsHandedOn(verdict);
    let ending: Verdict | undefined;
    let ends = 0;
    let limit = verdict.grade === 'loops' ? this.#certainLimit : this.#limit;
    let inVain = 0;
    let open: JsonObject | undefined;
    // What does not even come to the call is no example; what does so is, although it comes to an end.
    let example: JsonObject | null = told;
    let isReached = false;
    for (const { event, isWithList } of this.#candidates(told, verdict, lists)) {
      if (ends >= leastEnds && !isWithList && !isNameOpen(verdict)) break;
      // A loop may hide behind what was not tried any more.
      if (workOf(this.#sessions) > limit)
        return open === undefined && inVain >= leastTried
          ? { verdict: unproven(verdict), witness: example }
          : { verdict, witness: open ?? example };
      const tried = this.#judged(event, verdict).find(({ sink }) => sink === verdict.sink);
      if (tried?.grade === 'loops') {
        // A list that grows may have a limit that lies further away than it was followed: then a long one does not loop.
        const isCertain = lists.length === 0 || this.#loops(withLongLists(event, lists), verdict);
        return {
          verdict: isCertain
            ? {
                ...verdict,
                grade: 'loops',
                guard: undefined,
                guardStep: undefined,
                proven: tried.cycle[0],
              }
            : verdict,
          witness: event,
        };
      }
      if (tried !== undefined && isLeftOpen(tried) && isPlain(event)) limit = this.#openLimit;
      // Where something stays open although all of the event is known, trying shows nothing.
      if (tried?.grade === 'may-loop' && isPlain(event)) {
        open ??= event;
        limit = Math.min(limit, this.#limit);
      }
      if (tried !== undefined && !isReached) example = event;
      isReached ||= tried !== undefined;
      if (!isReached) example = null;
      inVain += 1;
      if (tried?.grade !== 'ends' || !isWithList) continue;
      ending = tried;
      ends += 1;
    }
    // A name that the conditions ask for in another way may drive it all the same.
    if (ending !== undefined && ends >= leastEnds && !isNameOpen(verdict))
      return { verdict: ending, witness: null };
    return { verdict: unproven(verdict), witness: open ?? example };
  }

  #loops(event: JsonObject, verdict: Verdict): boolean {
    const { sink } = verdict;
    return this.#judged(event, verdict).some((one) => one.grade === 'loops' && one.sink === sink);
  }

  /**
   * What an event leads to. The same one is often the likeliest for several calls. What it leaves behind in variables may
   * make it lead on when it comes once more, which is asked for where it is tried again for the same call.
   */
  #judged(event: JsonObject, { sink }: Verdict): readonly Verdict[] {
    const key = JSON.stringify(event);
    const known = this.#tried.get(key);
    if (known !== undefined && !known.askedFor.has(sink)) {
      known.askedFor.add(sink);
      return known.verdicts;
    }
    const verdicts = judge(exploreFrom(event, ...this.#sessions));
    this.#tried.set(key, { verdicts, askedFor: new Set([sink]) });
    return verdicts;
  }

  *#candidates(
    told: JsonObject,
    { capture, cycle }: Verdict,
    lists: readonly string[],
  ): Generator<Candidate> {
    const given = told['properties'] as JsonObject;
    const having = (properties: Record<string, Json>, isWithList = false): Candidate => ({
      event: { ...told, properties: { ...given, ...properties } },
      isWithList,
    });
    yield having({});
    // One of the events that come round is the likeliest to come to where they are captured.
    const inLoop = cycle.flatMap(({ event }) => knownName(event) ?? []);
    for (const event of inLoop) yield { event: { ...told, event }, isWithList: false };
    for (const { event } of cycle) {
      const name = knownName(event);
      const properties = { ...given, ...knownProperties(event) };
      if (name !== undefined) yield { event: { ...told, event: name, properties }, isWithList: false };
    }
    const asked = this.#session.machine.fieldsAskedFor.get('event.properties') ?? [];
    const texts = textsAskedFor([capture]);
    const keys = texts.filter((text) => /^[\w$]+$/.test(text));
    const names = [...new Set([...Object.keys(given), ...asked, ...keys])]
      .filter((name) => !lists.includes(name))
      .slice(0, mostProperties);
    for (const name of lists) {
      for (const list of triedLists) yield having({ [name]: list }, true);
      for (const other of names) yield having({ [name]: triedLists[1] ?? [], [other]: usual }, true);
    }
    // What is asked for may just have to be there.
    for (const name of names) yield having({ [name]: usual });
    // A word that is asked for in the name, where something is put in front of the name or behind it.
    for (const text of texts)
      for (const event of [text, `a ${text}`, `${text} b`])
        yield { event: { ...told, event }, isWithList: false };
    // A name that is asked for in part, such as `$feature/`.
    for (const text of texts) yield having({ [`${text}x`]: usual });
    const address = `https://example.com/?${keys.map((key) => `${key}=yes`).join('&')}`;
    const asExamples = namesAskedFor([capture]);
    const values = [...usualValues, ...texts, ...texts.map((text) => [text]), address, ...asExamples];
    for (const name of names) for (const value of values) yield having({ [name]: value });
    const [round] = inLoop;
    for (const name of round === undefined ? [] : names) {
      for (const value of [usual, ...usualValues]) {
        const { event: first } = having({ [name]: value });
        yield { event: { ...first, event: round ?? '' }, isWithList: false };
      }
    }
    for (const value of [usual, ...values])
      yield having(Object.fromEntries(names.map((name) => [name, value])));
    yield having(manyProperties);
    for (const name of Object.keys(given)) {
      const left = Object.fromEntries(Object.entries(given).filter(([key]) => key !== name));
      yield { event: { ...told, properties: left }, isWithList: false };
    }
    for (const event of [...inLoop, ...asExamples, ...texts, ...plainNames, 'SIGNED UP', 'x', '$pageview']) {
      for (const { event: first } of [
        having({}),
        ...names.flatMap((name) => [usual, ...usualValues].map((value) => having({ [name]: value }))),
      ])
        yield { event: { ...first, event }, isWithList: false };
    }
  }
}

/** A first event to try. */
interface Candidate {
  readonly event: JsonObject;
  /** Whether it has a list where the app hands one on. */
  readonly isWithList: boolean;
}

/** Lists that have to come to their end before it is taken that all do. */
const leastEnds = 2;

/** Whether a condition is not understood although all of the event is known: that of most others will not be, either. */
function isLeftOpen({ grade, guardStep }: Verdict): boolean {
  return grade === 'may-loop' && guardStep?.origin === 'other' && guardStep.lasting === undefined;
}

/** What no event drives of all that were tried is not told as certain, but where none that is tried can be the one. */
function unproven(verdict: Verdict): Verdict {
  const isTold = verdict.grade === 'loops' && verdict.endlessJob === undefined && !isAskedForSetting(verdict);
  if (!isTold) return verdict;
  const guardStep = lastCondition(verdict.capture);
  return { ...verdict, grade: 'may-loop', guard: guardStep?.node, guardStep };
}

/** Whether it has no lists and objects: what is made of them as if they were texts or numbers is seldom known. */
function isPlain({ properties }: JsonObject): boolean {
  return Object.values(properties as JsonObject).every((value) => typeof value !== 'object');
}

/** Whether what is no address or no JSON throws is known where all of the event is; what else may throw stays open. */
const triedOrigins: ReadonlySet<Origin> = new Set(['event', 'other', 'error']);

/**
 * Whether nothing but the event decides, and perhaps what is made of it in a way that is not understood, or in place of
 * what it lacks: `event.properties.amount ?? event.properties.sum`, of which only the sum is made of a stored number.
 */
function isUpToEvent({ grade, capture, hops = [], start, ways = [] }: Verdict): boolean {
  if (grade === 'loops') return true;
  const ofEvent = new Set(
    ways.flatMap(({ steps }) => steps.filter(({ origin }) => origin === 'event').map(({ node }) => node)),
  );
  return (
    [...capture.steps, ...start.steps].every(
      ({ node, origin }) => triedOrigins.has(origin) || ofEvent.has(node),
    ) &&
    // An event that stands beyond the limit of a count is not the usual one.
    !hops.some(({ steps }) => steps.some(({ origin }) => origin === 'counter'))
  );
}

/** Lists that are handed on, by what is usual in them. */
const triedLists: readonly (readonly Json[])[] = [
  ['a'],
  ['a', 'b', 'c'],
  Array.from({ length: 12 }, () => 'a'),
];

function withLongLists(event: JsonObject, names: readonly string[]): JsonObject {
  const long = Array.from({ length: 60 }, () => 'a');
  const lists = Object.fromEntries(names.map((name) => [name, long]));
  return { ...event, properties: { ...(event['properties'] as JsonObject), ...lists } };
}

/** Properties that hold a list of which not all is known, or a piece of one. */
function listsHandedOn({ capture: { event } }: Verdict): readonly string[] {
  const { properties } = event;
  if (properties.kind !== 'object') return [];
  return [...properties.fields].flatMap(([name, field]) => (isOpenList(field, name) ? [name] : []));
}

function isOpenList(shape: Shape, name: string): boolean {
  if (shape.kind === 'any') return shape.of.some((one) => one.kind === 'list' || isOpenList(one, name));
  if (shape.kind === 'list') return shape.more !== undefined;
  const id = shape.kind === 'simple' && shape.simple.kind === 'unknown' ? (shape.simple.id ?? '') : '';
  return /^\.(?:slice|splice|concat|filter)\b/.test(id) && id.split(' ').includes(`event.properties.${name}`);
}
