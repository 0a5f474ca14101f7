/**
 * What TypeScript knows of a file after many edits is what it knows when it binds the whole file each time: types, what each
 * name stands for, and its own complaints. `POSTHOG_APPS_EDITS=5000:1` makes five thousand edits from seed 1 on.
 */
import ts from 'typescript';
import { expect, it } from 'vitest';
import { appRegistry } from '../../../server/analysis/appRegistry.ts';
import type { bindKeeping } from '../../../server/analysis/keepBindings.ts';
import { assetsBeside } from '../../../server/host.ts';
import { randomFrom } from '../rules/eventLoop/randomApps.ts';

const [count = 60, firstSeed = 1] = (process.env['POSTHOG_APPS_EDITS'] ?? '')
  .split(':')
  .filter(Boolean)
  .map(Number);

const script = `const state = { count: 0 }
function Counter(start) { this.value = start }
Counter.prototype.add = function (by) { this.value += by; return this }
function helper(value) {
  let last
  last = value
  const inner = () => { last = undefined; return last }
  if (last === undefined) return inner()
  return [last].map((one) => one + 1)
}
async function report(event, { config, global }) {
  const copy = { ...event.properties }
  copy.name = config.name
  if (event.event === 'seen') { global.seen = 1; return null }
  state.count = state.count + 1
  helper.calls = 2
  await posthog.capture('reported', copy)
  return copy
}
/**
 * @param {{ name: string }} options
 * @returns {string}
 */
function nameOf(options) { const { name } = options; return name }
exports.onEvent = async (event, meta) => {
  /** @type {number | undefined} */
  let total = undefined
  for (const one of [1, 2]) { total = (total ?? 0) + one }
  await report(event, meta)
  return total
}
module.exports.processEvent = function (event) { event.properties = { total: nameOf({ name: 'a' }) }; return event }
let found = [1].find((one) => one > 2)
if (!found) throw new Error()
const once = (() => { return found.toFixed() })()
const later = function () { const fs = require('fs'); exports.late = 1; return fs }
`;

const typed = `import { helper, Kind } from './helper'
export namespace Names { export const own = 'own' }
interface Named { name: string }
export async function onEvent<T extends Named>(event, { config, global }) {
  let last: string | undefined = config.name
  const narrow = typeof last === 'string' ? last.length : 0
  label: for (const one of [1, 2, 3]) { if (one > narrow) continue label; last = undefined }
  enum Inner { a, b }
  class Local { constructor(private readonly size: number) {} grow(by: number) { return this.size + by } }
  try { await posthog.capture(Names.own, { last, kind: Kind.first, inner: Inner.a }) } catch (error) { throw error }
  global.made = new Local(narrow).grow(1)
  return helper(last as string)
}
export const jobs = {
  later: async (payload: { id: number }, meta) => { const { id } = payload; function hoisted() { return id } return hoisted() },
  async soon({ when }: { when: Date }) { when ??= new Date(); const late = () => when; return late() },
}
export class Buffer2 {
  #items: string[] = []
  add = (item: string) => { this.#items.push(item); return () => this.#items }
  static of(...items: string[]): Buffer2 { const made = new Buffer2(); items.forEach((item) => { made.add(item) }); return made }
  get size() { return this.#items.length }
}
let found = [1].find((one) => one > 2)
if (found === undefined) throw new Error()
const once = (function (more: number) { found ??= more; return found.toFixed() })(1)
function overload(one: string): string
function overload(one: number): number
function overload(one: any) { if (one) { return one } else { return one } ; helper(one) }
overload.calls = 1
const curried = (first: number) => (second: number) => { const sum = first + second; return sum }
export default async (event: string) => { overload.calls = 2; return curried(1)(2) + event.length }
`;

const helpers = `export enum Kind { first, second }
export function helper(value: string) { let one; one = value.length; const twice = () => one * 2; return twice() }
declare global { interface Array<T> { own(): T } }
`;

