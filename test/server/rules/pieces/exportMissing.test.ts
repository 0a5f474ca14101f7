import { testRule } from '../../ruleCases.ts';

testRule('export-missing', {
  marks: {
    'a function beside an export': `
export function setupPlugin() {}
async function onEvent(event) {}
             //^^^^^^^ warning export-missing: does not see onEvent
`,
    'a constant without any export': `
const processEvent = (event) => event
    //^^^^^^^^^^^^ warning export-missing: Export it
`,
    'an object with functions as the only export': `
const onEvent = async (event) => {}
export const replicator = { id: 'x', async setupPlugin() {}, onEvent } as const
           //^^^^^^^^^^ warning export-missing: PostHog does not look into replicator, so onEvent and setupPlugin never run. Export them by name.
`,
    'a list of exports': `
const app = { onEvent() {} }
export { app }
       //^^^ warning export-missing: does not look into app, so onEvent never runs
`,
    'an assigned export': `
exports.app = { processEvent: (event) => event }
      //^^^ warning export-missing: does not look into app
`,
    'a property of module.exports': `
const app = { onEvent() {} }
module.exports = { app, helper: 1 }
                 //^^^ warning export-missing: does not look into app
`,
    'what a longer function makes': `
function make() {
  const onEvent = () => {}
  return { onEvent }
}
export const app = make()
           //^^^ warning export-missing: does not look into app
`,
    'an instance of a class': `
class App {
  async onEvent() {}
  setupPlugin = () => {}
}
export const app = new App()
           //^^^ warning export-missing: so setupPlugin and onEvent never run
`,
    'what a function makes': `
const make = () => ({ onEvent() {} })
module.exports.app = make()
             //^^^ warning export-missing: does not look into app
`,
  },
  leaves: {
    'a function as the whole, beside plain functions': `function helper() {} module.exports = helper; function onEvent(event) {}`,
    'a class as the whole, beside plain functions': `class Api {} module.exports = Api; function onEvent(event) {}`,
    'a text as the whole, beside plain functions': `module.exports = 'text'; function onEvent(event) {}`,
    'an instance as the whole': `class App { onEvent() {} } module.exports = new App()`,
    'what a function makes as the whole': `const make = () => ({ onEvent() {} }); module.exports = make()`,
    'jobs of such a name': `exports.jobs = { onEvent() {} }`,
    'a class itself': `class App { onEvent() {} } export { App }`,
    'an object beside functions that are exported': `const onEvent = async () => {}; export const app = { onEvent }; export { onEvent }`,
    'an object with other functions': `export const jobs = { retry: async () => {} }`,
    'functions without any export': `function onEvent(event) {} function setupPlugin() {}`,
    'a list of exports': `function onEvent(event) {} export { onEvent }`,
    'module.exports': `function onEvent(event) {} module.exports = { onEvent }`,
    'assigned exports': `async function onEvent(event) {} exports.onEvent = onEvent`,
    'a helper that is called': `export const processEvent = (event) => onEvent(event); function onEvent(event) { return event }`,
  },
  fixes: {
    'a function': [
      `export function setupPlugin() {}\nasync function onEvent(event) {}`,
      'Export It',
      `export function setupPlugin() {}\nexport async function onEvent(event) {}`,
    ],
    'an object': [
      `export const app = { onEvent: async () => {} }`,
      'Export by Name',
      `export const app = { onEvent: async () => {} }\nexport const { onEvent } = app\n`,
    ],
    'a constant': [
      `const processEvent = (event) => event`,
      'Export It',
      `export const processEvent = (event) => event`,
    ],
  },
});
