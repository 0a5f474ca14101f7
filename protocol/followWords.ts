/** What is said when captured events were fed back through the apps: by the panel, its documents and the command line. */
import { hopTree, type HopNode, isRepeating, lastHop } from './hopTree.ts';
import { describeOutcome, type OutcomeWords, plural } from './runWords.ts';
import type { Following, Hop, HopStep, Trace } from './trace.ts';

/** @returns null where captured events were not fed back. */
export function describeFollowing(trace: Pick<Trace, 'hops' | 'following'>): OutcomeWords | null {
  const { following, hops } = trace;
  return following === undefined ? null : wordsFor(following, hops);
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
  const { app, captured, entryPoint, errors, outcome, requests } = step;
  const { title, tone } = describeOutcome(entryPoint, outcome, errors);
  const parts = [
    title.toLowerCase(),
    ...(captured === 0 ? [] : [`captured ${captured}`]),
    ...(requests === 0 ? [] : [plural(requests, 'request', 'requests')]),
  ];
  const isWrong = tone === 'bad' || errors.length > 0;
  return { text: `${isNamed ? `${app} ` : ''}${entryPoint}: ${parts.join(', ')}`, isWrong };
}

/** How often a chain came back, in the place of the events that are not drawn. */
export function againWords(hops: readonly Hop[], hop: number, count: number): string {
  return `${hops[hop]?.event ?? 'the event'} again, ${plural(count, 'time', 'times')}`;
}

/** Whether several apps had a part in it. */
export function hasSeveralApps(hops: readonly Hop[]): boolean {
  return new Set(hops.flatMap(({ steps }) => steps.map(({ app }) => app))).size > 1;
}

/** The tree as lines of text. */
export function hopLines({ hops, captured }: Pick<Trace, 'hops' | 'captured'>): readonly string[] {
  const tree = hopTree(hops);
  const isNamed = hasSeveralApps(hops);
  const lines: string[] = [];
  const write = (node: HopNode, depth: number): void => {
    const hop = hops[node.hop];
    if (hop === undefined) return;
    const indent = '  '.repeat(depth);
    const steps = hop.steps.flatMap((step) => [
      describeStep(step, isNamed).text,
      ...step.errors.map(({ name, message }) => `${name}: ${message}`),
    ]);
    const did = steps.length === 0 ? 'no app takes it' : steps.join('; ');
    lines.push(`${indent}${hop.event} of ${hop.distinctId}${place(hop)}: ${did}`);
    for (const { hop: first, count } of node.again) {
      const source = hops[first];
      lines.push(
        `${indent}  ↻ ${againWords(hops, first, count)}${source === undefined ? '' : place(source)}`,
      );
    }
    for (const child of node.children) write(child, depth + 1);
  };
  for (const [index] of captured.entries()) {
    const root = tree.get(index);
    if (root !== undefined) write(root, 0);
  }
  return lines;
}

function place({ cause: { source } }: Hop): string {
  return source === null ? '' : ` (${source.file}:${source.line})`;
}
