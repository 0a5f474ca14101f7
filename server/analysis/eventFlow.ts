/**
 * The event graph of an app and its verdicts: which captured event can start which capture again, and whether
 * that goes round.
 */
import type { AbstractValue } from './abstractValue.ts';
import { CallGraph } from './callGraph.ts';
import type { Condition } from './conditions.ts';
import { findEntryPoints } from './entryPoints.ts';
import { Evaluator } from './evaluate.ts';
import type { Grade } from './finding.ts';
import type { AppProgram } from './appProgram.ts';
import { pathsFrom, PathWalker, type Passage, type Path } from './paths.ts';
import type { Sink } from './sinks.ts';
import { Values } from './values.ts';

export interface Verdict {
  readonly sink: Sink;
  readonly grade: Grade;
  /** The shortest way to the sink that explains the grade. */
  readonly path: Path;
  /** Names of all entry points from which the sink is reached. */
  readonly entryPoints: readonly string[];
  readonly event: AbstractValue;
  /** What ends the loop (ends), or what decides it and is not known (may-loop). */
  readonly condition: Condition | undefined;
  /** The sinks that one event after the other goes through, when it takes more than one. */
  readonly round: readonly Sink[];
}

/** One verdict for each sink that incoming events can reach. */
export function verdictsOf(app: AppProgram): readonly Verdict[] {
  const entryPoints = findEntryPoints(app);
  if (entryPoints.length === 0) return [];
  const values = new Values(app);
  const evaluator = new Evaluator(values);
  const graph = new CallGraph(app, values, evaluator, entryPoints);
  const paths = entryPoints
    .filter((entryPoint) => entryPoint.onEventPath)
    .flatMap((entryPoint) => pathsFrom(entryPoint, graph));
  const walker = new PathWalker(evaluator, values);
  const sinks = [...new Set(paths.map((path) => path.sink.call))];
  const bySink = new Map(sinks.map((call) => [call, paths.filter((path) => path.sink.call === call)]));
  const passages = passagesBetween(bySink, walker);
  return [...bySink].flatMap(([call, own]) => {
    const [shortest] = own;
    return shortest === undefined ? [] : [judge(call, own, shortest, passages, walker)];
  });
}

interface Arc {
  readonly to: Sink['call'];
  readonly path: Path;
  readonly passage: Passage;
}

/** For each sink, where its captured events can get to. */
function passagesBetween(
  bySink: ReadonlyMap<Sink['call'], readonly Path[]>,
  walker: PathWalker,
): ReadonlyMap<Sink['call'], readonly Arc[]> {
  const all = [...bySink.values()].flat();
  return new Map(
    [...bySink].map(([call, own]) => {
      const events = own.map((path) => walker.capturedEvent(path));
      const arcs = events.flatMap((event) =>
        all.map((path) => ({ to: path.sink.call, path, passage: passageAt(path, event, walker) })),
      );
      return [call, arcs];
    }),
  );
}

/** onSnapshot is called for `$snapshot` events alone (reference 2.3). */
function passageAt(path: Path, event: AbstractValue, walker: PathWalker): Passage {
  const passage = walker.passage(path, event);
  if (path.entryPoint.name !== 'onSnapshot' || passage.kind === 'impossible') return passage;
  const name = event.kind === 'object' ? event.members.get('event') : undefined;
  const isOther = name?.kind === 'literal' && name.value !== '$snapshot';
  return isOther ? { kind: 'impossible', guard: onlySnapshots(path) } : passage;
}

function onlySnapshots(path: Path): Condition {
  return { node: path.entryPoint.function, holds: () => false };
}

function judge(
  call: Sink['call'],
  own: readonly Path[],
  shortest: Path,
  passages: ReadonlyMap<Sink['call'], readonly Arc[]>,
  walker: PathWalker,
): Verdict {
  const entryPoints = [...new Set(own.map((path) => path.entryPoint.name))];
  const certain = roundThrough(call, passages, (arc) => arc.passage.kind === 'certain');
  const possible = certain ?? roundThrough(call, passages, (arc) => arc.passage.kind !== 'impossible');
  if (possible === undefined) {
    const arc = (passages.get(call) ?? []).find(
      ({ to, passage }) => to === call && passage.kind === 'impossible',
    );
    const guard = arc?.passage.kind === 'impossible' ? arc.passage.guard : undefined;
    return verdict('ends', shortest, guard, []);
  }
  const first = possible.find((arc) => arc.passage.kind === 'possible')?.passage;
  const path = possible.at(-1)?.path ?? shortest;
  const condition = first?.kind === 'possible' ? first.condition : undefined;
  return verdict(
    certain === undefined ? 'may-loop' : 'loops',
    path,
    condition,
    possible.map((arc) => arc.path.sink),
  );

  function verdict(
    grade: Grade,
    path: Path,
    condition: Condition | undefined,
    round: readonly Sink[],
  ): Verdict {
    const { sink } = path;
    return { sink, grade, path, entryPoints, event: walker.capturedEvent(path), condition, round };
  }
}

/** The shortest way from a sink back to itself over arcs that count; the last arc arrives at the sink. */
function roundThrough(
  start: Sink['call'],
  passages: ReadonlyMap<Sink['call'], readonly Arc[]>,
  counts: (arc: Arc) => boolean,
): readonly Arc[] | undefined {
  const seen = new Set<Sink['call']>();
  let front: readonly (readonly Arc[])[] = [[]];
  while (front.length > 0) {
    const next: (readonly Arc[])[] = [];
    for (const way of front) {
      for (const arc of passages.get(way.at(-1)?.to ?? start) ?? []) {
        if (!counts(arc)) continue;
        if (arc.to === start) return [...way, arc];
        if (seen.has(arc.to)) continue;
        seen.add(arc.to);
        next.push([...way, arc]);
      }
    }
    front = next;
  }
  return undefined;
}
