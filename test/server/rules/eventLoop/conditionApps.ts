/**
 * Makes apps by chance out of conditions, names and properties that people write, and runs them for real, with each
 * captured event fed back.
 */
import type { JsonObject } from '../../../../protocol/trace.ts';
import type { Finding } from '../../../../server/analysis/finding.ts';
import { randomFrom } from './randomApps.ts';
import { conditionHelpers, markConditions, nameConditions, propertyConditions } from './writtenConditions.ts';

/** What a handler captures under. */
const names: readonly string[] = [
  ...Array.from({ length: 6 }, () => "'lead scored'"),
  "'a'",
  "'x'",
  "'$pageview'",
  'n',
  'n',
  '`app:${n}`',
  "n + '_processed'",
  "n.replace('app:', '')",
  "n.replace(/ /g, '_')",
  "n.replaceAll(' ', '-')",
  'n.toLowerCase()',
  'n.toUpperCase()',
  'n.trim()',
  'n.slice(0, 10)',
  'n.slice(1)',
  "n.split(' ')[0]",
  "n.split(':').pop()",
  "n.split('_').join(' ')",
  "(p.title ?? 'lead scored')",
  '(p.title || n)',
  "(p.processed ? 'done' : n)",
  "(p.depth > 2 ? 'deep' : 'a')",
  "(n === 'a' ? 'x' : 'a')",
  "(n.startsWith('app:') ? n : `app:${n}`)",
  "({ a: 'x', x: 'lead scored' }[n] ?? 'y')",
  "['app', n].join(':')",
  "n.concat('!')",
  "String(p.source ?? 'none')",
  '`${p.source} seen`',
  "n.padEnd(12, '.')",
  "n[0] + 'b'",
  "n.replace('lead', 'lead v2')",
  "n.replaceAll('a', 'aa')",
  "n.replace(/^app:/, 'app:v2:')",
  "(([, second = 'y']) => second)(n.split(':'))",
  '(/^(?<head>\\w+)[: ]/.exec(n)?.groups.head ?? "y")',
];

/** What it captures with. */
const properties: readonly string[] = [
  '',
  '{}',
  '{ score: 1 }',
  'p',
  '{ ...p }',
  '{ ...p, processed: true }',
  "{ ...p, source: 'app' }",
  '{ processed: true }',
  "{ source: 'app' }",
  "{ processed: true, source: 'app', tags: ['done'], depth: 1, meta: { by: 'app' }, list: [{ id: 'app' }], note: 'via app' }",
  "{ ...p, processed: true, source: 'app', tags: ['done'], depth: 1, meta: { by: 'app' }, list: [{ id: 'app' }], note: 'via app' }",
  '{ ...p, depth: (p.depth ?? 0) + 1 }',
  '{ depth: (p.depth ?? 0) + 1 }',
  "{ ...p, tags: [...(p.tags ?? []), 'done'] }",
  "{ tags: (p.tags ?? []).concat('done') }",
  '{ x: p.x }',
  '{ ...p, x: undefined }',
  '{ x: p.x, source: p.source }',
  '{ title: n }',
  '{ ...p, title: n }',
  '{ x: !p.x }',
  '{ ...p, x: Number(p.x) + 1 }',
  '{ x: String(p.x) }',
  '(({ x: _x, ...rest }) => rest)(p)',
  '(({ processed: _p, ...rest }) => rest)(p)',
  'Object.fromEntries(Object.entries(p).filter(([k]) => k !== "x"))',
  'Object.assign({}, p, { processed: !p.processed })',
  '{ ...p, meta: { by: p.source } }',
  '{ ...p, list: (p.list ?? []).slice(1) }',
  '{ note: `${p.note ?? ""} via app` }',
  '{ ...p, x: p.x * 1.1 }',
  '{ ...p, x: p.x - 1 }',
  '{ ...p, x: Math.ceil(p.x / 2) }',
  '{ ...p, x: Math.round(p.x * 0.9) }',
  '{ ...p, x: Math.floor(p.x * 1.5) }',
  '{ ...p, x: (p.x + 1) & 3 }',
  '{ ...p, x: Math.abs(p.x - 3) }',
];

/** Conditions on a number that an app captures with another value. */
const numberConditions: readonly string[] = [
  ...Array.from({ length: 6 }, () => 'x > 0'),
  ...Array.from({ length: 3 }, () => 'x < 5'),
  'x',
  'x && event.event',
  '(x > 5 ? event.event : false)',
  '(() => { const big = x > 5; return !big })()',
  'Boolean(x)',
];

/** The text of an app. */
export function makeConditionApp(seed: number): string {
  const random = randomFrom(seed);
  const below = (limit: number): number => Math.floor(random() * limit);
  const pick = (from: readonly string[]): string => from[below(from.length)] ?? '';
  const conditions = [nameConditions, markConditions, [...propertyConditions, ...numberConditions]];
  const condition = (): string => {
    const text = pick(conditions[below(3)] ?? []);
    return below(5) === 0 ? `!(${text})` : `(${text})`;
  };
  const guard = (): string => {
    switch (below(6)) {
      case 0:
        return `${condition()} && ${condition()}`;
      case 1:
        return `${condition()} || ${condition()}`;
      default:
        return condition();
    }
  };
  const guards = Array.from({ length: 1 + below(2) }, () => `  if (!(${guard()})) return`).join('\n');
  const call = (): string => {
    const given = pick(properties);
    return `posthog.capture(${pick(names)}${given === '' ? '' : `, ${given}`})`;
  };
  const second = below(5) === 0 ? `  if (${condition()}) ${call()}\n` : '';
  return `${conditionHelpers}
export const onEvent = async (event) => {
  const n = event.event
  const p = event.properties
  const x = event.properties.x
${guards}
  ${call()}
${second}}
`;
}

