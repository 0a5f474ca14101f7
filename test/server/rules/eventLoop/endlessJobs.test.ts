/** Jobs that start themselves. */
import { describe, it } from 'vitest';
import { check, checkNoFix } from '../../check.ts';

const cases: Readonly<Record<string, string>> = {
  'a job that starts itself each time': `
export const jobs = {
  poll: async (payload, { jobs }) => {
    await posthog.capture('polled')
//        ^^^^^^^^^^^^^^^ warning loops: captured again and again: jobs.poll starts itself each time it runs, and onEvent starts it
    await jobs.poll(payload).runIn(1, 'minutes')
  },
}
export async function onEvent(event, { jobs }) {
  if (event.event !== 'signed up') return
  await jobs.poll({ id: event.distinct_id }).runNow()
}`,
  'a job that starts itself before it captures, through a helper': `
async function again(meta, payload) { await meta.jobs.poll(payload).runIn(5, 'minutes') }
export const jobs = {
  async poll(payload, meta) {
    await again(meta, payload)
    await posthog.capture('polled')
//        ^^^^^^^^^^^^^^^ warning loops: starts itself
  },
}
export async function onEvent(event, meta) {
  if (event.event === 'start') await meta.jobs.poll({ id: 1 }).runNow()
}`,
  'two jobs that start each other': `
export const jobs = {
  ping: async (payload, { jobs }) => { await jobs.pong({ id: 1 }).runNow() },
  pong: async (payload, { jobs }) => {
    await posthog.capture('pong')
//        ^^^^^^^^^^^^^^^ warning loops: jobs.ping starts itself
    await jobs.ping({ id: 1 }).runNow()
  },
}
export async function onEvent(event, { jobs }) {
  if (event.event === 'start') await jobs.ping({ id: 1 }).runNow()
}`,
  'a retry that is counted': `
export const jobs = {
  send: async ({ tries }, { jobs }) => {
    await posthog.capture('tried')
//        ^^^^^^^^^^^^^^^ information ends: 'signed up'
    if (tries < 5) await jobs.send({ tries: tries + 1 }).runIn(5, 'seconds')
  },
}
export async function onEvent(event, { jobs }) {
  if (event.event !== 'signed up') return
  await jobs.send({ tries: 0 }).runNow()
}`,
  'a retry that returns early at a limit far away': `
export const jobs = {
  send: async ({ tries }, { jobs }) => {
    await posthog.capture('tried')
//        ^^^^^^^^^^^^^^^ information ends: 'signed up'
    if (tries > 50) return
    await jobs.send({ tries: tries + 1 }).runIn(5, 'seconds')
  },
}
export async function onEvent(event, { jobs }) {
  if (event.event !== 'signed up') return
  await jobs.send({ tries: 0 }).runNow()
}`,
  'a retry after an error': `
export const jobs = {
  send: async (payload, { jobs }) => {
    try {
      await fetch('https://crm.example.com/contacts', { method: 'POST', body: JSON.stringify(payload) })
      await posthog.capture('sent')
//          ^^^^^^^^^^^^^^^ information ends: 'signed up'
    } catch (error) {
      await jobs.send(payload).runIn(5, 'seconds')
    }
  },
}
export async function onEvent(event, { jobs }) {
  if (event.event === 'signed up') await jobs.send({ id: event.distinct_id }).runNow()
}`,
  'pages of an import': `
export const jobs = {
  load: async ({ page }, { jobs, config }) => {
    const answer = await fetch(\`https://crm.example.com/contacts?page=\${page}\`)
    const { contacts, next } = await answer.json()
    for (const contact of contacts) await posthog.capture('contact loaded', contact)
//                                        ^^^^^^^^^^^^^^^ information ends: 'load contacts'
    if (next) await jobs.load({ page: page + 1 }).runIn(1, 'seconds')
  },
}
export async function onEvent(event, { jobs }) {
  if (event.event === 'load contacts') await jobs.load({ page: 1 }).runNow()
}`,
  'a job that setupPlugin starts': `
export const jobs = {
  poll: async (payload, { jobs }) => {
    await posthog.capture('polled')
    await jobs.poll(payload).runIn(1, 'minutes')
  },
}
export async function setupPlugin({ jobs }) { await jobs.poll({ id: 1 }).runNow() }
export function onEvent() {}`,
};

describe('jobs that start themselves', () => {
  for (const [title, text] of Object.entries(cases)) it(title, () => void check(text));

  it('are not ended by an early return', () => {
    checkNoFix(
      `export const jobs = {
  poll: async (payload, { jobs }) => {
    await posthog.$0capture('polled')
    await jobs.poll(payload).runNow()
  },
}
export async function onEvent(event, { jobs }) {
  if (event.event === 'start') await jobs.poll({ id: 1 }).runNow()
}`,
      "Return Early for 'polled'",
    );
  });
});
