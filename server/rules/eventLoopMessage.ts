/** The words for a loop: what happens, through which calls, what to do. */
import ts from 'typescript';
import { isIgnored } from '../analysis/appExplorer.ts';
import { knownName, pieceOfName } from '../analysis/events.ts';
import type { EventNode } from '../analysis/eventFlow.ts';
import type { PathStep } from '../analysis/execution/paths.ts';
import type { Session } from '../analysis/execution/session.ts';
import { lookUp } from '../analysis/lookUp.ts';
import { type Capture, nameOfFrame } from '../analysis/sinks.ts';
import type { Verdict } from '../analysis/verdict.ts';
import {
  passedCondition,
  passedMark,
  saidBy,
  sourceText,
  stoppingReason,
  withoutConditionText,
} from './eventLoopReasons.ts';
import { fillingOf } from './listFilling.ts';
import { leftBefore, unawaitedTest } from './unawaitedTest.ts';
import { longestQuote, onOneLine, quote, shortText } from './shortText.ts';

/** Property that marks events of the app. */
export const marker = '$from_this_app';

export function messageFor(verdict: Verdict, session: Session): string {
  switch (verdict.grade) {
    case 'loops':
      return verdict.endlessJob === undefined
        ? loopText(verdict, session)
        : endlessJobText(verdict, verdict.endlessJob);
    case 'may-loop':
      return possibleLoopText(verdict, session);
    case 'ends':
      return endText(verdict, session);
  }
}

function loopText(verdict: Verdict, { machine }: Session): string {
  const { capture, cycle } = verdict;
  const back = `comes back to ${capture.root}`;
  const through = throughText(capture);
  const advice = adviceText(verdict);
  const unawaited = unawaitedTest(capture, machine.promisesTested);
  const passedOn =
    unawaited === undefined ? passedOnText(capture) || passedText(verdict) : unawaitedText(unawaited);
  if (isWayOfSeveral(cycle)) {
    return `${subject(capture)} leads back to itself without end: ${wayText(cycle)}.${through}${passedOn} ${advice}`;
  }
  return `${subject(capture)} ${back} and is ${verbOf(capture)} again, without end.${through}${passedOn} ${advice}`;
}

function endlessJobText({ capture }: Verdict, job: string): string {
  return `${subject(capture)} is ${verbOf(capture)} again and again: ${job} starts itself each time it runs, and ${capture.root} starts it. Let a condition end that, or start it in setupPlugin.`;
}

function possibleLoopText(verdict: Verdict, session: Session): string {
  const { capture, cycle, guard, guardStep } = verdict;
  const through = throughText(capture);
  const what = isWayOfSeveral(cycle)
    ? `${subject(capture)} may lead back to itself: ${wayText(cycle)}.`
    : `${subject(capture)} comes back to ${capture.root} and may be ${verbOf(capture)} again.`;
  const depends =
    guard === undefined
      ? ''
      : ` ${tooEarlyText(guard, guardStep, session) ?? overwrittenText(guard, guardStep, verdict) ?? misspeltText(guardStep, verdict) ?? dependsText(guard, guardStep)}`;
  return `${what}${depends === '' ? through : depends} ${adviceText(verdict)}`;
}

function endText(verdict: Verdict, { machine }: Session): string {
  const { capture, guard, guardStep, leadsTo } = verdict;
  // PostHog gives recordings of sessions to it, and no other events (reference 7.5).
  if (capture.root === 'onSnapshot' && guard === undefined)
    return `${subject(capture)} does not come back to onSnapshot, which gets recordings alone, and ends there.`;
  const unguarded =
    capture.root === 'exportEvents' && isIgnored(machine, capture.event)
      ? 'the setting exportEventsToIgnore leaves it out'
      : 'nothing there leads here again';
  const reason =
    guard === undefined
      ? unguarded
      : ts.isFunctionLike(guard)
        ? `${shortText(guard)} drops it`
        : guardStep === undefined
          ? `${quote(guard)} stops it`
          : stopText(guardStep, verdict);
  if (leadsTo === undefined)
    return `${subject(capture)} comes back to ${capture.root}, and ends there: ${reason}.`;
  const endless = nameOfEvent(knownName(leadsTo.event)) ?? 'another event';
  return `${subject(capture)} comes back to ${capture.root}, and is not ${verbOf(capture)} here again: ${reason}. It leads to ${endless}, which goes on without end.`;
}

function stopText(step: PathStep, verdict: Verdict): string {
  const said = saidBy(step);
  const isSaidThere = said === step.node || said === fillingOf(step.node)?.condition;
  const without = isSaidThere ? withoutConditionText(step) : undefined;
  if (without !== undefined) return without;
  const reason = stoppingReason(step, verdict);
  return `${quote(said)} stops it${reason === undefined ? '' : `, because ${reason}`}`;
}

