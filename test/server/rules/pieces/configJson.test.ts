import { testRule } from '../../ruleCases.ts';

const manifest = `
//- /plugin.json
{ "config": [{ "key": "labels", "type": "json" }, { "key": "name", "type": "string" }] }
//- /index.js
`;

testRule('config-json', {
  marks: {
    'a field that is kept in global': `
${manifest}
export function setupPlugin({ config, global }) { global.labels = config.labels }
export function onEvent(event, { global }) { return global.labels[event.event] }
                                                  //^^^^^^^^^^^^^ warning config-json: is text
`,
    'a member': `
${manifest}
export function onEvent(event, { config }) {
  console.log(config.labels.a, config.labels[event.event])
            //^^^^^^^^^^^^^ warning config-json: Use JSON.parse first
                             //^^^^^^^^^^^^^ warning config-json: is text
}`,
    'a walk': `
${manifest}
export function setupPlugin(meta) {
  for (const label of meta.config.labels) console.log(label)
                    //^^^^^^^^^^^^^^^^^^ warning config-json: JSON.parse
  return Object.keys(meta.config.labels)
                   //^^^^^^^^^^^^^^^^^^ warning config-json: JSON.parse
}`,
  },
  leaves: {
    'a field that is parsed into global': `${manifest}
export function setupPlugin({ config, global }) { global.labels = JSON.parse(config.labels || '{}') }
export function onEvent(event, { global }) { return global.labels[event.event] }
`,
    'the text': `${manifest}export const setupPlugin = ({ config }) => [JSON.parse(config.labels || '{}').a, config.labels.length, config.labels.trim()]`,
    'other fields': `${manifest}export const setupPlugin = ({ config }) => config.name.foo`,
  },
  fixes: {
    'a member': [
      `${manifest}export const setupPlugin = ({ config }) => config.labels.a`,
      'Parse the Value',
      `${manifest}export const setupPlugin = ({ config }) => JSON.parse(config.labels || '{}').a`,
    ],
  },
});
