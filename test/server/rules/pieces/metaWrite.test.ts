import { testRule } from '../../ruleCases.ts';

testRule('meta-write', {
  marks: {
    'a key that is not known': `
export function setupPlugin({ config }) {
  for (const key of Object.keys(config)) config[key] = config[key].trim()
                                       //^^^^^^^^^^^ warning meta-write: meta.config cannot be changed
}
`,
    'what is assigned into the config': `
export const setupPlugin = ({ config }) => Object.assign(config, { url: 'https://a.example' })
                                                       //^^^^^^ warning meta-write: so this throws
`,
    'a value of the config': `
export function setupPlugin(meta) {
  meta.config.url = meta.config.url.trim()
//^^^^^^^^^^^^^^^ warning meta-write: Keep what you work out in meta.global
}`,
    'a value of a config that was taken out': `
export function setupPlugin({ config }) {
  config.names = config.names.split(',')
//^^^^^^^^^^^^ warning meta-write: meta.config cannot be changed
  delete config.names
       //^^^^^^^^^^^^ warning meta-write: cannot be changed
}`,
  },
  leaves: {
    'a list of its own under a key': `
export function setupPlugin({ config, global }) {
  global.values = {}
  for (const key of Object.keys(config)) global.values[key] = config[key].trim()
}
`,
    'a part of meta that is put in place of another': `export const setupPlugin = (meta) => { meta.config = { ...meta.config }; meta.own = 1 }`,
    global: `export function setupPlugin(meta) { meta.global.url = meta.config.url }`,
    'a property of meta itself': `export function setupPlugin(meta) { meta.mine = 1 }`,
    'a variable': `export function setupPlugin({ config }) { config = { ...config } }`,
  },
});
