import { testRule } from '../../ruleCases.ts';

testRule('capture-property', {
  marks: {
    'other spellings, and what is assigned before': `
export async function runEveryHour({ storage }) {
  const properties = {}
  properties.distinctID = await storage.get('id')
           //^^^^^^^^^^ warning capture-property: It looks for distinct_id
  await posthog.capture('row', properties)
  await posthog.capture('row', { distinct_Id: 'x' })
                               //^^^^^^^^^^^ warning capture-property: It looks for distinct_id
}
`,
    'names that PostHog does not look for': `
export const runEveryDay = () => posthog.capture('a', { distinctId: 'ada', $timestamp: '2022-10-01' })
                                                      //^^^^^^^^^^ warning capture-property: It looks for distinct_id
                                                                         //^^^^^^^^^^ warning capture-property: It looks for timestamp
`,
    'a change of the person without $': `
export const runEveryDay = () => posthog.capture('a', { set_once: { plan: 'free' } })
                                                      //^^^^^^^^ warning capture-property: It looks for $set_once
`,
  },
  leaves: {
    'what is put right later': `
export async function runEveryHour({ storage }) {
  const properties = {}
  properties.distinctId = await storage.get('id')
  properties.distinct_id = properties.distinctId
  await posthog.capture('row', properties)
}
`,
    'a name that is put right later': `export const f = (id) => { const p = { distinctId: id }; p.distinct_id = p.distinctId; delete p.distinctId; return posthog.capture('a', p) }`,
    'a property set': `export const f = () => posthog.capture('a', { set: { plan: 'free' } })`,
    'the right names': `export const f = () => posthog.capture('a', { distinct_id: 'ada', timestamp: '2022-10-01', $set: {} })`,
    'both names': `export const f = () => posthog.capture('a', { distinct_id: 'ada', distinctId: 'ada' })`,
    'a property called set': `export const f = () => posthog.capture('a', { set: 'tennis' })`,
    'a client of another kind': `export const f = (client) => client.capture('a', { distinctId: 'ada' })`,
  },
  fixes: {
    'a name': [
      `export const f = () => posthog.capture('a', { distinctId: 'ada' })`,
      'Rename to distinct_id',
      `export const f = () => posthog.capture('a', { distinct_id: 'ada' })`,
    ],
    'a shorthand': [
      `export const f = (distinctId) => posthog.capture('a', { distinctId })`,
      'Rename to distinct_id',
      `export const f = (distinctId) => posthog.capture('a', { distinct_id: distinctId })`,
    ],
  },
});
