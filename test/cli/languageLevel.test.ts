/**
 * What PostHog's compilers refuse, lint and run refuse with one text at one place, in JavaScript and in TypeScript; and what
 * they take, both take. Each line was compared with @babel/standalone 7.18.12, those of 2021 with 7.15.8, with the presets
 * env and typescript for a file `index.ts`.
 */
import { describe, expect, it } from 'vitest';
import type { Profile } from '../../platform/profiles.ts';
import { SetupProblem } from '../../runtime/runner/setupProblem.ts';
import { compileError } from '../../runtime/runner/strictSyntax.ts';
import { transpile } from '../../runtime/runner/transpile.ts';
import { json, useWorkspaces } from './support/workspace.ts';

const workspace = useWorkspaces();

/** The code, the column where it is refused, and a piece of what is said. */
const refused: readonly (readonly [string, number, string])[] = [
  ['{ using a = null }', 3, 'using'],
  ['async function f() { await using a = null }', 22, 'using'],
  ['for (using a of []) {}', 6, 'using'],
  ['const a = {} satisfies object', 14, 'satisfies'],
  ['class A { accessor x = 1 }', 11, 'accessor'],
  ['class A { static accessor x = 1 }', 11, 'accessor'],
  ['const r = /[a--b]/v', 11, 'flag v'],
  ["import a from 'url' with { type: 'json' }", 21, 'behind with'],
  ["import a from 'url' assert { type: 'json' }", 21, 'behind with'],
  ["export { URL as U } from 'url' with { type: 'json' }", 32, 'behind with'],
  ["const p = () => import('url', { with: {} })", 17, 'one argument'],
  ["import defer * as a from 'url'", 8, 'defer'],
  ["import type A, { B } from 'url'", 1, 'Write two'],
  ['function f<const T>(x: T) { return x }', 12, 'const in front of a type parameter'],
  ["export type * from 'url'", 1, 'export type *'],
  ["export type * as T from 'url'", 1, 'export type *'],
  ['const await = 1', 7, 'called await'],
  ['function f(await) {}', 12, 'called await'],
  ['function f() { await(1) }', 16, 'async functions alone'],
  ['function f() { await f() }', 16, 'async functions alone'],
  ['function f(l) { return l.map(x => await f(x)) }', 35, 'async functions alone'],
  ['const a = await 1', 11, 'setupPlugin'],
  ['if (1) { await 1 }', 10, 'setupPlugin'],
  ['for await (const a of []) {}', 1, 'setupPlugin'],
  ['function f() { f() = 2 }', 16, 'what a call gives'],
  ['function f() { f()++ }', 16, 'what a call gives'],
  ['class A { constructor(private { z }) {} }', 23, 'one name'],
  ['class A { declare x: number }', 11, 'declare'],
  ['class A { private #x = 1 }', 11, 'private by itself'],
  ['abstract class A { abstract #x: number }', 20, 'private by itself'],
  ['class A { #x!: string }', 11, 'Remove the !'],
  ["class A { x!: string = 'a' }", 11, 'in the constructor'],
  ['class A { static #y!: number = 1 }', 11, 'in the constructor'],
  ['class A { override toString() { return 1 } }', 11, 'Remove override'],
  ['class A { abstract x(): void }', 11, 'abstract in front of class'],
  ["enum E { A = 'x', B }", 19, 'needs a value'],
  ['type T = [a: string, number]', 10, 'Name all or none'],
  ['namespace N { export let a = 1 }', 22, 'export const'],
  ['export as namespace Foo', 1, 'export as namespace'],
  ['export const zz', 8, 'needs a value'],
  ['const a: ?string = null', 10, '| null'],
  ['const a = b?.`x`', 11, 'template'],
  ['type A = string; type A = number', 23, 'already been declared'],
  ['enum E { A } function E() {}', 23, 'already been declared'],
  ['enum E { A } interface E {}', 24, 'already been declared'],
  ['const u = import.meta.url', 11, 'import.meta'],
  ["import u = require('url')", 1, "import name from 'package'"],
  ["import type u = require('url')", 1, "import name from 'package'"],
  ['export = {}', 1, 'export ='],
  ['@dec class A {}', 1, 'decorators'],
  ['class A { m(@dec a) {} }', 13, 'decorators'],
  ['function f(o) { with (o) { } }', 17, "'with'"],
  ['const a = 010', 11, 'Octal'],
  ['#!/usr/bin/env node', 1, 'Remove this line'],
  ['export { nothing }', 10, 'nothing declares it'],
];

const taken: readonly string[] = [
  'class A { static { this.x = 1 } }',
  'class A { #x; static is(o) { return #x in o } }',
  'class A { #x; m(o) { return o?.#x } *n(o) { yield o?.#x.y } p(o) { throw o?.#x } }',
  'class A { #m() { return 1 } x() { return this.#m() } }',
  'class A { private #m() { return 1 } public get #g() { return this.#m() } x() { return this.#g } }',
  'class A { accessor = 1; using = 2 }',
  'let q; q ??= 1; q ||= 2; q &&= 3',
  'const n = 1_000n + 0xFF_FFn',
  'const r = [/a/d, /(?<=a)b/s, /\\p{L}/u]',
  'const using = 1, satisfies = 2, accessor = 3, declare = 4, abstract = 5',
  "import { type A, URL } from 'url'",
  'type Q = 1; export { type Q }',
  'interface I<in out T> { x: T }',
  'const m = Map<string, number>',
  'const f = <T>(x: T) => x',
  'const f = async <T>(x: T) => x',
  'const a = <any>{}',
  'const a = <const>[1]',
  'enum E { A, B = 2, C = `x` } enum E { D = 3 }',
  'const enum E { A }',
  'abstract class A { abstract x(): void; protected y = 1; constructor(private z: string) {} }',
  'class B { x() {} } class A extends B { override x() {} }',
  'namespace N { export const a = 1 } import b = N.a',
  'declare const given: string; declare namespace N { let a: number }',
  'class A {} interface A { x: number }',
  'const A = 1; type A = string',
  'export const a1 = 1; export { a1 as a2, a1 }',
  'export default 1; export default 2',
  'function f() { arguments[0] = arguments.length }',
];

