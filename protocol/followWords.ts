/** What is said when captured events were fed back through the apps: by the panel, its documents and the command line. */
import { hopTree, type HopNode, type HopRepeat, isRepeating, lastHop } from './hopTree.ts';
import { deliveryWords, describeOutcome, isLostCapture, type OutcomeWords, plural } from './runWords.ts';
import type { CapturedEvent, Following, Hop, HopStep, NotSent, SourceLocation, Trace } from './trace.ts';

/** @returns null where captured events were not fed back. */
export function describeFollowing(trace: Pick<Trace, 'hops' | 'following'>): OutcomeWords | null {
  const { following, hops } = trace;
  if (following === undefined) return null;
  const words = wordsFor(following, hops);
  const notSent = notSentIn(hops);
  if (notSent === null) return words;
  const sentence = `${words.sentence} ${plural(notSent.count, 'request', 'requests')} did not leave. ${notSent.reason}`;
  // To come to rest without having sent anything says little of how it goes where all is sent.
  return words.tone === 'good'
    ? { title: `${words.title}, not all sent`, sentence, tone: 'warn' }
    : { ...words, sentence };
}

/** What the apps wanted to send meanwhile, and what was not sent. */
function notSentIn(hops: readonly Hop[]): NotSent | null {
  const all = hops.flatMap(({ steps }) => steps.flatMap(({ notSent }) => notSent ?? []));
  const [first] = all;
  return first === undefined
    ? null
    : { count: all.reduce((sum, { count }) => sum + count, 0), reason: first.reason };
}

/** Whether following was stopped for a loop. */
export function isStoppedLoop({ following, hops }: Pick<Trace, 'hops' | 'following'>): boolean {
  return (following?.end === 'hops' || following?.end === 'events') && isRepeating(hops);
}

function wordsFor(following: Following, hops: readonly Hop[]): OutcomeWords {
  const { end, maxEvents, maxHops } = following;
  const came = `${many(hops.length)} came back in ${plural(lastHop({ hops }), 'hop', 'hops')}`;
  switch (end) {
    case 'rests': {
      const isWithErrors = hops.some(({ steps }) => steps.some(({ errors }) => errors.length > 0));
      return {
        title: isWithErrors ? 'Comes to rest, with errors' : 'Comes to rest',
        sentence: `${came}; then nothing was captured any more.`,
        tone: isWithErrors ? 'warn' : 'good',
      };
    }
    case 'hops':
      return isRepeating(hops)
        ? {
            title: 'Stopped: it loops',
            sentence: `${came}, which is the limit, and would go on.`,
            tone: 'bad',
          }
        : {
            title: `Stopped after ${plural(maxHops, 'hop', 'hops')}`,
            sentence: `${came}, which is the limit. None has repeated so far.`,
            tone: 'warn',
          };
    case 'events': {
      const sentence = `${came}. ${many(maxEvents)} are the limit: each may lead to several.`;
      return isRepeating(hops)
        ? { title: 'Stopped: it loops', sentence, tone: 'bad' }
        : { title: 'Stopped: too many events', sentence, tone: 'warn' };
    }
    case 'ended':
      return {
        title: 'Stopped: calls did not end',
        sentence: `${came}. Calls had to be ended several times, so the rest was left.`,
        tone: 'bad',
      };
    case 'stopped':
      return { title: 'Stopped', sentence: `You stopped it: ${came}.`, tone: 'quiet' };
  }
}

function many(events: number): string {
  return `${events.toLocaleString('en')} ${events === 1 ? 'event' : 'events'}`;
}

/**
 * What one app did with an event, in a few words.
 *
 * @param isNamed whether the app is named, as where there are several.
 */
