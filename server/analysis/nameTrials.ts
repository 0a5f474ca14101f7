/**
 * Names that an app makes of the incoming name, where it captures only those that are different from it:
 * `const name = toTitle(event.event); if (name !== event.event) posthog.capture(name)`. Nothing tells in general whether
 * the name that was made is made into another one again, so it is tried with names.
 */
import ts from 'typescript';
import type { EventEdge, EventFlow } from './eventFlow.ts';
import type { CapturedEvent } from './events.ts';
import type { UnknownValue } from './execution/values.ts';
import { judge } from './verdict.ts';

/** Names in the styles that people write; each changes when it is brought into another style. */
const styles = [
  'user signed up',
  'UserSignedUp',
  'USER_SIGNED_UP',
  'user-signed-up',
  ' Order  Completed ',
  '$pageview',
  'x',
];
/** Texts that the app itself looks for, each in a few names. */
const mostTexts = 8;
/** Work after which nothing more is tried, in steps. */
const mostWork = 20_000;

/**
 * @param explore follows what an event of that name leads to.
 * @param work the work that was done so far, in steps.
 * @returns the flow without loops through made names of which no name that was tried takes part in one.
 */
export function withNamesTried(
  flow: EventFlow,
  explore: (name: string) => EventFlow,
  work: () => number,
): EventFlow {
  const suspects = new Set(suspectsIn(flow));
  if (suspects.size === 0) return flow;
  const ending = new Set<ts.Node>();
  const limit = work() + mostWork;
  for (const name of namesFor(flow)) {
    if (suspects.size === 0 || work() > limit) return flow;
    for (const { sink, grade } of judge(explore(name))) {
      if (grade === 'ends') ending.add(sink);
      else suspects.delete(sink);
    }
  }
  for (const node of flow.nodes) {
    if (!isMade(node.event)) continue;
    node.edges = node.edges.map((edge) => {
      const isRefuted =
        suspects.has(edge.capture.node) && ending.has(edge.capture.node) && isMade(edge.to.event);
      return isRefuted ? { ...edge, isCertain: false, isCounted: true } : edge;
    });
  }
  return flow;
}

/** Calls on whose way there is a condition, and whose made names lead to further ones. */
function suspectsIn({ nodes }: EventFlow): readonly ts.Node[] {
  return nodes
    .filter(({ event }) => isMade(event))
    .flatMap(({ edges }) => edges)
    .filter((edge) => !edge.isCounted && edge.capture.steps.length > 0 && leadsOn(edge))
    .map(({ capture }) => capture.node);
}

function leadsOn({ to }: EventEdge): boolean {
  return isMade(to.event) && to.edges.some((edge) => !edge.isCounted && isMade(edge.to.event));
}

/** Whether a name is made of the incoming one, or may be. */
function isMade({ name }: CapturedEvent): boolean {
  if (name.kind !== 'simple') return false;
  const { simple } = name;
  if (simple.kind === 'unknown') return isMadeValue(simple);
  return simple.kind === 'text' && simple.parts.some((part) => typeof part !== 'string' && isMadePart(part));
}

function isMadeValue({ id, origin }: UnknownValue): boolean {
  // What many steps make of it has no id any more.
  return id === undefined ? origin === 'event' : id !== nameId && id.includes(nameId);
}

function isMadePart(part: UnknownValue): boolean {
  return part.id === nameId || isMadeValue(part);
}

const nameId = 'event.event';

function namesFor(flow: EventFlow): readonly string[] {
  const texts = new Set<string>();
  for (const file of filesOf(flow)) addTexts(file, texts);
  const own = [...texts].slice(0, mostTexts);
  return [...styles, ...own.flatMap((text) => [text, `${text} b`, `a ${text}`])];
}

/** The files that the calls are in, and the functions on the way to them. */
function filesOf({ starts, nodes }: EventFlow): ReadonlySet<ts.SourceFile> {
  const captures = [...starts, ...nodes.flatMap(({ edges }) => edges)].map(({ capture }) => capture);
  const places = captures.flatMap(({ node, frames }) => [node, ...frames.map((frame) => frame.node)]);
  return new Set(places.map((node) => node.getSourceFile()));
}

/** Texts that the code compares something with: names, beginnings, and what is looked for in names. */
function addTexts(node: ts.Node, texts: Set<string>): void {
  ts.forEachChild(node, (child) => {
    if (ts.isStringLiteralLike(child) && child.text.length > 1 && isCompared(child)) texts.add(child.text);
    addTexts(child, texts);
  });
}

const comparing = /^(?:includes|startsWith|endsWith|indexOf|has|test|match)$/;

function isCompared({ parent }: ts.StringLiteralLike): boolean {
  if (ts.isCaseClause(parent) || ts.isBinaryExpression(parent)) return true;
  return (
    ts.isCallExpression(parent) &&
    ts.isPropertyAccessExpression(parent.expression) &&
    comparing.test(parent.expression.name.text)
  );
}
