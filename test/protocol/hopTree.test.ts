import { describe, expect, it } from 'vitest';
import { deliveriesWords, describeFollowing, hopLines } from '../../protocol/followWords.ts';
import { hopsOfRun, hopTree, isRepeating } from '../../protocol/hopTree.ts';
import type { CapturedEvent } from '../../protocol/trace.ts';
import { hop, loopingTrace, mixedTrace, notSentTrace } from '../panel/support/hops.ts';

describe('the tree of what came back', () => {
  it('folds a chain into the event that it repeats', () => {
    expect(
      [...hopTree(loopingTrace().hops)].map(([start, { hop: place, again, children, isLooping }]) => ({
        start,
        place,
        again,
        children,
        isLooping,
      })),
    ).toEqual([
      {
        start: 0,
        place: 0,
        again: [{ hop: 1, of: 0, all: [1, 2, 3, 4, 5, 6, 7, 8, 9] }],
        children: [],
        isLooping: true,
      },
    ]);
  });

  it('keeps events apart that the same line captured for one event', () => {
    const hops = [hop('a', 1, 0), hop('item', 2, 0, { line: 30 }), hop('item', 2, 0, { line: 30 })];
    expect(
      hopTree(hops)
        .get(0)
        ?.children.map(({ hop: place }) => place),
    ).toEqual([1, 2]);
    expect(isRepeating(hops)).toBe(false);
  });

  it('draws what comes only in a later round where it comes', () => {
    const hops = [
      hop('a', 1, 0),
      hop('a', 2, 0),
      hop('late', 3, 1, { line: 40 }),
      hop('late', 4, 2, { line: 40 }),
    ];
    const root = hopTree(hops).get(0);
    expect(root?.again).toEqual([{ hop: 1, of: 0, all: [1] }]);
    expect(root?.children.map((child) => [child.hop, child.again])).toEqual([
      [2, [{ hop: 3, of: 2, all: [3] }]],
    ]);
  });

  it('tells apps apart whose lines are the same', () => {
    const hops = [hop('a', 1, 0), hop('a', 2, 0, { app: 'Other' })];
    expect(hopTree(hops).get(0)?.again).toEqual([]);
    expect(isRepeating(hops)).toBe(false);
  });

  it('is drawn as text too', () => {
    expect(hopLines(mixedTrace())).toContain('    ↻ ping again, 4 times (Enricher, index.js:14)');
    expect(hopLines(loopingTrace())).toContain('  ↻ company identified again, 9 times (index.js:22)');
  });

  it('says of several deliveries no more than what is true of all of them', () => {
    const text = (...all: readonly CapturedEvent['delivery'][]): string | undefined =>
      deliveriesWords(all.map((delivery) => ({ delivery })))?.text;
    expect([
      text('sent', 'refused', 'refused'),
      text('sent', 'unconfirmed'),
      text('sent', 'unconfirmed', 'rejected'),
      text('unconfirmed', 'unconfirmed'),
      text('local', 'local'),
    ]).toEqual(['2 not sent', '1 sent, not confirmed', '2 not confirmed', 'sent, not confirmed', undefined]);
  });

  it('says what was not sent on the way, and why', () => {
    expect(hopLines(notSentTrace())).toEqual([
      'ping of ada (Enricher, index.js:3), sent: Enricher onEvent: completed, captured 1 event, not sent',
      '  pong of ada (Alerts for the sales team, index.js:3), not sent: Enricher onEvent: completed, captured 1 event, not sent',
      '    ↻ ping again, 4 times (Enricher, index.js:3), not sent',
    ]);
    const rests = { ...notSentTrace(), following: { end: 'rests', maxHops: 10, maxEvents: 1_000 } } as const;
    expect(describeFollowing(rests)).toEqual({
      title: 'Comes to rest, not all sent',
      sentence:
        '10 events came back in 10 hops; then nothing was captured any more. 10 requests did not leave. You have not allowed writing to eu.i.posthog.com, so this was not sent.',
      tone: 'warn',
    });
  });
});

it('hops of several runs are told apart by what they began with', () => {
  const hops = [
    hop('a', 1, 0),
    hop('b', 1, 1),
    hop('c', 1, 2),
    hop('of b', 2, 1),
    hop('of a', 2, 0),
    hop('of of b', 3, 3),
  ];
  const second = hopsOfRun(hops, (start) => (start === 0 ? undefined : start - 1));
  expect(second.map(({ event, cause }) => [event, cause.captured, cause.hop])).toEqual([
    ['b', 0, undefined],
    ['c', 1, undefined],
    ['of b', undefined, 0],
    ['of of b', undefined, 2],
  ]);
});

it.each([
  ['rests', 'Comes to rest', 'good'],
  ['events', 'Stopped: it loops', 'bad'],
  ['ended', 'Stopped: calls did not end', 'bad'],
  ['stopped', 'Stopped', 'quiet'],
] as const)('an end by %s is told', (end, title, tone) => {
  const following = { end, maxHops: 10, maxEvents: 1_000 };
  expect(describeFollowing({ ...loopingTrace(), following })).toMatchObject({ title, tone });
});
