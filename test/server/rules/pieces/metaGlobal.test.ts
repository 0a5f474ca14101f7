import { testRule } from '../../ruleCases.ts';

testRule('meta-global', {
  marks: {
    'a handler that takes no global': `
export function setupPlugin({ config, global }) { global.key = config.key }
export function onEvent(event, { config }) { if (global.key) fetch(config.url, { headers: { key: global['key'] } }) }
                                               //^^^^^^ error meta-global: This is the global object, which has no key: the app keeps it in meta.global. Take global from meta.
`,
    'a helper, beside one that takes it': `
export function setupPlugin(meta) { Object.assign(meta.global, { key: 1 }) }
export function onEvent(event, { global }) { return [global.key, send()] }
const send = () => fetch('https://a.example', global.key)
                                            //^^^^^^ error meta-global: no key
`,
  },
  leaves: {
    'a global that is taken': `export function setupPlugin({ global }) { global.key = 1 }\nexport const onEvent = (event, { global }) => global.key\nexport const teardownPlugin = (meta) => meta.global.key`,
    'what is in the global object, too': `export function setupPlugin({ global }) { global.key = 1 }\nexport const onEvent = () => { global.key = 2 }\nexport const onSnapshot = () => global.key`,
    'what nothing keeps': `export function setupPlugin({ global }) { global.other = 1 }\nexport const onEvent = () => global.key`,
    'globals under this name': `export function setupPlugin({ global }) { global.posthog = posthog }\nexport const onEvent = () => global.posthog.capture('a')`,
    'a global object that is given away': `export function setupPlugin({ global }) { global.key = 1 }\nfill(globalThis)\nexport const onEvent = () => global.key`,
    'a variable of the file': `let global = {}\nexport function setupPlugin(meta) { meta.global.key = 1; global = meta.global }\nexport const onEvent = () => global.key`,
  },
  fixes: {
    'a handler with a pattern': [
      `export function setupPlugin({ global }) { global.key = 1 }\nexport const onEvent = (event, { config }) => [config, global.key]`,
      'Take global from meta',
      `export function setupPlugin({ global }) { global.key = 1 }\nexport const onEvent = (event, { config, global }) => [config, global.key]`,
    ],
    'a handler without meta, in TypeScript': [
      `//- /index.ts\nexport function setupPlugin({ global }: any) { global.key = 1 }\nexport const onEvent = (event: PluginEvent) => [event, global.key]`,
      'Take global from meta',
      `//- /index.ts\nexport function setupPlugin({ global }: any) { global.key = 1 }\nexport const onEvent = (event: PluginEvent, { global }: PostHogApp.PluginMeta) => [event, global.key]`,
    ],
    'a handler without parameters, in TypeScript': [
      `//- /index.ts\nimport { PluginMeta } from '@posthog/plugin-scaffold'\nexport function setupPlugin({ global }: PluginMeta) { global.key = 1 }\nexport function onEvent() { return global.key }`,
      'Take global from meta',
      `//- /index.ts\nimport { PluginMeta } from '@posthog/plugin-scaffold'\nexport function setupPlugin({ global }: PluginMeta) { global.key = 1 }\nexport function onEvent(event: PostHogApp.ProcessedPluginEvent, { global }: PluginMeta) { return global.key }`,
    ],
    'a handler with a type of its own': [
      `//- /index.ts\nexport function setupPlugin({ global }: any) { global.key = 1 }\nexport const onEvent: PostHogApp.Plugin['onEvent'] = (event) => [event, global.key]`,
      'Take global from meta',
      `//- /index.ts\nexport function setupPlugin({ global }: any) { global.key = 1 }\nexport const onEvent: PostHogApp.Plugin['onEvent'] = (event, { global }) => [event, global.key]`,
    ],
    'a handler with meta': [
      `export function setupPlugin({ global }) { global.key = 1 }\nexport const onEvent = (event, meta) => global.key`,
      'Write meta.global',
      `export function setupPlugin({ global }) { global.key = 1 }\nexport const onEvent = (event, meta) => meta.global.key`,
    ],
  },
});
