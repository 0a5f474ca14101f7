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
  },
  leaves: {
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
    'a constant': [
      `const processEvent = (event) => event`,
      'Export It',
      `export const processEvent = (event) => event`,
    ],
  },
});