/** Refused by the PostHog of 2021, and taken by later ones. */
const newSince2021: readonly (readonly [string, number, string])[] = [
  ['class A { static { this.x = 1 } }', 11, 'static blocks'],
  ["import { type A, URL } from 'url'", 10, 'import type'],
  ['type Q = 1; export { type Q }', 22, 'export type'],
  ['interface I<in out T> { x: T }', 13, 'in and out'],
  ['type X<T> = T extends [infer H extends string] ? H : never', 30, 'infer'],
  ['const m = Map<string, number>', 11, 'not called'],
];

const endings = ['js', 'ts'] as const;

async function lintAll(codes: readonly string[], profile: Profile): Promise<readonly (readonly Said[])[]> {
  const files = codes.flatMap((code, index) =>
    endings.flatMap((ending) => [
      [
        `${index}-${ending}/plugin.json`,
        JSON.stringify({ name: 'Mine', main: `index.${ending}`, config: [] }),
      ],
      [`${index}-${ending}/index.${ending}`, sourceOf(code)],
    ]),
  );
  const cwd = await workspace(Object.fromEntries(files) as Record<string, string>);
  const { findings } = await json(cwd, '--profile', profile);
  return codes.map((_code, index) =>
    endings.flatMap((ending) =>
      findings
        .filter(
          ({ file, rule }) => file === `${index}-${ending}/index.${ending}` && rule === 'posthog-apps/syntax',
        )
        .map(({ column, line, message }) => ({
          place: `${String(line)}:${String(column)}`,
          message: String(message).replace(
            /^PostHog cannot (?:load this code|read the code from here on): /,
            '',
          ),
        })),
    ),
  );
}

interface Said {
  readonly place: string;
  readonly message: string;
}

async function runOf(code: string, profile: Profile): Promise<Said | undefined> {
  try {
    const { code: compiled } = await transpile('index.js', sourceOf(code), { doublesAwaits: false, profile });
    expect(compileError(compiled)).toBeUndefined();
    return undefined;
  } catch (error) {
    if (!(error instanceof SetupProblem)) throw error;
    return {
      place: `${error.source?.line}:${error.source?.column}`,
      message: error.message.replace(/^.* cannot be read, line \d+: /, ''),
    };
  }
}

function sourceOf(code: string): string {
  return `${code}\nexport function onEvent(event) { return event }\n`;
}

describe.each<[Profile, typeof refused]>([
  ['documented', refused],
  ['plugin-server-1.10.5', newSince2021],
])('with the profile %s', (profile, cases) => {
  it('lint and run refuse the same with one text at one place', async () => {
    const linted = await lintAll(
      cases.map(([code]) => code),
      profile,
    );
    for (const [index, [code, column, piece]] of cases.entries()) {
      const ran = await runOf(code, profile);
      expect([code, ran]).toEqual([
        code,
        { place: `1:${column}`, message: expect.stringContaining(piece) as string },
      ]);
      expect([code, linted[index]]).toEqual([code, [ran, ran]]);
    }
  });
});

it('lint and run take what PostHog takes', async () => {
  const linted = await lintAll(taken, 'documented');
  for (const [index, code] of taken.entries()) {
    expect([code, linted[index], await runOf(code, 'documented')]).toEqual([code, [], undefined]);
  }
});

it('names JSX in a file of JavaScript and in one of React', async () => {
  const code = 'export const onEvent = () => <div>{1}</div>\n';
  const cwd = await workspace({
    'a/plugin.json': '{ "name": "A", "main": "index.js", "config": [] }',
    'a/index.js': code,
    'b/plugin.json': '{ "name": "B", "main": "index.tsx", "config": [] }',
    'b/index.tsx': code,
  });
  const { findings } = await json(cwd);
  expect(findings.map(({ column, file, message }) => [file, column, message])).toEqual(
    ['a/index.js', 'b/index.tsx'].map((file) => [file, 30, expect.stringContaining('cannot read JSX')]),
  );
  expect(await runOf(code, 'documented')).toMatchObject({ place: '1:30', message: findings[0]?.['message'] });
});

it('tells of a bundle without its source what the build has left in it', async () => {
  const cwd = await workspace({
    'plugin.json': '{ "name": "Mine", "main": "dist/index.js", "config": [] }',
    'dist/index.js': 'exports.__esModule = true\nexports.onEvent = () => { using a = null }\n',
  });
  expect((await json(cwd)).findings).toMatchObject([
    {
      file: 'dist/index.js',
      line: 2,
      column: 27,
      message: expect.stringContaining('older target') as string,
    },
  ]);
});
