import { describe, expect, it } from 'vitest';
import { findEntryPoints } from '../../../server/analysis/entryPoints.ts';
import { appOf, filesOf } from '../check.ts';

/** `name:kind@text of the place`, in the order of the places. */
function entryPoints(text: string): readonly string[] {
  return findEntryPoints(appOf(filesOf(text))).map(
    ({ name, kind, node }) => `${name}:${kind}@${node.getText()}`,
  );
}

const onEvent = ['onEvent:event@onEvent'];

/** Reference 2.1. */
const styles: Readonly<Record<string, readonly [string, readonly string[]]>> = {
  'export function': ['export function onEvent() {}', onEvent],
  'export async arrow': ['export const onEvent = async () => {}', onEvent],
  'export list': ['function onEvent() {}\nexport { onEvent }', onEvent],
  'export under another name': [
    'function handle() {}\nexport { handle as onEvent }',
    ['onEvent:event@onEvent'],
  ],
  'export default object': ['export default { onEvent() {} }', onEvent],
  'export default of a variable': ['const plugin = { onEvent: () => {} }\nexport default plugin', onEvent],
  'module.exports object': ['module.exports = { onEvent: async () => {} }', onEvent],
  'module.exports shorthand': ['const onEvent = () => {}\nmodule.exports = { onEvent }', onEvent],
  'module.exports member': ['module.exports.onEvent = function () {}', onEvent],
  'exports member': ['exports.onEvent = () => {}', onEvent],
  'a new exports object': ['exports = { onEvent() {} }', onEvent],
  'plain functions': ['function onEvent() {}', onEvent],
  'plain var': ['var onEvent = () => {}', onEvent],
  'plain const is not seen': ['const onEvent = () => {}', []],
  'plain class is not seen': ['class onEvent {}', []],
  'unexported beside exported is not seen': [
    'function onEvent() {}\nexport function processEvent(event) { return event }',
    ['processEvent:event@processEvent'],
  ],
  'unexported beside what esbuild exports is not seen': [
    `var define = Object.defineProperty, describe = Object.getOwnPropertyDescriptor
var __export = (target, all) => { for (var name in all) define(target, name, { get: all[name], enumerable: true }) }
var __copyProps = (to, from) => {
  for (let key of Object.getOwnPropertyNames(from)) {
    let desc
    define(to, key, { get: () => from[key], enumerable: !(desc = describe(from, key)) || desc.enumerable })
  }
  return to
}
var __toCommonJS = (mod) => __copyProps(define({}, '__esModule', { value: true }), mod)
var index_exports = {}
__export(index_exports, { onEvent: () => onEvent })
module.exports = __toCommonJS(index_exports)
function processEvent(event) { return event }
function onEvent() {}`,
    onEvent,
  ],
  'export default function has no methods': ['export default function onEvent() {}', []],
  'export default class has no methods': ['export default class { onEvent() {} }', []],
  'both export objects': [
    'exports.onEvent = () => {}\nmodule.exports = { processEvent() {} }',
    ['onEvent:event@onEvent', 'processEvent:event@processEvent'],
  ],
  'a spread': ['const shared = { onEvent() {} }\nmodule.exports = { ...shared }', onEvent],
  'Object.assign': ['Object.assign(module.exports, { onEvent() {} })', onEvent],
  'a wrapper': [
    'const wrap = (run) => (...args) => run(...args)\nexport const onEvent = wrap(() => {})',
    onEvent,
  ],
  'a factory': ['const make = () => ({ onEvent() {} })\nmodule.exports = make()', onEvent],
  'TypeScript with a type': [
    '//- /index.ts\nexport const plugin: any = { onEvent() {} }\nexport default plugin',
    onEvent,
  ],
  're-export': [
    '//- /index.js\nexport { onEvent } from "./other"\n//- /other.js\nexport function onEvent() {}',
    onEvent,
  ],
  'export star': [
    '//- /index.js\nexport * from "./other"\n//- /other.js\nexport const onEvent = () => {}',
    onEvent,
  ],
  'require and pass on': [
    '//- /index.js\nmodule.exports = require("./other")\n//- /other.js\nexports.onEvent = () => {}',
    onEvent,
  ],
  'a bundle': [
    'var plugin = (function () { return { onEvent: function () {} } })()\nmodule.exports = plugin',
    onEvent,
  ],
  'what esbuild makes of a module': [
    'var __defProp = Object.defineProperty\nvar __export = (target, all) => { for (var name in all) __defProp(target, name, { get: all[name], enumerable: true }) }\nvar source = {}\n__export(source, { onEvent: () => onEvent })\nmodule.exports = source\nfunction onEvent() {}',
    onEvent,
  ],
  'what TypeScript makes of a module': [
    '"use strict"\nObject.defineProperty(exports, "__esModule", { value: true })\nexports.onEvent = void 0\nconst onEvent = () => {}\nexports.onEvent = onEvent',
    onEvent,
  ],
  'an unknown schedule is none': ['export function runEvery5Minutes() {}', []],
  'no function': ['export const onEvent = 1', []],
  nothing: ['', []],
};

describe('entry points', () => {
  for (const [title, [text, expected]] of Object.entries(styles)) {
    it(title, () => expect(entryPoints(text)).toEqual(expected));
  }

  it('tells kinds apart, and names jobs', () => {
    const text = `
export async function setupPlugin() {}
export function teardownPlugin() {}
export const processEvent = (event) => event
export const jobs = { send: async () => {}, async receive() {}, 'with-dash': function () {} }
export function runEveryMinute() {}
export const metrics = { sent: 'sum' }`;
    expect(entryPoints(text)).toEqual([
      'setupPlugin:setup@setupPlugin',
      'teardownPlugin:setup@teardownPlugin',
      'processEvent:event@processEvent',
      'jobs.send:job@send',
      'jobs.receive:job@receive',
      "jobs.with-dash:job@'with-dash'",
      'runEveryMinute:schedule@runEveryMinute',
    ]);
  });

  it('gives the functions themselves', () => {
    const [found] = findEntryPoints(appOf(filesOf('export const onEvent = async (event) => { await 1 }')));
    expect(found?.functions.map((node) => node.getText())).toEqual(['async (event) => { await 1 }']);
    expect(found?.span).toEqual({ file: '/index.js', start: 13, length: 7 });
  });
});
