import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import { membersOf } from '../../../../platform/members.ts';
import { root } from '../../../../scripts/paths.ts';
import { testRule } from '../../ruleCases.ts';

testRule('absent-member', {
  marks: {
    'habits from posthog-js': `
export function onEvent(event) {
  posthog.identify('x')
        //^^^^^^^^ error absent-member: posthog has no identify, so this throws. Send what is to be set of a person as $set
  posthog.people.set({})
        //^^^^^^ error absent-member: posthog has no people, so this throws. Send
  posthog['register']({})
        //^^^^^^^^^^ error absent-member: posthog has no register, so this throws. It has capture and api.
}
`,
    'methods of collections': `
export async function onEvent(event, { cache, storage, utils }) {
  await cache.push('x', 'y')
            //^^^^ error absent-member: meta.cache has no push, so this throws.
  await cache.delete('x')
            //^^^^^^ error absent-member: cache.expire(key, 0) deletes a key.
  await storage.remove('x')
              //^^^^^^ error absent-member: meta.storage has no remove, so this throws. Use storage.del.
  await utils.cursor.incremet('x')
                   //^^^^^^^^ error absent-member: meta.utils.cursor has no incremet, so this throws. Did you mean increment?
}
`,
    'what is taken out, and called in a function of the app': `
const { identify } = posthog
      //^^^^^^^^ error absent-member: has no identify
const tell = (meta) => { identify('x'); return meta.geoip.lookup('1.1.1.1') }
                                                        //^^^^^^ error absent-member: It has locate.
export const onEvent = (event, meta) => tell(meta)
`,
  },
  leaves: {
    'what there is': `export async function onEvent(event, { cache, storage, utils, geoip }) { await posthog.capture('x', { a: 1 }).catch(() => {}); await posthog.api.get('/api/x/'); await cache.lpush('x', ['y']); await storage.del('x'); await utils.cursor.init('x'); await geoip.locate('1.1.1.1') }`,
    'code that asks first': `export function onEvent(event, { cache }) { if (posthog.identify) posthog.identify('x'); cache.getdel?.('x'); return posthog.people && posthog.people.set({}) }`,
    'what is only read': `export function onEvent() { return [posthog.version, typeof posthog.people] }`,
    'what the app adds': `export function setupPlugin({ cache }) { cache.getJson = async (key) => JSON.parse(await cache.get(key)); global.cache = cache }\nexport async function onEvent(event, { cache }) { await cache.getJson('x') }`,
    'objects of the app': `const cache = new Map(), storage = { remove() {} }\nexport function onEvent() { cache.delete('x'); storage.remove('x') }`,
    'a name of the app': `import posthog from './mine'\nexport function onEvent() { posthog.identify('x') }`,
    'what every object has': `export function onEvent(event, { cache }) { return [posthog.toString(), cache.hasOwnProperty('get')] }`,
    'settings and the like': `export function onEvent(event, { config, global, jobs, metrics }) { config.list.split(','); global.any.thing() }`,
  },
  fixes: {
    'a name that is alike': [
      `export async function onEvent(event, { storage }) { await storage.gett('x') }`,
      'Change to get',
      `export async function onEvent(event, { storage }) { await storage.get('x') }`,
    ],
  },
});

it.each([
  ['PostHog', 'posthog'],
  ['Api', 'posthog.api'],
  ['Cache', 'meta.cache'],
  ['Storage', 'meta.storage'],
  ['GeoIp', 'meta.geoip'],
  ['Utils', 'meta.utils'],
])('the declaration %s has the same members', (name, path) => {
  const text = readFileSync(join(root, 'platform', 'globals.d.ts'), 'utf8');
  const file = ts.createSourceFile('globals.d.ts', text, ts.ScriptTarget.Latest, true);
  const declared = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isInterfaceDeclaration(node) && node.name.text === name)
      for (const { name: member } of node.members) declared.add(member?.getText() ?? '');
    ts.forEachChild(node, visit);
  };
  visit(file);
  expect([...declared].toSorted()).toEqual((membersOf(path) ?? []).toSorted());
});
