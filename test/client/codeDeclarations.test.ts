import { expect, test } from 'vitest';
import { declarationsForCode } from '../../client/codeDeclarations.ts';

const open = (text: string, languageId = 'typescript') => ({ languageId, getText: () => text });

test.each([
  ['module.exports = {}', 'typescript', false, ['commonjs.d.ts']],
  ["const { createHash } = require('crypto')", 'typescript', false, ['commonjs.d.ts']],
  ["const { createHash } = require('crypto')", 'typescript', true, []],
  ["const { createHash } = require('crypto')", 'javascript', false, []],
  ['interface Own extends PluginMeta<Plugin> { config: {} }', 'typescript', true, ['ownMeta.d.ts']],
  ['interface Own<T> extends Base, Meta { config: {} }', 'typescript', true, ['ownMeta.d.ts']],
  ['interface Own { meta: PluginMeta }\nexport const required = 1', 'typescript', false, []],
])('what %s needs in %s, with the types of Node: %s', (text, language, hasNode, expected) => {
  expect(declarationsForCode([open('export {}'), open(text, language)], hasNode)).toEqual(expected);
});
