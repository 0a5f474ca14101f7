import { testRule } from '../../ruleCases.ts';

testRule('job-undeclared', {
  marks: {
    'a job in brackets': `
export const jobs = { send: async () => {} }
export const onEvent = (event, { jobs }) => jobs['sent'](event).runNow()
                                               //^^^^^^ error job-undeclared: Did you mean send?
`,
    'a job that is not there': `
export const jobs = { retry: async () => {} }
export async function onEvent(event, meta) {
  await meta.jobs.retyr(event).runNow()
                //^^^^^ error job-undeclared: Did you mean retry?
}`,
    'a job without any': `
exports.onEvent = (event, { jobs }) => jobs.send(event).runNow()
                                          //^^^^ error job-undeclared: Add it to the exported jobs
`,
    'a job beside those of module.exports': `
const jobs = { a: async () => {} }
module.exports = { jobs, onEvent: (event, meta) => meta.jobs.b(event).runNow() }
                                                           //^ error job-undeclared: exports no job b
`,
  },
  leaves: {
    'a name that is still to come': `export const onEvent = (event, meta) => {\n  meta.jobs.\n}`,
    'jobs that are there': `export const jobs = { 'a': async () => {}, b() {} }; export const onEvent = (event, { jobs }) => [jobs.a().runNow(), jobs.b().runNow()]`,
    'jobs that are not known': `import { more } from './more'; export const jobs = { ...more }; export const onEvent = (event, { jobs }) => jobs.x().runNow()`,
    'jobs that are added one by one': `export const jobs = {}; jobs.x = async () => {}; export const onEvent = (event, meta) => meta.jobs.x().runNow()`,
    'jobs of another file': `
//- /index.js
export { jobs } from './jobs'
export const onEvent = (event, meta) => meta.jobs.x().runNow()
//- /jobs.js
export const jobs = { x: async () => {} }
`,
    'jobs made by a function': `export const jobs = makeJobs(); export const onEvent = (event, meta) => meta.jobs.x().runNow()`,
  },
  fixes: {
    'a slip of the pen': [
      `export const jobs = { retry: async () => {} }; export const onEvent = (event, meta) => meta.jobs.retyr().runNow()`,
      'Change to retry',
      `export const jobs = { retry: async () => {} }; export const onEvent = (event, meta) => meta.jobs.retry().runNow()`,
    ],
  },
});