const pieces = [
  'let ', 'const ', '}', '{', '(', ')', '\n', 'this.x = 1\n', 'return ', 'state.more = 1\n', 'helper.calls = 3\n', 'exports.x = 1\n', 'last = 1\n',
  'function added() { return 1 }\n', 'import x from "./helper"\n', '/** @typedef {string} Name */\n', '// ', '/*', '`', 'event', '"use strict"\n', ', ',
  'async ', 'await ', 'var last = 2\n', 'class State { value = 1 }\n', 'export ', 'const state = 1\n', 'enum Kind { a }\n', 'if (last) ', 'static ', 'type Kind = string\n',
]; // prettier-ignore

/** The text after one edit: something put in, taken out, or moved. */
function edited(text: string, random: () => number): string {
  const lines = text.split('\n');
  const line = (): number => Math.floor(random() * lines.length);
  const start = Math.floor(random() * (text.length + 1));
  switch (Math.floor(random() * 5)) {
    case 0:
      return text.slice(0, start) + (pieces[Math.floor(random() * pieces.length)] ?? '') + text.slice(start);
    case 1:
      return text.slice(0, start) + text.slice(start + 1 + Math.floor(random() * 12));
    case 2:
      lines.splice(line(), 0, ...lines.splice(line(), 1 + Math.floor(random() * 4)));
      return lines.join('\n');
    case 3:
      // Where any statement may stand, so that the rest stays whole.
      lines.splice(
        line(),
        0,
        pieces.filter((piece) => piece.endsWith('\n'))[Math.floor(random() * 10)] ?? '',
      );
      return lines.join('\n');
    default:
      lines.splice(line(), 0, lines[line()] ?? '');
      return lines.join('\n');
  }
}

const options: ts.CompilerOptions = {
  allowJs: true,
  strict: true,
  noEmit: true,
  target: ts.ScriptTarget.ES2023,
  module: ts.ModuleKind.Preserve,
  moduleDetection: ts.ModuleDetectionKind.Force,
  types: [],
};

const { library, declarations } = assetsBeside(import.meta.dirname.replace(/test[/\\].*/, 'server'));

/** A language service over texts that change. */
function serviceOver(texts: ReadonlyMap<string, string>, bind?: typeof bindKeeping): ts.LanguageService {
  const read = (path: string): string | undefined => texts.get(path) ?? ts.sys.readFile(path);
  return ts.createLanguageService(
    {
      getCompilationSettings: () => options,
      getScriptFileNames: () => [`${declarations}/globals.d.ts`, `${declarations}/vm.d.ts`, ...texts.keys()],
      getScriptVersion: (path) => texts.get(path) ?? '',
      getScriptSnapshot: (path) => {
        const text = read(path);
        return text === undefined ? undefined : new Text(text);
      },
      getCurrentDirectory: () => '/app',
      getDefaultLibFileName: () => library,
      fileExists: (path) => read(path) !== undefined,
      readFile: read,
    },
    appRegistry(true, options, bind),
  );
}

/** A text that tells what is different, so that the rest is not parsed again. */
class Text implements ts.IScriptSnapshot {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  getText(start: number, end: number): string {
    return this.#text.slice(start, end);
  }

  getLength(): number {
    return this.#text.length;
  }

