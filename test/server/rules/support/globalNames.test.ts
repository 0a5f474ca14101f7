/** Who makes a global and who asks for one, as both rules about missing names see it. */
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { type GlobalNames, globalNames } from '../../../../server/rules/support/globalNames.ts';

/** As the rules get it: bound, since the scopes are looked at. */
function namesIn(...codes: readonly string[]): GlobalNames {
  const files = codes.map((code, index) => ts.createSourceFile(`/${index}.js`, code, ts.ScriptTarget.Latest));
  const program = ts.createProgram({
    rootNames: files.map(({ fileName }) => fileName),
    options: { allowJs: true, noLib: true },
    host: {
      ...ts.createCompilerHost({}),
      getSourceFile: (path) => files.find(({ fileName }) => fileName === path),
      fileExists: (path) => files.some(({ fileName }) => fileName === path),
    },
  });
  program.getTypeChecker();
  return globalNames(files);
}

describe('what code makes a global', () => {
  it.each([
    ['process = {}', 'process'],
    ['globalThis.setTimeout = f', 'setTimeout'],
    ['global.setTimeout ??= f', 'setTimeout'],
    ['GLOBAL["setTimeout"] ||= f', 'setTimeout'],
    ['root.a = 1', 'a'],
    ['function init() { this.a = 1 }', 'a'],
    ['for (a of []) {}', 'a'],
    [';[{ b: a = 1 }] = []', 'a'],
    ['if (1) { function a() {} }', 'a'],
    ['switch (1) { case 1: function a() {} }', 'a'],
  ])('%s', (code, name) => {
    expect([...namesIn(code, 'other()').made]).toContain(name);
  });

  it.each([
    'class A { process = 1; static setTimeout = 2; m() { this.a = 1; b = 2 } }',
    'const o = { process: 1 }; o.a = 1; let b; b = 2',
    'function f(process) { process = 1; "a" }',
    'function f() { "use strict"; a = 1 }',
    'export const setupPlugin = ({ global }) => { global.client = 1 }',
    'a ??= 1; a += 1',
    '({ process: 1 }); label: for (;;) break label',
  ])('nothing: %s', (code) => {
    expect([...namesIn(code).made]).toEqual([]);
  });
});

describe('what code asks for', () => {
  it.each([
    'typeof /* there? */ a',
    'typeof (a)',
    '"a" in globalThis',
    'globalThis.a && 1',
    'root?.["a"]',
    'Reflect.has(globalThis, "a")',
    'Object.prototype.hasOwnProperty.call(globalThis, "a")',
    'Object.hasOwn(globalThis, "a")',
  ])('%s', (code) => {
    expect([...namesIn(code).asked]).toEqual(['a']);
  });

  it.each([
    'typeof a.b',
    'typeof a()',
    'o.a',
    '// typeof a',
    '"typeof a"',
    'function f(root) { return root.a }',
  ])('nothing: %s', (code) => {
    expect([...namesIn(code).asked]).toEqual([]);
  });
});

describe('whether there may be a global of any name', () => {
  it.each([
    '(function (o) { o.a = 1 })(globalThis)',
    'globalThis[name] = 1',
    'Object.assign(global, {})',
    'globalThis.__defineGetter__("a", f)',
    'eval("var a")',
    '(0, eval)("var a")',
    'new Function("a = 1")()',
  ])('%s', (code) => {
    expect(namesIn(code).mayBeAny).toBe(true);
  });

  it.each([
    'globalThis.a = 1',
    'globalThis["a"] = 1',
    '"a" in globalThis',
    'typeof globalThis',
    'f instanceof Function',
    'function f(global) { return g(global) }',
    'const o = { global: 1, eval: 2 }; o.global',
  ])('not: %s', (code) => {
    expect(namesIn(code).mayBeAny).toBe(false);
  });
});
