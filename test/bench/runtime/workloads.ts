/** What the benchmark of the runtime runs: the apps, and the two events. */
import { sampleInput } from '../../../platform/sampleEvents.ts';
import type { Json } from '../../../protocol/trace.ts';

/** Sources that every contender takes: PostHog's own style of exports. */
export const apps = {
  trivial: `export function processEvent(event) { return event }`,
  rewrite: `export function processEvent(event) {
  event.properties.title = String(event.properties.title).toUpperCase()
  event.properties.seen = true
  return event
}`,
  loop: `export function processEvent(event) {
  let sum = 0
  let i = 0
  while (i < 2000) { sum += i % 7; i++ }
  event.properties.sum = sum
  return event
}`,
  awaits: `export async function processEvent(event) {
  let sum = 0
  for (const n of [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]) sum += await n
  event.properties.sum = sum
  return event
}`,
  capture: `export async function processEvent(event) {
  await posthog.capture('seen', { distinct_id: event.distinct_id, title: event.properties.title })
  return event
}`,
} as const;

export type AppName = keyof typeof apps;

const fullPageView = sampleInput('processEvent', 'pageview', new Date(0)) as Json;

export const events: Readonly<Record<'small' | 'full', Json>> = {
  small: {
    event: '$pageview',
    distinct_id: 'visitor',
    team_id: 1,
    properties: { title: 'Home', $current_url: 'https://example.com/' },
  },
  full: fullPageView,
};

export type EventName = keyof typeof events;

/** Source of about so many kilobytes, with a trivial app at its end. */
export function sourceOf(kilobytes: number): string {
  const parts: string[] = [];
  let size = 0;
  for (let i = 0; size < kilobytes * 1000; i += 1) {
    const part = `
function rule${i}(properties) {
  const { $host: host, title } = properties
  if (typeof host !== 'string') return { matched: false, reason: 'rule ${i} needs a host' }
  for (const word of String(title ?? '').split(' ')) {
    if (word.length > ${i % 17} && host.endsWith('.example.com')) return { matched: true, word, at: ${i} }
  }
  return { matched: false, reason: null }
}
`;
    parts.push(part);
    size += part.length;
  }
  return `${parts.join('')}\nexport function processEvent(event) { return event }\n`;
}
