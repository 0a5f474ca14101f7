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
    'jobs that are not exported': `
const jobs = { send: async () => {} }
module.exports = { onEvent: (event, meta) => meta.jobs.send(event).runNow() }
                                                     //^^^^ error job-undeclared: does not export its jobs
`,
    'jobs that are no functions': `
const limit = 5
export const jobs = { a: 5, b: 'x', limit, d: { run() {} }, e: async () => {}, f() {} }
                       //^ error job-undeclared: The job a is no function
                             //^^^ error job-undeclared: The job b is no function
                                  //^^^^^ error job-undeclared: The job limit is no function
                                            //^^^^^^^^^^^^ error job-undeclared: The job d is no function
`,
    'a job that is taken out': `
export const jobs = { send: async () => {} }
export const onEvent = (event, { jobs: { sent } }) => sent(event).runNow()
                                       //^^^^ error job-undeclared: Did you mean send?
`,
  },
  leaves: {
    'jobs that may be functions': `const make = (x) => x; function send() {}\nexport const jobs = { a: make(5), send, b: send.bind(null), c: undefined ?? send }`,
    'jobs of an object that is exported whole': `const plugin = { jobs: { a: async () => {} }, onEvent: (event, meta) => meta.jobs.a().runNow() }; export default plugin`,
    'jobs of an object of CommonJS': `const app = {}; module.exports = { ...app, jobs: { a() {} }, onEvent: (event, meta) => meta.jobs.a().runNow() }`,
    'jobs under another local name': `const queue = { a: async () => {} }; export { queue as jobs }; export const onEvent = (event, meta) => meta.jobs.a().runNow()`,
    'jobs that are added to exports': `exports.jobs = {}; exports.jobs.a = async () => {}; exports.onEvent = (event, meta) => meta.jobs.a().runNow()`,
    'jobs out of a pattern': `const app = { jobs: { a() {} } }; export const { jobs } = app; export const onEvent = (event, meta) => meta.jobs.a().runNow()`,
    'jobs that are assigned later': `export let jobs; jobs = { a() {} }; export const onEvent = (event, meta) => meta.jobs.a().runNow()`,
    'jobs that a function assigns': `Object.assign(exports, { jobs: { a() {} } }); exports.onEvent = (event, meta) => meta.jobs.a().runNow()`,
    'jobs of an instance': `class App { jobs = { a() {} }; onEvent = (event, meta) => meta.jobs.a().runNow() }; export default new App()`,
    'jobs behind a getter': `Object.defineProperty(exports, 'jobs', { get: () => made() }); exports.onEvent = (event, meta) => meta.jobs.a().runNow()`,
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
    'a job that is not there': [
      `export const jobs = { send: async () => {} }\nexport const onEvent = (event, meta) => meta.jobs.other(event)`,
      'Add other to the Jobs',
      `export const jobs = { send: async () => {}, other: async (payload, meta) => {} }\nexport const onEvent = (event, meta) => meta.jobs.other(event)`,
    ],
    'a job without any': [
      `export const onEvent = (event, meta) => meta.jobs.other(event)\n`,
      'Add other to the Jobs',
      `export const onEvent = (event, meta) => meta.jobs.other(event)\n\nexport const jobs = {\n  other: async (payload, meta) => {},\n}\n`,
    ],
    'a job without any, in an exported object': [
      `module.exports = {\n  onEvent: (event, meta) => meta.jobs.other(event),\n}\n`,
      'Add other to the Jobs',
      `module.exports = {\n  onEvent: (event, meta) => meta.jobs.other(event),\n  jobs: {\n    other: async (payload, meta) => {},\n  },\n}\n`,
    ],
    'a job without any, in an exported object on one line': [
      `const onEvent = (event, meta) => meta.jobs.other(event)\nmodule.exports = { onEvent }`,
      'Add other to the Jobs',
      `const onEvent = (event, meta) => meta.jobs.other(event)\nmodule.exports = { onEvent, jobs: { other: async (payload, meta) => {} } }`,
    ],
    'a job without any, beside members of exports': [
      `exports.onEvent = (event, meta) => meta.jobs.other(event)\n`,
      'Add other to the Jobs',
      `exports.onEvent = (event, meta) => meta.jobs.other(event)\n\nexports.jobs = {\n  other: async (payload, meta) => {},\n}\n`,
    ],
    'a job without any, beside members of module.exports': [
      `module.exports.onEvent = (event, meta) => meta.jobs.other(event)\n`,
      'Add other to the Jobs',
      `module.exports.onEvent = (event, meta) => meta.jobs.other(event)\n\nmodule.exports.jobs = {\n  other: async (payload, meta) => {},\n}\n`,
    ],
    'a job in TypeScript, with the types that strict settings ask for': [
      `//- /index.ts\nimport type { PluginEvent, PluginMeta as Meta } from '@posthog/plugin-scaffold'\nexport const onEvent = (event: PluginEvent, meta: Meta) => meta.jobs.other({ id: 'x' })\n`,
      'Add other to the Jobs',
      `//- /index.ts\nimport type { PluginEvent, PluginMeta as Meta } from '@posthog/plugin-scaffold'\nexport const onEvent = (event: PluginEvent, meta: Meta) => meta.jobs.other({ id: 'x' })\n\nexport const jobs = {\n  other: async (payload: { id: string }, meta: Meta) => {},\n}\n`,
    ],
    'a job in TypeScript without imports': [
      `//- /index.ts\nmodule.exports = { onEvent: (event: any, meta: any) => meta.jobs.other(event) }`,
      'Add other to the Jobs',
      `//- /index.ts\nmodule.exports = { onEvent: (event: any, meta: any) => meta.jobs.other(event), jobs: { other: async (payload: any, meta: PostHogApp.PluginMeta) => {} } }`,
    ],
    'a slip of the pen': [
      `export const jobs = { retry: async () => {} }; export const onEvent = (event, meta) => meta.jobs.retyr().runNow()`,
      'Change to retry',
      `export const jobs = { retry: async () => {} }; export const onEvent = (event, meta) => meta.jobs.retry().runNow()`,
    ],
  },
});
