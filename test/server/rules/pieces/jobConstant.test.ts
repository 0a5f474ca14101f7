import { testRule } from '../../ruleCases.ts';

testRule('job-constant', {
  marks: {
    'the exported object': `
export const jobs = { retry: async (event) => {} }
export async function onEvent(event, meta) {
  await jobs.retry(event).runIn(30, 'seconds')
      //^^^^ error job-constant: through meta.jobs
}`,
  },
  leaves: {
    'jobs of meta': `export const jobs = { retry: async () => {} }; export const onEvent = (event, { jobs }) => jobs.retry(event).runNow()`,
    'meta.jobs': `export const jobs = { retry: async () => {} }; export const onEvent = (event, meta) => meta.jobs.retry(event).runNow()`,
    'a call in place': `const jobs = { retry: async () => {} }; export const onEvent = (event) => jobs.retry(event)`,
  },
  fixes: {
    'a function with meta': [
      `export const jobs = { a: () => {} }; export const onEvent = (event, meta) => jobs.a(event).runNow()`,
      'Use meta.jobs',
      `export const jobs = { a: () => {} }; export const onEvent = (event, meta) => meta.jobs.a(event).runNow()`,
    ],
  },
});
