/** Where and how the app sends events: each call that may send one, as it is come upon while an entry point is executed. */
import ts from 'typescript';
import { type Choice, stepsOfChoice } from './chosenNames.ts';
import type { CapturedEvent } from './events.ts';
import { both, either, type Facts } from './execution/facts.ts';
import { calleeName } from './execution/functions.ts';
import type { Machine } from './execution/machine.ts';
import type { SinkCall, SinkKind } from './execution/sinkCalls.ts';
import type { Frame, PathStep } from './execution/paths.ts';
import { toJson } from './execution/protocols.ts';
import {
  alternativesOf,
  asText,
  asOneObject,
  relevantFacts,
  type Shape,
  shapeOf,
  withoutOwnIds,
} from './execution/shapes.ts';
import { isOfTime } from './execution/times.ts';
import { keyOf, objectsOf, onlyPrimitive, type Value } from './execution/values.ts';
import type { ChainStep } from './finding.ts';
import { spanOf } from './entryPoints.ts';

/** One event that a sink sends, on one path. */
export interface Capture {
  readonly node: ts.Node;
  readonly kind: SinkKind;
  readonly label: string;
  readonly event: CapturedEvent;
  readonly isUncertain: boolean;
  /** The undecided conditions on the way, outermost first, and those beside the event that choose the name. */
  readonly steps: readonly PathStep[];
  /** Where the name is one of several. */
  readonly choice?: Choice | undefined;
  readonly frames: readonly Frame[];
  /** What is known of the event that started it all, on this path. */
  readonly facts: Facts;
  /** Name of the entry point. */
  readonly root: string;
}

/** Events of one sink that are told apart in one run; further ones are much the same. */
const maxPerSink = 12;

/** Collects what sinks are given while something is executed. */
export class SinkRecorder {
  readonly captures: Capture[] = [];
  readonly #machine: Machine;
  readonly #counts = new Map<ts.Node, number>();

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  note(call: SinkCall): void {
    const machine = this.#machine;
    const count = this.#counts.get(call.node) ?? 0;
    if (count >= maxPerSink) return;
    const frames = framesOf(machine.frame);
    const [entry] = frames;
    if (entry === undefined) return;
    const named = machine.resolve(call.name);
    const name = shapeOf(machine, named);
    const given = toJson(machine, call.properties);
    // A time is another one when the event comes back.
    const properties = withoutOwnIds(asOneObject(shapeOf(machine, given)), isOfTime);
    const hasNoLib = call.kind === 'capture' && isLibTakenAway(machine, given);
    const all = alternativesOf(name);
    const alternatives = all.slice(0, maxPerSink - count);
    this.#counts.set(call.node, count + alternatives.length);
    const facts = relevantFacts(machine.facts, { kind: 'list', items: [name, properties], more: undefined });
    const steps = stepsOf(machine.path);
    const group = { size: all.length };
    for (const alternative of alternatives) {
      const own = factsOfCase(machine.facts, named, alternative);
      const choosing = all.length === 1 ? [] : stepsOfChoice(machine, named, alternative, call.node);
      const beside = choosing.filter(({ origin }) => origin !== 'event');
      this.captures.push({
        node: call.node,
        kind: call.kind,
        label: call.label,
        event: {
          // The ingestion makes a text of whatever is given as a name (reference 1.1).
          name: asText(withoutOwnIds(alternative, isOfTime)),
          properties,
          ...(hasNoLib ? { hasNoLib } : {}),
          isOwnCapture: call.kind === 'capture',
          facts,
        },
        isUncertain: call.isUncertain,
        steps: beside.length === 0 ? steps : [...steps, ...beside],
        choice: all.length === 1 ? undefined : { group, steps: choosing },
        frames,
        facts: own,
        root: entry.name,
      });
    }
  }
}

/** `$lib: undefined`: what the app gives comes last, and is left out in JSON. */
function isLibTakenAway(machine: Machine, properties: Value): boolean {
  const objects = objectsOf(machine.resolve(properties));
  return (
    objects.length > 0 &&
    objects.every((object) => {
      const lib = object.field('$lib');
      const known = lib === undefined ? undefined : onlyPrimitive(machine.resolve(lib));
      return known !== undefined && known.value === undefined && object.absence('$lib') === undefined;
    })
  );
}

/** What is known where a name has that one of its values: `{ signup: 'signed up' }[event.event]`. */
function factsOfCase(facts: Facts, { cases = [] }: Value, alternative: Shape): Facts {
  if (alternative.kind !== 'simple') return facts;
  const key = keyOf(alternative.simple);
  const own = cases
    .filter(({ value }) => keyOf(value) === key)
    .flatMap((one) => both(facts, one.facts) ?? []);
  return own.length === 0 ? facts : own.reduce(either);
}

function framesOf(frame: Frame | undefined): readonly Frame[] {
  const frames: Frame[] = [];
  for (let at = frame; at !== undefined; at = at.parent) frames.push(at);
  return frames.toReversed();
}

function stepsOf(path: PathStep | undefined): readonly PathStep[] {
  const steps: PathStep[] = [];
  for (let step = path; step !== undefined; step = step.parent) steps.push(step);
  return steps.toReversed();
}

/** The chain of calls, from the entry point to the sink. */
export function chainOf({ frames, node, label }: Capture): readonly ChainStep[] {
  const steps = frames.map((frame) => ({ function: nameOfFrame(frame), span: spanOf(placeOf(frame)) }));
  return [...steps, { function: label, span: spanOf(node) }];
}

/** Whether the same functions lead to the call. */
export function isSameChain({ frames }: Capture, other: Capture): boolean {
  return (
    frames.length === other.frames.length &&
    frames.every(({ node }, index) => node === other.frames[index]?.node)
  );
}

/** A function without a name has that of the variable by which it is called. */
export function nameOfFrame({ name, site }: Frame): string {
  if (name !== '(function)' || !ts.isCallExpression(site)) return name;
  let callee: ts.Expression = site.expression;
  while (ts.isCallExpression(callee) || ts.isParenthesizedExpression(callee)) callee = callee.expression;
  return ts.isIdentifier(callee) || ts.isPropertyAccessExpression(callee) ? calleeName(callee) : name;
}

/** Where a call is: its callee, or for an entry point the name in its declaration. */
function placeOf({ site, parent, node }: Frame): ts.Node {
  if (parent === undefined) return 'name' in node && isNode(node.name) ? node.name : site;
  return ts.isCallExpression(site) || ts.isNewExpression(site) ? site.expression : site;
}

function isNode(value: unknown): value is ts.Node {
  return typeof value === 'object' && value !== null && 'kind' in value;
}
