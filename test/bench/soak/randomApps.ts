/** Apps made by chance, each of a kind whose end is known. */
import type { Outcome } from '../../../protocol/trace.ts';

export interface RandomApp {
  readonly kind: string;
  readonly source: string;
  /** What each of its runs ends with. */
  readonly outcomes: readonly Outcome[];
}

const good: readonly string[] = [
  'event.properties.seen = true',
  `await posthog.capture('seen', { size: JSON.stringify(event).length })`,
  `console.log('an event', event.event)`,
  `await meta.storage.set('key', event.properties)`,
  `event.properties.count = await meta.cache.incr('count')`,
  `event.properties.status = (await fetch('https://example.com/' + event.event)).status`,
  `event.properties.hash = require('crypto').createHash('sha256').update(event.event).digest('hex')`,
  `await meta.jobs.later({ at: event.event }).runIn(1, 'hours')`,
  `meta.global.list = [...(meta.global.list ?? []), event.event].slice(-5)`,
  `for (let i = 0; i < 2000; i++) event.properties.sum = (event.properties.sum ?? 0) + i`,
  `event.properties.text = 'x'.repeat(10_000)`,
];

interface Kind {
  readonly name: string;
  /** How often, in a thousand. */
  readonly share: number;
  readonly code: string;
  readonly outcomes: readonly Outcome[];
}

/** The statement that decides how the run ends; after some that are harmless. */
const kinds: readonly Kind[] = [
  { name: 'good', share: 700, code: 'return event', outcomes: ['changed', 'unchanged'] },
  { name: 'dropping', share: 50, code: 'return null', outcomes: ['dropped'] },
  { name: 'throwing', share: 90, code: `throw new Error('by chance')`, outcomes: ['failed'] },
  {
    name: 'rejecting',
    share: 40,
    code: `void Promise.reject(new Error('lost')); return event`,
    outcomes: ['changed', 'unchanged'],
  },
  { name: 'broken', share: 40, code: 'return event }}', outcomes: ['failed'] },
  { name: 'deep', share: 20, code: 'const dive = () => dive() + 1; return dive()', outcomes: ['failed'] },
  { name: 'waiting', share: 20, code: 'await new Promise(() => {})', outcomes: ['timed-out'] },
  { name: 'spinning', share: 15, code: 'for (;;) {}', outcomes: ['timed-out'] },
  { name: 'storming', share: 5, code: 'for (;;) await null', outcomes: ['timed-out'] },
  {
    name: 'logging',
    share: 14,
    code: `for (;;) console.log('again and again')`,
    outcomes: ['failed', 'timed-out'],
  },
  {
    name: 'asking',
    share: 4,
    code: `for (;;) await fetch('https://example.com/')`,
    outcomes: ['failed', 'timed-out'],
  },
  {
    name: 'growing',
    share: 2,
    code: 'const all = []; for (;;) all.push(new Array(1000).fill({}))',
    outcomes: ['failed', 'timed-out'],
  },
];

export function randomApp(random: () => number): RandomApp {
  const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)] as T;
  let at = random() * kinds.reduce((sum, { share }) => sum + share, 0);
  const kind = kinds.find(({ share }) => (at -= share) < 0) ?? pick(kinds);
  const lines = Array.from({ length: Math.floor(random() * 4) }, () => pick(good));
  const source = `// ${random()}
export const jobs = { later: (payload) => console.log('later', payload) }
export async function setupPlugin(meta) { meta.global.started = Date.now() }
export async function processEvent(event, meta) {
  ${[...lines, kind.code].join('\n  ')}
}`;
  return { kind: kind.name, source, outcomes: kind.outcomes };
}
