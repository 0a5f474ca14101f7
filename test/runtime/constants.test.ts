/** Constants that get another value, and exported patterns, as the language and PostHog have them. */
import { expect, test } from 'vitest';
import { runApp } from './support/runApp.ts';
import { usePool } from './support/sandboxBundle.ts';

const pool = usePool();

/** The place of a mark in a line, and the line without it. */
function marked(text: string): readonly [code: string, column: number] {
  return [text.replace('^', ''), text.indexOf('^') + 1];
}

/** `^` stands before the name, where the editor marks it. */
const assignments = [
  '  ^fixed = 2',
  '  let a = 1; ^fixed    = a',
  '  ^fixed += 2',
  '  ^fixed++',
  '  --^fixed',
  '  (^fixed) = 2',
  '  ^fixed &&= 2',
  '  [^fixed] = [2]',
  '  [...^fixed] = [2]',
  '  ({ fixed: ^fixed } = {})',
  '  ({ ^fixed } = {})',
  '  ({ ^fixed = 2 } = {})',
  '  for (^fixed of [1]) void 0',
  '  for (^fixed in { a: 1 }) void 0',
  '  [1].forEach(() => { ^fixed = 2 })',
];
test.each(['const', 'export const'].flatMap((kind) => assignments.map((text) => [kind, text] as const)))(
  '%s that gets another value throws at its name: %s',
  async (kind, text) => {
    const [line, column] = marked(text);
    const code = `${kind} fixed = 1\nexport function processEvent(event) {\n${line}\n}\n`;
    const { errors } = await runApp(pool(), code);
    expect(errors.map(({ message, name, source }) => ({ message, name, source }))).toEqual([
      {
        name: 'TypeError',
        message: 'Assignment to constant variable.',
        source: { file: 'index.js', line: 3, column },
      },
    ]);
  },
);

const casts = [
  '  (^fixed as any) = 2',
  '  (<any>^fixed) = 2',
  '  ^fixed! = 2',
  '  (^fixed as any)++',
  '  ((^fixed as any)!) += 2',
  '  [(^fixed as any)] = [2]',
  '  ({ a: (^fixed as any) } = { a: 2 })',
  '  for ((^fixed as any) of [1]) void 0',
];
test.each(['const', 'export const'].flatMap((kind) => casts.map((text) => [kind, text] as const)))(
  '%s that gets another value through a cast throws as well: %s',
  async (kind, text) => {
    const [line, column] = marked(text);
    const code = `${kind} fixed: number = 1\nexport function processEvent(event) {\n${line}\n}\n`;
    const { errors } = await runApp(pool(), code, { file: 'index.ts' });
    expect(errors.map(({ message, source }) => ({ message, source }))).toEqual([
      { message: 'Assignment to constant variable.', source: { file: 'index.ts', line: 3, column } },
    ]);
  },
);

test.each(['const', 'export const'])('%s that ??= and the like leave alone does not throw', async (kind) => {
  const code = `${kind} fixed = 1\nexport const processEvent = () => { fixed ??= 2; fixed ||= 2; return { fixed } }`;
  expect((await runApp(pool(), code)).result).toEqual({ fixed: 1 });
});

const handlers = `const handlers = { processEvent: (event) => ({ ...event, seen: 1 }), jobs: {}, other: 1 }`;
test.each([
  ['an object', `${handlers}\nexport const { processEvent } = handlers`],
  ['a rest', `${handlers}\nexport const { processEvent, ...others } = handlers`],
  ['a list', 'export const [, processEvent] = [1, (event) => ({ ...event, seen: 1 })]'],
  [
    'what is iterated',
    'export const [processEvent, ...others] = new Set([(event) => ({ ...event, seen: 1 })])',
  ],
  [
    'what never ends',
    'export const [processEvent] = (function* () { for (;;) yield (event) => ({ ...event, seen: 1 }) })()',
  ],
  [
    'a default that uses a name before it',
    'export const { a = (event) => ({ ...event, seen: 1 }), processEvent = a } = {}',
  ],
  ['a pattern in a pattern', `${handlers}\nexport const { a: [{ processEvent }] } = { a: [handlers] }`],
  ['a computed key', `${handlers}\nexport const { key = 'processEvent', [key]: processEvent } = handlers`],
  [
    'let, and another value',
    `export let { processEvent } = {}\nprocessEvent = (event) => ({ ...event, seen: 1 })`,
  ],
  ['several', `${handlers}\nexport const one = handlers, { processEvent, ...rest } = one, two = rest`],
])('an exported pattern is the language’s own: %s', async (_, code) => {
  const { errors, outcome } = await runApp(pool(), code);
  expect(errors).toEqual([]);
  expect(outcome).toBe('changed');
});

test('a pattern of nothing fails at its place', async () => {
  const { errors } = await runApp(pool(), 'const none = null\nexport const { processEvent } = none');
  expect(errors.map(({ message, source }) => [message, source?.line])).toEqual([
    ["Cannot destructure property 'processEvent' of 'none' as it is null.", 2],
  ]);
});
