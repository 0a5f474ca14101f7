/**
 * event-loop: an event that the app captures comes back to it, and is captured again.
 *
 * ```js
 * export async function onEvent(event) {
 *   await posthog.capture('seen') // comes back to onEvent, is captured again, and so on
 * }
 * ```
 */
import ts from 'typescript';
import { profileNamed } from '../../platform/profiles.ts';
import { AppExplorer } from '../analysis/appExplorer.ts';
import type { AppProgram } from '../analysis/appProgram.ts';
import { spanOf } from '../analysis/entryPoints.ts';
import { type EventFlow, exploreEvents } from '../analysis/eventFlow.ts';
import { knownName } from '../analysis/events.ts';
import { Session } from '../analysis/execution/session.ts';
import type { Finding, Quoted, Severity } from '../analysis/finding.ts';
import { type ReachableSink, reachableSinks } from '../analysis/reachableSinks.ts';
import { chainOf } from '../analysis/sinks.ts';
import { type Proven, Witnesses } from '../analysis/provenWitness.ts';
import { judge, type Verdict } from '../analysis/verdict.ts';

import { toldEvent } from '../analysis/witness.ts';
import type { LintLevels } from '../lintSettings.ts';
import { fixesFor } from './eventLoopFixes.ts';
import { messageFor } from './eventLoopMessage.ts';
import { passedCondition, saidBy } from './eventLoopReasons.ts';
import { roundOf } from './loopRound.ts';
import { shortText, switchOf } from './shortText.ts';
import { codeOf, type Rule } from './rule.ts';

const name = 'event-loop';

/** Whether an app names anything that sends events: without it, no app can. */
export function maySendEvents({ files }: AppProgram): boolean {
  return files.some(({ text }) => /\b(?:posthog|fetch|axios|PostHog|composeWebhook)\b/.test(text));
}

const sendingApps = new WeakMap<ts.Program, boolean>();

/** Whether events make an app send some, or may do so: not one that asks a service of its own, or captures on a schedule. */
export function sendsOnEvents(app: AppProgram): boolean {
  const known = sendingApps.get(app.program);
  if (known !== undefined) return known;
  const session = new Session(app);
  session.prepare();
  const sends = new AppExplorer(session).start().length > 0 || !session.isComplete;
  sendingApps.set(app.program, sends);
  return sends;
}

/** Whether an app may make something else of events on their way to all apps, so that what another captures loops. */
export function mayChangeEvents({ files }: AppProgram): boolean {
  return files.some(({ text }) => /\bprocessEvent(?:Batch)?\b/.test(text));
}

export const eventLoop: Rule = {
  name,
  check(app, levels) {
    if (!maySendEvents(app)) return [];
    const session = new Session(app, profileNamed(levels['profile']));
    const flow = exploreEvents(session);
    const explorer = new AppExplorer(session);
    const verdicts = judge(flow).map((verdict) => withMade(verdict, explorer));
    const askedFor = namesAskedFor(flow);
    const isComplete = session.isComplete;
    const witnesses = new Witnesses(session);
    // The words about variables need the names that each scope has, which the compiler collects only for its checker.
    app.program.getTypeChecker();
    const findings = verdicts.flatMap((verdict) =>
      toFinding(witnesses.prove(verdict), session, app, levels, askedFor),
    );
    if (isComplete) return findings;
    const judged = new Set(verdicts.map(({ sink }) => sink));
    const others = reachableSinks(app).filter(({ node }) => !judged.has(node));
    return [...findings, ...others.map((sink) => toUnjudged(sink, levels))];
  },
};

/** The words of a verdict are about the event as it comes back, and processEvent may change it before. */
function withMade(verdict: Verdict, explorer: AppExplorer): Verdict {
  const { event, root } = verdict.capture;
  const made = root.startsWith('processEvent') ? undefined : explorer.madeOf(event);
  return made === undefined ? verdict : { ...verdict, made };
}

/** A sink that the execution did not come to, in code that is too large for it: silence would be a promise. */
function toUnjudged({ chain, entryPoint, label, node }: ReachableSink, levels: LintLevels): Finding {
  const level = levels[name];
  return {
    rule: codeOf(name),
    grade: 'may-loop',
    severity: level === 'error' || level === 'information' || level === 'hint' ? level : 'warning',
    span: spanOf(node),
    message: `What ${label} sends here comes back to ${entryPoint}, and may be captured again. This code is too large to be followed to the end: make sure that the handler returns early for the event.`,
    entryPoints: [entryPoint],
    chain,
    guard: null,
    witness: null,
    fixes: [],
  };
}

function toFinding(
  { verdict, witness }: Proven,
  session: Session,
  app: AppProgram,
  levels: LintLevels,
  askedFor: ReadonlySet<string>,
): readonly Finding[] {
  const severity = severityFor(verdict, levels);
  const { sink, grade, capture, entryPoints, guardStep } = verdict;
  const guard = guardStep === undefined ? verdict.guard : saidBy(guardStep);
  const passed = passedCondition(verdict);
  const round = roundOf(verdict);
  if (severity === undefined || !app.files.includes(sink.getSourceFile())) return [];
  const place = sink.getSourceFile();
  const isEnding = grade === 'ends';
  return [
    {
      rule: codeOf(name),
      grade,
      severity,
      span: spanOf(sink),
      message: messageFor(verdict, session),
      subject: subjectOf(verdict),
      entryPoints,
      chain: chainOf(capture),
      ...(round.length === 0 ? {} : { round }),
      guard: guard === undefined || guard === place ? null : quoted(guard),
      ...(passed === undefined ? {} : { passed: quoted(passed.node) }),
      witness: witness && toldEvent(witness),
      fixes: isEnding ? [] : fixesFor(verdict, session, askedFor),
    },
  ];
}

function quoted(condition: ts.Node): Quoted {
  return { text: shortText(condition), span: spanOf(switchOf(condition)?.expression ?? condition) };
}

/** Names of events for which alone a handler captures something. */
function namesAskedFor({ starts }: EventFlow): ReadonlySet<string> {
  return new Set(starts.flatMap(({ capture }) => capture.facts.get('event.event')?.oneOf ?? []).map(String));
}

/** The name of the event; where that is not known, the code that says it. */
function subjectOf({ capture, sink }: Verdict): string {
  const name = knownName(capture.event);
  if (name !== undefined) return name;
  const [argument] = ts.isCallExpression(sink.parent) ? sink.parent.arguments : [];
  return argument === undefined ? '' : argument.getText().replaceAll(/\s+/g, ' ');
}

/** Undefined where the user does not want to see it. */
function severityFor({ grade, capture }: Verdict, levels: LintLevels): Severity | undefined {
  if (grade === 'ends') {
    switch (levels['endingLoops']) {
      case 'hidden':
        return undefined;
      case 'warning':
        // Like a loop that does not end.
        return levels[name] === 'error' ? 'error' : 'warning';
      default:
        return 'information';
    }
  }
  const level = levels[name];
  const severity = level === 'error' || level === 'information' || level === 'hint' ? level : 'warning';
  // Changing a person captures an event only on some servers (reference 7.2).
  return capture.kind === 'person' && severity === 'warning' ? 'information' : severity;
}
