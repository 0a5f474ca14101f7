import { testRule } from '../../ruleCases.ts';

testRule('job-unscheduled', {
  marks: {
    'a job that is awaited': `
export async function onEvent(event, { jobs }) { await jobs.send({ a: 1 }) }
                                                     //^^^^^^^^^ error job-unscheduled: This enqueues nothing: it only names the job send. Call runNow(),
`,
    'jobs in other places': `
export async function onEvent(event, meta) {
  meta.jobs.send(event)
//^^^^^^^^^^^^^^ error job-unscheduled: job send
  await Promise.all([meta.jobs.send(event), meta.jobs.tell(event).runNow()])
                   //^^^^^^^^^^^^^^ error job-unscheduled: job send
}
`,
  },
  leaves: {
    'jobs that are enqueued': `export async function onEvent(event, { jobs }) { await jobs.send(event).runNow(); jobs.send().runIn(1, 'minutes'); await jobs['send'](event).runAt(new Date()) }`,
    'what is kept or given on': `export async function onEvent(event, { jobs }) { const send = await jobs.send(event); await send.runNow(); start(jobs.send(event)); return jobs.send(event) }`,
    'functions of the app that are called so': `const jobs = { send() {} }\nexport async function onEvent(event) { await jobs.send(event) }`,
  },
  fixes: {
    'a job that is awaited': [
      `export async function onEvent(event, { jobs }) { await jobs.send({ a: 1 }) }`,
      'Add .runNow()',
      `export async function onEvent(event, { jobs }) { await jobs.send({ a: 1 }).runNow() }`,
    ],
  },
});
