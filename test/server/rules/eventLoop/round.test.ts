/** The places round a loop of several events, in order, and where the event that begins it comes in. */
import { describe, expect, it } from 'vitest';
import type { Finding } from '../../../../server/analysis/finding.ts';
import { workspaceFlow } from '../../../../server/analysis/workspaceFlow.ts';
import { findingToDiagnostic } from '../../../../server/features/findingToDiagnostic.ts';
import { checkApp } from '../../../../server/rules/checkApp.ts';
import { loopsBetweenApps, withLoopsBetweenApps } from '../../../../server/rules/loopsBetweenApps.ts';
import { appOf } from '../../check.ts';
import { loopLevels } from '../../levels.ts';

function programOf(code: string, folder = '') {
  return appOf(
    new Map([
      ['/plugin.json', '{ "config": [] }'],
      [`${folder}/index.js`, code],
    ]),
  );
}

/** Related locations as text: what is said, and what stands there in the code. */
function relatedOf(finding: Finding | undefined, code: string): readonly string[] {
  if (finding === undefined) return [];
  const diagnostic = findingToDiagnostic(finding, programOf(code), '/docs');
  const lines = code.split('\n');
  return (diagnostic.relatedInformation ?? []).map(({ location: { range }, message }) => {
    const { character } = range.start;
    return `${message} @ ${lines[range.start.line]?.slice(character, range.end.character) ?? ''}`;
  });
}

const threeSinks = `export function processEvent(event) {
  if (event.event === 'a') posthog.capture('b')
  return event
}
export async function onEvent(event) {
  if (event.event === 'b') await answer()
  if (event.event === 'c') await posthog.capture('a')
}
const answer = () => posthog.capture('c')
`;

it('lead from each call of a loop round to it', () => {
  const [first, , third] = checkApp(programOf(threeSinks), loopLevels).toSorted(
    (one, other) => one.span.start - other.span.start,
  );
  expect(relatedOf(first, threeSinks)).toEqual([
    '1. processEvent @ processEvent',
    '2. posthog.capture @ posthog.capture',
    "3. onEvent gets 'b' @ onEvent",
    '4. answer @ answer',
    "5. posthog.capture sends 'c' @ posthog.capture",
    "6. onEvent gets 'c' @ onEvent",
    "7. posthog.capture sends 'a' @ posthog.capture",
    "8. processEvent gets 'a' @ processEvent",
    '9. posthog.capture, again @ posthog.capture',
    `Begins with {"event":"a","distinct_id":"ada@example.com","properties":{}} @ processEvent`,
  ]);
  expect(third?.round?.map(({ function: name }) => name)).toEqual([
    "onEvent gets 'c'",
    "posthog.capture sends 'a'",
    "processEvent gets 'a'",
    "posthog.capture sends 'b'",
    "onEvent gets 'b'",
    'answer',
    'posthog.capture, again',
  ]);
});

it('are those of the chain of calls where the event itself comes back', () => {
  const [found] = checkApp(programOf(`export const onEvent = () => posthog.capture('b')`), loopLevels);
  expect(found?.round).toBeUndefined();
});

it('lead through other apps, too', () => {
  const ping = `export const onEvent = (event) => {
  if (event.event === 'pong') return posthog.capture('ping')
}`;
  const pong = `

export const onEvent = (event) => event.event === 'ping' && posthog.capture('pong')`;
  const [one, other] = [programOf(ping, '/ping'), programOf(pong, '/pong')];
  const graph = workspaceFlow([
    { name: 'Ping', program: one },
    { name: 'Pong', program: other },
  ]);
  const [found] = withLoopsBetweenApps(
    checkApp(one, loopLevels),
    one,
    loopsBetweenApps(graph),
    loopLevels,
    () => [],
  );
  if (found === undefined) throw new Error('The loop is not found.');
  const { relatedInformation = [] } = findingToDiagnostic(found, one, '/docs');
  expect(
    relatedInformation.map(
      ({ location: { range, uri }, message }) =>
        `${message} ${uri.slice('file://'.length)}:${range.start.line}:${range.start.character}`,
    ),
  ).toEqual([
    '1. onEvent /ping/index.js:0:13',
    '2. posthog.capture /ping/index.js:1:37',
    "3. Pong, onEvent gets 'ping' /pong/index.js:2:13",
    "4. Pong, posthog.capture sends 'pong' /pong/index.js:2:60",
    "5. onEvent gets 'pong' /ping/index.js:0:13",
    '6. posthog.capture, again /ping/index.js:1:37',
  ]);
});

describe('through what the processEvent of another app makes of the event', () => {
  const findingsOf = (code: string, changing: string): readonly Finding[] => {
    const [one, other] = [programOf(code, '/own'), programOf(changing, '/changing')];
    const graph = workspaceFlow([
      { name: 'Own', program: one },
      { name: 'Changing', program: other },
    ]);
    return withLoopsBetweenApps(
      checkApp(one, loopLevels),
      one,
      loopsBetweenApps(graph),
      loopLevels,
      () => [],
    );
  };

  it('another name', () => {
    const [found] = findingsOf(
      `export async function onEvent(event) {
  if (event.event === 'signed up') await posthog.capture('signup')
}`,
      `export function processEvent(event) {
  if (event.event === 'signup') event.event = 'signed up'
  return event
}`,
    );
    expect(found?.grade).toBe('loops');
    expect(found?.message).toBe(
      "The event 'signup' captured here comes back through Changing without end, where these apps run in one project: 'signup' → 'signup'. Let Changing pass it on as it is.",
    );
    expect(found?.round?.map(({ function: name }) => name)).toEqual([
      "onEvent gets 'signup', as Changing changes it",
      'posthog.capture, again',
    ]);
  });

  it('fewer properties', () => {
    const [found] = findingsOf(
      `export async function onEvent(event) {
  if (event.properties?.$$done) return
  await posthog.capture('done', { $$done: true })
}`,
      `export function processEvent(event) {
  for (const key of Object.keys(event.properties ?? {})) if (key.startsWith('$$')) delete event.properties[key]
  return event
}`,
    );
    expect(found?.message).toContain('comes back through Changing without end');
  });

  it('is none where the change leaves the guard as it is', () => {
    const [found] = findingsOf(
      `export async function onEvent(event) {
  if (event.properties?.$$done) return
  await posthog.capture('done', { $$done: true })
}`,
      `export function processEvent(event) {
  event.properties.seen = 1
  return event
}`,
    );
    expect(found?.grade).toBe('ends');
  });
});