export function describeStep(
  step: HopStep,
  isNamed: boolean,
): { readonly text: string; readonly isWrong: boolean } {
  const { app, captured, entryPoint, errors, notSent, outcome, requests } = step;
  const { title, tone } = describeOutcome(entryPoint, outcome, errors);
  const parts = [
    title.toLowerCase(),
    ...(captured === 0 ? [] : [`captured ${plural(captured, 'event', 'events')}`]),
    ...(requests === 0 ? [] : [plural(requests, 'request', 'requests')]),
    ...(notSent === undefined ? [] : [notSentWords(step, notSent)]),
  ];
  const isWrong = tone === 'bad' || errors.length > 0 || notSent !== undefined;
  return { text: `${isNamed ? `${app} ` : ''}${entryPoint}: ${parts.join(', ')}`, isWrong };
}

function notSentWords({ captured, requests }: HopStep, { count }: NotSent): string {
  return count === captured + requests ? 'not sent' : `${count} not sent`;
}

/** How often a chain came back, in the place of the events that are not drawn. */
export function againWords(hops: readonly Hop[], { hop, all }: HopRepeat): string {
  return `${hops[hop]?.event ?? 'the event'} again, ${plural(all.length, 'time', 'times')}`;
}

/**
 * Where events went, in one or two words: all of them, or those that did not arrive.
 *
 * @returns null where they were kept here, as is told of none.
 */
export function deliveriesWords(
  events: readonly Pick<CapturedEvent, 'delivery'>[],
): ReturnType<typeof deliveryWords> | null {
  const [first] = events;
  if (first === undefined || events.every(({ delivery }) => delivery === 'local')) return null;
  if (events.every(({ delivery }) => delivery === first.delivery)) return deliveryWords(first.delivery);
  const lost = events.filter(isLostCapture);
  const [firstLost] = lost;
  if (firstLost === undefined) return deliveryWords('sent');
  const isOneKind = lost.every(({ delivery }) => delivery === firstLost.delivery);
  const text = isOneKind ? deliveryWords(firstLost.delivery).text : 'not confirmed';
  return { text: `${lost.length} ${text}`, tone: 'bad' };
}

/** Whether several apps had a part in it. */
export function hasSeveralApps(hops: readonly Hop[]): boolean {
  return new Set(hops.flatMap(({ cause, steps }) => [cause.app, ...steps.map(({ app }) => app)])).size > 1;
}

/** A place in the code, with its app where several had a part in it: their files have the same names. */
export function placeWords({ file, line }: SourceLocation, app: string | undefined): string {
  return `${app === undefined ? '' : `${app}, `}${file}:${line}`;
}

/** The tree as lines of text. */
export function hopLines({ hops, captured }: Pick<Trace, 'hops' | 'captured'>): readonly string[] {
  const tree = hopTree(hops);
  const isNamed = hasSeveralApps(hops);
  const lines: string[] = [];
  /** The line that captured it, and where it went. */
  const where = ({ cause: { app, source } }: Hop, all: readonly number[]): string => {
    const place = source === null ? '' : ` (${placeWords(source, isNamed ? app : undefined)})`;
    const words = deliveriesWords(all.flatMap((index) => hops[index] ?? []));
    return `${place}${words === null ? '' : `, ${words.text}`}`;
  };
  const write = (node: HopNode, depth: number): void => {
    const hop = hops[node.hop];
    if (hop === undefined) return;
    const indent = '  '.repeat(depth);
    const steps = hop.steps.flatMap((step) => [
      describeStep(step, isNamed).text,
      ...step.errors.map(({ name, message }) => `${name}: ${message}`),
    ]);
    const did = steps.length === 0 ? 'no app takes it' : steps.join('; ');
    lines.push(`${indent}${hop.event} of ${hop.distinctId}${where(hop, [node.hop])}: ${did}`);
    for (const repeat of node.again) {
      const first = hops[repeat.hop];
      if (first !== undefined)
        lines.push(`${indent}  ↻ ${againWords(hops, repeat)}${where(first, repeat.all)}`);
    }
    for (const child of node.children) write(child, depth + 1);
  };
  for (const [index] of captured.entries()) {
    const root = tree.get(index);
    if (root !== undefined) write(root, 0);
  }
  return lines;
}