function subject({ event, isUncertain, kind, label }: Capture): string {
  const name = nameOfEvent(event.name.kind === 'simple' ? knownName(event) : undefined);
  if (kind === 'capture' || kind === 'api') {
    const where = isUncertain ? ', if in this project,' : '';
    return `${name === undefined ? 'Each event' : `The event ${name}`} captured here${where}`;
  }
  if (kind === 'person') return `The event ${name ?? '$set'} that this change of a person captures`;
  const sent = kind === 'webhook' ? 'this webhook' : label;
  return `${name === undefined ? 'What' : `The event ${name} that`} ${sent} sends to PostHog, if to this project,`;
}

function verbOf({ kind }: Capture): string {
  return kind === 'request' || kind === 'webhook' ? 'sent' : 'captured';
}

function nameOfEvent(name: string | undefined): string | undefined {
  if (name === undefined) return undefined;
  const line = onOneLine(name);
  return `'${line.length <= longestQuote ? line : `${line.slice(0, longestQuote - 1)}…`}'`;
}

function throughText({ frames }: Capture): string {
  const names = frames.slice(1).map((frame) => quotedUnlessName(nameOfFrame(frame)));
  if (names.length === 0) return '';
  return ` It gets here through ${names.join(' → ')}.`;
}

/** A key of several words would read as words of the sentence. */
function quotedUnlessName(name: string): string {
  return /^(?:\(.*\)|(?:new )?[\p{ID_Continue}$#.…[\]]+)$/u.test(name) ? name : `'${name}'`;
}

/** The events of a loop. One that is sent on under its own name is told with who sends it: the name would say nothing. */
function wayText(cycle: readonly EventNode[]): string {
  const names = cycle.map(({ event }) => nameOfEvent(knownName(event)) ?? 'an event');
  const isOneName = new Set(names).size === 1;
  const steps = isOneName ? cycle.map(({ by }, index) => `${names[index]} of ${by.root}`) : names;
  return [...steps, steps[0] ?? ''].join(' → ');
}

/** Whether a loop leads over events that its words tell apart: by their names, or by who sends them. */
function isWayOfSeveral(cycle: readonly EventNode[]): boolean {
  return new Set(cycle.map(({ by, event }) => `${by.root} ${knownName(event) ?? ''}`)).size > 1;
}

function adviceText({ capture, hasOtherLoops = false, made }: Verdict): string {
  const { root } = capture;
  // Behind processEvent only the name counts that it has by then.
  const event = made?.event ?? capture.event;
  // To leave out one of several names would not end the loop of the others.
  const name = hasOtherLoops ? undefined : nameOfEvent(knownName(event));
  const marking = `Mark what you send with a property, such as ${marker}, and`;
  // A return would end what is done for all events of the batch.
  if (root === 'processEventBatch') {
    return name === undefined
      ? `${marking} capture nothing for events that have it.`
      : `Capture nothing for events named ${name}.`;
  }
  if (root === 'exportEvents') {
    return name === undefined
      ? `${marking} leave out events that have it.`
      : `Leave out events named ${name}.`;
  }
  if (name !== undefined) return `Return early when the event is ${name}.`;
  const piece = hasOtherLoops ? undefined : pieceOfName(event);
  if (piece !== undefined) {
    return `Return early for names that ${piece.isStart ? 'begin' : 'end'} with '${piece.text}'.`;
  }
  return `${marking} return early for events that have it.`;
}

/** What a processEvent decides that may drop the event. */
function dropText(name: string, step: PathStep | undefined): string {
  if (step?.named !== undefined)
    return `It ends only where a setting names ${nameOfEvent(step.named) ?? 'it'}, so that ${name} drops it.`;
  switch (step?.origin) {
    case 'storage':
      return `Whether ${name} drops it depends on what is stored, which proves nothing.`;
    case 'state':
      return `Whether ${name} drops it depends on a variable, and each server has its own.`;
    case 'config':
      return `Whether ${name} drops it depends on a setting.`;
    default:
      return `Whether it ends depends on whether ${name} drops it.`;
  }
}

/** What looks like a guard, and why it is none. */
function passedText(verdict: Verdict): string {
  const passed = passedCondition(verdict);
  if (passed === undefined) return '';
  return ` ${quote(passed.node)} does not stop it, because ${passed.reason}.`;
}

function unawaitedText(tested: ts.Node): string {
  return ` ${quote(tested)} stops nothing, because an \`await\` is missing: it is a promise there.`;
}

/** A test of `$lib` does not see that an event is the app's own when the incoming one's `$lib` is passed on. */
function passedOnText({ event, steps }: Capture): string {
  const isOpen = event.properties.kind === 'object' && event.properties.openAs !== undefined;
  const testsLibrary = steps.some(({ node }) => /\$lib\b/.test(shortText(node)));
  return isOpen && testsLibrary
    ? ' Its properties are those of the incoming event, $lib among them, so the test of $lib does not see it.'
    : '';
}

/** What is asked before the code that sets it is done, as nobody waits for that. */
function tooEarlyText(asked: ts.Node, step: PathStep | undefined, { machine }: Session): string | undefined {
  // What is stored or set would prove nothing then either.
  if (step?.origin !== 'event' && step?.origin !== 'other') return undefined;
  const left = leftBefore(asked, machine.notWaitedFor);
  if (left === undefined) return undefined;
  const isForEach =
    ts.isCallExpression(left) &&
    ts.isPropertyAccessExpression(left.expression) &&
    left.expression.name.text === 'forEach';
  return isForEach
    ? `${quote(asked)} is asked too early: nobody waits for what \`forEach\` starts. Write a loop that awaits.`
    : `${quote(asked)} is asked too early, because an \`await\` is missing for ${quote(left)}.`;
}

/** What PostHog adds, and what is spread into the properties may have as well: the answer of a server. */
function overwrittenText(
  asked: ts.Node,
  step: PathStep | undefined,
  { capture }: Verdict,
): string | undefined {
  const { properties } = capture.event;
  if (properties.kind !== 'object' || properties.openAs === undefined) return undefined;
  const { id, prefixes = [''] } = properties.openAs;
  const isOfEvent = id?.includes('event.') === true || !prefixes.includes('');
  const said = step === undefined ? asked : saidBy(step);
  const testsLibrary = [said, asked].some((node) => /\$lib\b(?!_)/.test(node.getText()));
  return !isOfEvent && testsLibrary && !properties.fields.has('$lib')
    ? `What is spread into its properties may have a \`$lib\` of its own, so that ${quote(said)} does not see it.`
    : undefined;
}

/** A mark that is asked for and does not stop it, where else only a request decides, which is no guard. */
function misspeltText(step: PathStep | undefined, verdict: Verdict): string | undefined {
  const passed = step?.origin === 'network' && asksForFailure(saidBy(step)) ? passedMark(verdict) : undefined;
  return passed && `${quote(passed.node)} does not stop it, because ${passed.reason}.`;
}

function dependsText(asked: ts.Node, step: PathStep | undefined): string {
  if (ts.isCatchClause(asked)) return 'It depends on an error being thrown.';
  if (ts.isFunctionLike(asked)) return dropText(shortText(asked), step);
  const guard = step === undefined ? asked : saidBy(step);
  switch (step?.origin) {
    case 'storage':
      return `${quote(guard)} depends on what is stored, which proves nothing.`;
    case 'state':
      return `${quote(guard)} depends on a variable, and each server has its own.`;
    case 'network':
      if (!asksForFailure(guard)) break;
      return `${quote(guard)} asks whether a request has failed, which is no guard.`;
    case 'config':
      if (step.named !== undefined)
        return `It ends only where a setting names ${nameOfEvent(step.named) ?? 'it'}, in ${quote(guard)}${sourceText(guard)}.`;
      return `Whether it ends depends on a setting, in ${quote(guard)}${sourceText(guard)}.`;
    default:
      break;
  }
  return `Whether it ends depends on ${quote(guard)}${sourceText(guard)}.`;
}

/** Whether a condition is about how a request went, and not about an event: `!response.ok`, `response.status >= 400`. */
function asksForFailure(condition: ts.Node): boolean {
  const code = condition.getText();
  const isAboutEvent = /\.(?:event|properties|distinct_id)\b/.test(code);
  const asksResponse = /\.ok\b|\.status(?:Code)? *[!<=>]+ *\d{3}\b/.test(code) && !namesBody(condition);
  return !isAboutEvent && (asksResponse || namesError(condition));
}

/** Whether code names what a server has answered, which may have an `ok` of its own. */
function namesBody(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) {
    const declared = lookUp(node.text, node);
    const isBody = declared !== undefined && /\.json\(/.test(declared.getText());
    if (isBody) return true;
  }
  return !ts.isFunctionLike(node) && (ts.forEachChild(node, namesBody) ?? false);
}

/** Whether code names an error that was caught. */
function namesError(node: ts.Node): boolean {
  if (ts.isIdentifier(node)) return lookUp(node.text, node)?.parent.kind === ts.SyntaxKind.CatchClause;
  return !ts.isFunctionLike(node) && (ts.forEachChild(node, namesError) ?? false);
}
