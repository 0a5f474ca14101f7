import { testRule } from '../../ruleCases.ts';

testRule('cache-default', {
  marks: {
    'a field of a class': `
class Counter {
  constructor(cache) { this.cache = cache }
  async read(name) { return await this.cache.get(name, { total: 0 }) }
                                                     //^^^^^^^^^^^^ information cache-default: null for a missing key
}
export async function onEvent(event, meta) { (await new Counter(meta.cache).read(event.event)).total += 1 }
`,
    'a default that matters': `
export async function onEvent(event, { cache }) {
  const seen = await cache.get('seen', [])
                                     //^^ information cache-default: Write ??
  seen.push(event.uuid)
}`,
  },
  leaves: {
    'defaults that null is as good as': `export const onEvent = async (event, meta) => [await meta.cache.get('a', 0), await meta.cache.get('b', null), await meta.cache.get('c', '')]`,
    'a default behind the call': `export const onEvent = async (event, { cache }) => (await cache.get('a', [])) ?? []`,
    'storage, where defaults work': `export const onEvent = async (event, { storage }) => storage.get('a', [])`,
  },
  fixes: {
    'a default that takes work': [
      `export const onEvent = async (event, meta) => (await meta.cache.get('a', made())).b`,
      'Use ?? for the Default',
      `export const onEvent = async (event, meta) => (((await meta.cache.get('a', null)) ?? made())).b`,
    ],
    'an awaited call': [
      `export async function onEvent(event, { cache }) { const seen = await cache.get('seen', []); seen.push(1) }`,
      'Use ?? for the Default',
      `export async function onEvent(event, { cache }) { const seen = ((await cache.get('seen', [])) ?? []); seen.push(1) }`,
    ],
  },
});
