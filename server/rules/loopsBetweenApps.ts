/**
 * Loops through several apps: what one captures makes another capture, and that comes back to the first. Each app alone
 * ends them, so the rule `event-loop` says so of each; where both run in one project, they go on without end.
 */
import type { EventFlowGraph, FlowEdge } from '../../protocol/eventFlow.ts';
import { changedText } from '../../protocol/eventFlowText.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import type { ChainStep, Finding } from '../analysis/finding.ts';
import type { LintLevels } from '../lintSettings.ts';
import { pathToUri, uriToPath } from '../uris.ts';
import { getsText, sendsText } from './loopRound.ts';
import { codeOf } from './rule.ts';

/** The setting `lint.loopsBetweenApps`. */
export const betweenApps = 'loopsBetweenApps';

/** What is said of a call that captures. */
export interface LoopBetweenApps {
  readonly message: string;
  /** The way from the call back to it. */
  readonly round: readonly ChainStep[];
}

/** What is said of calls that capture, by {@link placeOf}. */
export type LoopsBetweenApps = ReadonlyMap<string, LoopBetweenApps>;

export const noLoopsBetweenApps: LoopsBetweenApps = new Map();

/** More apps are not looked at together: the cost grows with each pair of them. */
export const mostAppsTogether = 20;

/** That they were not looked at, for which silence would be a promise. */
export function notLookedBetween(count: number): string {
  return `Loops between apps were not looked for: ${count} apps send events, and up to ${mostAppsTogether} are looked at together.`;
}

/** The sentence for apps of which only those were looked at that send: what the others make of events was left out. */
export function changesNotLookedAt(count: number): string {
  return `Loops between apps were looked for without what processEvent of ${count} apps that send nothing makes of events: up to ${mostAppsTogether} apps are looked at together.`;
}

/** Of all loops those that are certain and lead through more than one app, be it only through what it makes of the event. */
export function loopsBetweenApps(graph: EventFlowGraph): LoopsBetweenApps {
  const told = new Map<string, LoopBetweenApps>();
  for (const loop of graph.loops) {
    const edges = loop.flatMap((index) => graph.edges[index] ?? []);
    const isBetween = new Set(edges.flatMap(({ app, changedBy = [] }) => [app, ...changedBy])).size > 1;
    if (!isBetween || edges.some(({ isConditional }) => isConditional)) continue;
    for (const [index, edge] of edges.entries()) {
      const place = placeOf(edge.uri, edge.line, edge.character);
      if (told.has(place)) continue;
      const way = [...edges.slice(index), ...edges.slice(0, index)];
      told.set(place, { message: messageFor(graph, way), round: roundOf(graph, way) });
    }
  }
  return told;
}

function placeOf(uri: string, line: number, character: number): string {
  return `${line}:${character} ${uri}`;
}

/** @param edges the loop, which begins with the call that the message is about. */
function messageFor({ apps, events }: EventFlowGraph, edges: readonly FlowEdge[]): string {
  const [own] = edges;
  const label = (index: number): string => events[index]?.label ?? 'an event';
  const nameOf = (app: number): string => apps[app]?.name ?? 'another app';
  const steps = edges.map(({ app, to }) => (app === own?.app ? label(to) : `${label(to)} (${nameOf(app)})`));
  const capturing = new Set(edges.map(({ app }) => app).filter((app) => app !== own?.app));
  const changing = new Set(edges.flatMap(({ changedBy = [] }) => changedBy));
  const others = [...new Set([...capturing, ...changing])].filter((app) => app !== own?.app).map(nameOf);
  const named = own === undefined ? 'What is' : subject(label(own.to));
  const order = edges.some(({ isByOrder = false }) => isByOrder) ? ', depending on their order' : '';
  const told = `${named} captured here comes back through ${others.join(' and ')} without end, where these apps run in one project${order}: ${[...steps, steps[0] ?? ''].join(' → ')}.`;
  return capturing.size > 0
    ? `${told} Return early in one of them for what the other captures.`
    : `${told} Let ${others.join(' and ')} pass it on as it is.`;
}

/** Each handler that gets an event, and what it captures then, until the first of them captures again. */
function roundOf(graph: EventFlowGraph, edges: readonly FlowEdge[]): readonly ChainStep[] {
  const { apps, events } = graph;
  const [own, ...others] = edges;
  if (own === undefined) return [];
  return [...others, own].flatMap((edge) => {
    const isOwn = edge === own;
    const name = edge.app === own.app ? '' : `${apps[edge.app]?.name ?? 'another app'}, `;
    const { handler = edge } = edge;
    const changed = changedText(edge, graph);
    return [
      stepAt(handler, `${name}${getsText(edge.entryPoint, events[edge.from]?.label)}${changed}`),
      stepAt(edge, `${name}${sendsText(edge.label, events[edge.to]?.label, isOwn)}`),
    ];
  });
}

function stepAt({ character, line, uri }: NonNullable<FlowEdge['handler']>, text: string): ChainStep {
  const file = uriToPath(uri) ?? '';
  return { function: text, span: { file, start: 0, length: 0 }, elsewhere: { line, character } };
}

function subject(label: string): string {
  return label.startsWith("'") && !label.includes(' or ') ? `The event ${label}` : 'What is';
}

/**
 * The findings of an app, with those loops in the place of what the app alone ends. A call of which a comment says why
 * it is right keeps that, and so does one that loops by itself.
 *
 * @param allOf the findings with all calls that end, where the user has them hidden.
 */
export function withLoopsBetweenApps(
  findings: readonly Finding[],
  app: AppProgram,
  loops: LoopsBetweenApps,
  levels: LintLevels,
  allOf: () => readonly Finding[],
): readonly Finding[] {
  const level = levels[betweenApps];
  const isOff = level === 'hidden' || levels['event-loop'] === 'off';
  if (loops.size === 0 || isOff) return findings;
  const uris = new Set(app.files.map(({ fileName }) => pathToUri(fileName)));
  if (![...loops.keys()].some((place) => uris.has(place.slice(place.indexOf(' ') + 1)))) return findings;
  const severity = level === 'warning' ? 'warning' : 'information';
  const replaced = new Map<string, Finding>();
  for (const finding of levels['endingLoops'] === 'hidden' ? allOf() : findings) {
    const file = app.program.getSourceFile(finding.span.file);
    if (finding.rule !== codeOf('event-loop') || finding.grade !== 'ends' || file === undefined) continue;
    const { character, line } = file.getLineAndCharacterOfPosition(finding.span.start);
    const told = loops.get(placeOf(pathToUri(file.fileName), line, character));
    if (told === undefined) continue;
    replaced.set(keyOf(finding), { ...finding, ...told, grade: 'loops', severity, guard: null, fixes: [] });
  }
  const kept = findings.map((finding) => {
    const other = finding.grade === 'ends' ? replaced.get(keyOf(finding)) : undefined;
    if (other !== undefined) replaced.delete(keyOf(finding));
    return other ?? finding;
  });
  return [...kept, ...replaced.values()];
}

function keyOf({ span }: Finding): string {
  return `${span.start} ${span.file}`;
}
