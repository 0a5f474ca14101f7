/**
 * What is known of the loops of one app beyond the graph of its events: of what may loop, an event that drives it, or
 * that it comes to an end however it is tried. The event flow tells the same of an app as its loop warnings do.
 */
import type ts from 'typescript';
import type { AppProgram } from './appProgram.ts';
import { type EventEdge, type EventFlow, exploreEvents, exploreFrom } from './eventFlow.ts';
import { Session } from './execution/session.ts';
import { type Proven, Witnesses } from './provenWitness.ts';
import type { Grade } from './finding.ts';
import { judge, type Verdict } from './verdict.ts';

/**
 * By the place that captures, where trying shows something else than the graph: whether an event drives a loop through
 * it, none does, or none of those that were tried.
 */
export type LoopProofs = ReadonlyMap<ts.Node, Grade>;

/** Whether a step leads from an event of an app to one of the same. */
export function isWithinApp({ session, to }: EventEdge, from: { readonly session: Session }): boolean {
  return from.session === session && to.session === session;
}

/** The apps that loop or may loop by themselves, as far as the flow tells. */
export function appsInDoubt({ nodes }: EventFlow): ReadonlySet<Session> {
  const doubtful = nodes.flatMap((node) =>
    node.edges.filter((edge) => !edge.isCounted && isWithinApp(edge, node)),
  );
  return new Set(doubtful.map(({ session }) => session));
}

/** @param others the other apps of the flow: what they make of an event is a part of the proof. */
export function loopProofs(program: AppProgram, others: readonly Session[]): LoopProofs {
  const session = new Session(program);
  const verdicts = judge(exploreEvents(session)).filter(({ grade }) => grade !== 'ends');
  const witnesses = new Witnesses(session);
  const proofs = new Map<ts.Node, Grade>();
  for (const verdict of verdicts) {
    const alone = witnesses.prove(verdict);
    const { grade } = others.length === 0 ? alone.verdict : amongOthers(verdict, alone, session, others);
    if (grade !== verdict.grade) proofs.set(verdict.sink, grade);
  }
  return proofs;
}

/** The same for an app that others run beside: the event that drives its loop may be changed by them. */
function amongOthers(
  verdict: Verdict,
  { verdict: alone, witness }: Proven,
  session: Session,
  others: readonly Session[],
): Verdict {
  if (alone.grade === 'ends') return new Witnesses(session, others).prove(verdict).verdict;
  if (alone.grade === 'may-loop') return alone;
  if (alone.grade !== 'loops' || witness === null) return verdict;
  const tried = judge(exploreFrom(witness, session, ...others)).find(({ sink }) => sink === verdict.sink);
  return tried?.grade === 'loops' ? alone : verdict;
}