/** The first events that findings tell of. */
export function witnessesOf(findings: readonly Finding[]): readonly JsonObject[] {
  return findings.map(({ witness }) => witness).filter((witness) => witness !== null);
}

interface Sample {
  readonly event: string;
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Events in a row after which it goes on for ever: names here grow without end, or events repeat. */
const forEver = 40;

/** Runs an app: the first event, if there is one, that makes it capture without end. What is `told` is tried as well. */
export async function loopingEventOf(text: string, told: readonly JsonObject[]): Promise<Sample | undefined> {
  const handle = load(text);
  const finished = new Set<string>();
  const events = told.map(({ event, properties = {} }) => ({ event, properties }) as Sample);
  for (const sample of [...events, ...samples]) {
    if (await leadsOn(sample, [], handle, finished)) return sample;
  }
  return undefined;
}

/** Whether an event makes an app capture without end. */
export async function leadsOnFrom(text: string, { event, properties = {} }: JsonObject): Promise<boolean> {
  return leadsOn({ event, properties } as Sample, [], load(text), new Set());
}

type Handle = (event: Sample) => Promise<readonly Sample[]>;

async function leadsOn(
  event: Sample,
  before: readonly string[],
  handle: Handle,
  finished: Set<string>,
): Promise<boolean> {
  const key = JSON.stringify(event);
  if (before.includes(key) || before.length > forEver) return true;
  if (finished.has(key)) return false;
  for (const next of await handle(event)) {
    if (await leadsOn(next, [...before, key], handle, finished)) return true;
  }
  finished.add(key);
  return false;
}

function load(text: string): Handle {
  const captured: string[] = [];
  const posthog = {
    capture(event: unknown, given: Record<string, unknown> = {}) {
      const { timestamp: _timestamp, ...rest } = given;
      // No version takes an event without a name (section 8 of the reference).
      if (event === '') return;
      // Ingestion cuts names (section 6.4).
      const name = typeof event === 'string' ? event.slice(0, 200) : event;
      captured.push(JSON.stringify({ event: name, properties: { $lib: 'posthog-plugin-server', ...rest } }));
    },
  };
  // oxlint-disable-next-line typescript/no-implied-eval -- the app was made a moment ago, by this very file
  const load = new Function('posthog', `${text.replace('export const', 'const')}\nreturn onEvent`) as (
    posthog: unknown,
  ) => (event: unknown) => Promise<void>;
  const onEvent = load(posthog);
  return async (sample) => {
    captured.length = 0;
    // What was captured before an error is captured.
    await onEvent(structuredClone(sample)).catch(() => undefined);
    return captured.map((line) => JSON.parse(line) as Sample);
  };
}

/** First events: names and values that conditions ask for, and some that they do not. */
const samples: readonly Sample[] = makeSamples();

function makeSamples(): readonly Sample[] {
  const sampleNames =
    'a|b|x|n|lead scored|LEAD SCORED|lead_scored|lead|scored|$pageview|$screen|page|signed up|app:a|app:lead scored|app.b|a b c|1|12.5|xa||my page|zebra|user signed|lead scored and more| a |A|ab|ba|x:y|page viewed|long name of an event that somebody made'.split(
      '|',
    );
  const values: Readonly<Record<string, readonly unknown[]>> = {
    x: [
      true,
      false,
      1,
      0,
      12,
      2000,
      -4,
      'a',
      'pro',
      'abc',
      'a,b',
      '',
      '12',
      '2020-01-05',
      'https://a.example/x',
      '{"a":1}',
      null,
      [],
      ['a'],
      [{ price: 3 }],
      { a: 1 },
      { y: { z: 1 } },
    ],
    processed: [true, false, 'true', 1],
    source: ['app', 'web', 'web app', ''],
    tags: [['done'], ['a'], [], ['a', 'done']],
    depth: [0, 1, 5],
    meta: [{ by: 'app' }, { by: 'web' }, {}],
    list: [[{ id: 'app' }], [{ id: 'b' }], []],
    note: ['via app', 'via web', '', 'note'],
    title: ['lead scored', 'a', 'n'],
    y: [1, ''],
    skip: [true],
    x1: [1],
  };
  const random = randomFrom(1);
  const below = (limit: number): number => Math.floor(random() * limit);
  const bags: Record<string, unknown>[] = [{}];
  for (const [key, all] of Object.entries(values)) for (const value of all) bags.push({ [key]: value });
  while (bags.length < 110) {
    const bag: Record<string, unknown> = {};
    for (const [key, all] of Object.entries(values)) {
      if (below(3) === 0) bag[key] = all[below(all.length)];
    }
    bags.push(bag);
  }
  return bags.flatMap((bag) => sampleNames.map((event) => ({ event, properties: bag })));
}