  getChangeRange(old: ts.IScriptSnapshot): ts.TextChangeRange {
    const before = old.getText(0, old.getLength());
    const shorter = Math.min(before.length, this.#text.length);
    let start = 0;
    while (start < shorter && before[start] === this.#text[start]) start += 1;
    let end = 0;
    while (end < shorter - start && before.at(-1 - end) === this.#text.at(-1 - end)) end += 1;
    return {
      span: { start, length: before.length - start - end },
      newLength: this.#text.length - start - end,
    };
  }
}

/** All that the checker says of one file, line by line. */
function knowledgeOf(service: ts.LanguageService, path: string): readonly string[] {
  const program = service.getProgram();
  const file = program?.getSourceFile(path);
  if (program === undefined || file === undefined) return ['not in the program'];
  const checker = program.getTypeChecker();
  const told: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node)) {
      const places = (checker.getSymbolAtLocation(node)?.declarations ?? []).map(
        (declaration) => `${declaration.getSourceFile().fileName}:${declaration.pos}`,
      );
      const type = checker.typeToString(checker.getTypeAtLocation(node));
      told.push(`${node.pos} ${node.text}: ${type} of ${places.join(' ')}`);
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  const scope = checker
    .getSymbolsInScope(file, ts.SymbolFlags.Value)
    .filter(({ declarations }) => declarations?.some((one) => one.getSourceFile() === file));
  told.push(
    `in scope: ${scope
      .map(({ name }) => name)
      .toSorted()
      .join(' ')}`,
  );
  for (const { start, code, messageText } of program.getSemanticDiagnostics(file)) {
    told.push(`${start} ${code} ${JSON.stringify(messageText)}`);
  }
  return told;
}

it.each([
  ['/app/index.js', `// @ts-check\n${script}`],
  ['/app/index.ts', typed],
])(
  `knows the same of %s after each of ${count} edits as when all is bound again`,
  (main, code) => {
    const random = randomFrom(firstSeed);
    const whole = new Map([
      [main, code],
      ['/app/helper.ts', helpers],
    ]);
    const texts = new Map(whole);
    const keeping = serviceOver(texts);
    const plain = serviceOver(texts, () => undefined);
    for (let edit = 1; edit <= count; edit += 1) {
      const path = random() < 0.8 ? main : '/app/helper.ts';
      const text = random() < 0.25 ? (whole.get(path) ?? '') : edited(texts.get(path) ?? '', random);
      texts.set(path, text);
      for (const file of whole.keys()) {
        expect(knowledgeOf(keeping, file), `edit ${edit} of seed ${firstSeed}`).toEqual(
          knowledgeOf(plain, file),
        );
      }
    }
  },
  600_000,
);

/** Compares after an edit at the begin of the file, which leaves all functions alone but moves them. */
function compareMoved(path: string, code: string): readonly string[] {
  const texts = new Map([[path, code]]);
  const keeping = serviceOver(texts);
  const plain = serviceOver(texts, () => undefined);
  for (const line of ['const added = 1\n', 'const more = [1, 2, 3].map((one) => String(one)).join()\n']) {
    // Asking is part of it: the checker leaves its notes at what the binder made.
    for (const service of [keeping, plain]) knowledgeOf(service, path);
    texts.set(path, `${line}${texts.get(path) ?? ''}`);
  }
  expect(knowledgeOf(keeping, path)).toEqual(knowledgeOf(plain, path));
  return knowledgeOf(keeping, path);
}

it('knows where a variable was last assigned after the function has moved', () => {
  const known = compareMoved(
    '/app/index.ts',
    `export function later(value: string | undefined) {
  if (value === undefined) return undefined
  const length = () => value.length
  value = undefined
  return length
}
`,
  );
  expect(known.filter((line) => line.includes('possibly'))).toHaveLength(1);
});

it('knows what the file says before a function that is called at once', () => {
  const guard = 'if (kind === undefined) throw new Error()';
  const code = (line: string): string => `const kind = [1].find((one) => one > 2)
${line}
const between = 1
export const made = (function () { return kind.toFixed() })()
export const other = ((first) => { return kind.toFixed() + first })(1)
export const later = [1].map((one) => { return kind.toFixed() + one })
`;
  const texts = new Map([['/app/index.ts', code('')]]);
  const services = [serviceOver(texts), serviceOver(texts, () => undefined)] as const;
  const [known] = services.map((service) => knowledgeOf(service, '/app/index.ts'));
  expect(known?.filter((line) => line.includes('possibly'))).toHaveLength(3);
  texts.set('/app/index.ts', code(guard));
  const [kept, plain] = services.map((service) => knowledgeOf(service, '/app/index.ts'));
  expect(kept).toEqual(plain);
  expect(kept?.filter((line) => line.includes('possibly'))).toEqual([]);
});
