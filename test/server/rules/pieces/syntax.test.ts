import { expect, it } from 'vitest';
import { findingsIn } from '../../check.ts';
import { only } from '../../levels.ts';
import { testRule } from '../../ruleCases.ts';

testRule('syntax', {
  marks: {
    'await outside of a function': `
const page = await fetch('https://a.example')
           //^^^^^ error syntax: Do this in setupPlugin
export function onEvent() { console.log(page) }`,
    'a loop that waits outside of a function': `
  for await (const page of pages()) console.log(page)
//^^^ error syntax: does not run await outside of a function
export function onEvent() {}`,
    'a constant that gets another value': `
const count = 1
export const onEvent = () => { count += 1 }
                             //^^^^^ error syntax: count is a constant, so this throws where the app comes to it
`,
    'JSX, told of once': `
export const processEvent = (event) => <p><b>{event}</b></p>
                                     //^ error syntax: PostHog cannot read JSX
`,
    'a decorator': `
//- /index.ts
class Sender {
  @logged send() {}
//^^^^^^^ error syntax: PostHog cannot read decorators
}
export const onEvent = () => new Sender().send()
`,
    'old forms of modules': `
//- /index.ts
  import crypto = require('crypto')
//^^^^^^ error syntax: import name from 'package'
export const onEvent = () => crypto
`,
  },
  leaves: {
    'variables, and constants of another scope': `
const count = 1
export const onEvent = (event, list) => { let count = 2; count += 1; list = [count]; return list }
`,
    'constants of an app that is built': `
//- /plugin.json
{ "main": "dist/index.js" }
//- /src/index.ts
const count = 1
export const onEvent = () => { count = 2 }
`,
    'await in functions': `export async function onEvent() { await f(); for await (const x of g()) await x } export const setupPlugin = async () => { await f() }`,
    'comparisons and types': `
//- /index.ts
const smaller = <T>(a: T, b: T): boolean => a < b
export const onEvent = (event: { a: number }) => smaller(event.a, 1)
`,
    'an app that is built': `
//- /plugin.json
{ "main": "dist/index.js" }
//- /src/index.tsx
const page = await fetch('https://a.example')
export const onEvent = () => <p>{page}</p>
`,
  },
});

it.each(['', '// nothing yet\n'])('marks an entry file without code: %j', (code) => {
  const found = findingsIn(`//- /plugin.json\n{ "config": [] }\n//- /index.js\n${code}`, only('syntax'));
  expect(found.map(({ message, span }) => [span.start, message])).toEqual([
    [0, expect.stringContaining('cannot load an app without code')],
  ]);
});
