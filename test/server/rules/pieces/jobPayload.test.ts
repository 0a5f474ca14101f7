import { testRule } from '../../ruleCases.ts';

testRule('job-payload', {
  marks: {
    'a job that takes parts of meta first': `
export const jobs = { send: async ({ global, jobs }) => { console.log(global.x, jobs) } }
                                   //^^^^^^ error job-payload: A job gets its payload first and meta behind it, so global is undefined here
export async function onEvent(event, { jobs }) { await jobs.send({ a: 1 }).runNow() }
`,
  },
  leaves: {
    'a job without a payload': `export const jobs = { send: async ({ global }) => global.x }\nexport async function onEvent(event, { jobs }) { await jobs.send().runNow(); await jobs.send({ a: 1 }).runNow() }`,
    'a payload with such a name': `export const jobs = { send: async ({ config }) => config }\nexport async function onEvent(event, { jobs }) { await jobs.send({ config: event }).runNow() }`,
    'payloads that are made elsewhere': `export const jobs = { send: async ({ config }) => config }\nexport async function onEvent(event, { jobs }) { const p = make(event); await jobs.send(p).runNow(); await jobs.send({ ...p }).runNow() }`,
    'other names': `export const jobs = { send: async ({ a, config }) => [a, config] }\nexport async function onEvent(event, { jobs }) { await jobs.send({ a: 1 }).runNow() }`,
    'a job that nothing here enqueues': `export const jobs = { send: async ({ config }) => config }`,
    'a job that is enqueued by a name of its own': `export const jobs = { send: async ({ config }) => config }\nexport async function onEvent(event, meta) { const { send } = meta.jobs; await send(event).runNow() }`,
  },
  fixes: {
    'a job with one parameter': [
      `export const jobs = { send: async ({ global }) => global.x }\nexport const onEvent = (event, { jobs }) => jobs.send({ a: 1 }).runNow()`,
      'Take the Payload First',
      `export const jobs = { send: async (payload, { global }) => global.x }\nexport const onEvent = (event, { jobs }) => jobs.send({ a: 1 }).runNow()`,
    ],
  },
});
