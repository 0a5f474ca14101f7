import { expect, it } from 'vitest';
import { AppExplorer } from '../../../server/analysis/appExplorer.ts';
import { exploreEvents } from '../../../server/analysis/eventFlow.ts';
import type { CapturedEvent } from '../../../server/analysis/events.ts';
import { Session } from '../../../server/analysis/execution/session.ts';
import { appOf } from '../check.ts';

function sessionOf(code: string): Session {
  return new Session(appOf(new Map([['/index.js', code]])));
}

/** The event that an app captures with these properties. */
function captured(name: string, properties: string): CapturedEvent {
  const code = `export const onEvent = (event) => posthog.capture(${name}, ${properties})`;
  const [start] = exploreEvents(sessionOf(code)).starts;
  if (start === undefined) throw new Error('Nothing is captured.');
  return start.capture.event;
}

/** Whether an app that handled one event does not have to be executed for the other. */
function isKnownBy(body: string, first: CapturedEvent, second: CapturedEvent): boolean {
  const session = sessionOf(`export const onEvent = (event) => { ${body} }`);
  session.prepare();
  const explorer = new AppExplorer(session);
  return explorer.handleForeign(first) === explorer.handleForeign(second);
}

it.each([
  ["if (event.event === 'a') posthog.capture('b')"],
  ["if (event.properties.plan) posthog.capture('b', { plan: event.properties.plan })"],
  ['const { plan } = event.properties; event.properties.plan = plan + 1'],
  ["if (event.properties.$lib === 'web') posthog.capture('b')"],
])('does once what %s does with events that differ in another property', (body) => {
  expect(isKnownBy(body, captured("'a'", "{ plan: 'x', one: 1 }"), captured("'a'", "{ plan: 'x' }"))).toBe(
    true,
  );
});

it.each([
  ["if (event.properties.one) posthog.capture('b')"],
  ["if ('one' in event.properties) posthog.capture('b')"],
  ["posthog.capture('b', { ...event.properties })"],
  ["posthog.capture('b', event.properties)"],
  ["if (Object.keys(event.properties).length > 1) posthog.capture('b')"],
  ["for (const key in event.properties) posthog.capture('b' + key)"],
  ["const { plan, ...rest } = event.properties; posthog.capture('b', rest)"],
  ["if (JSON.stringify(event.properties).includes('one')) posthog.capture('b')"],
  ["if (Object.hasOwn(event.properties, 'one')) posthog.capture('b')"],
  ["posthog.capture('b', Object.assign({}, event.properties))"],
  ["if (event.distinct_id === 'x') posthog.capture('b')"],
])('does again what %s does where that is another one', (body) => {
  const [first, second] = body.includes('distinct_id')
    ? [captured("'a'", "{ distinct_id: 'x' }"), captured("'a'", "{ distinct_id: 'y' }")]
    : [captured("'a'", "{ plan: 'x', one: 1 }"), captured("'a'", "{ plan: 'x' }")];
  expect(isKnownBy(body, first, second)).toBe(false);
});

it('does again what depends on the name, and on properties of which not all are known', () => {
  const body = "if (event.event === 'a') posthog.capture('b')";
  expect(isKnownBy(body, captured("'a'", '{}'), captured("'c'", '{}'))).toBe(false);
  const copy = '{ ...event.properties, one: 1 }';
  expect(isKnownBy(body, captured("'a'", copy), captured("'a'", '{ ...event.properties }'))).toBe(false);
});
