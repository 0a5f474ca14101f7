import { testRule } from '../../ruleCases.ts';

testRule('api-absolute-path', {
  marks: {
    'an address that is joined': `
const host = 'https://eu.posthog.com'
export const runEveryDay = () => posthog.api.get([host, 'api', 'users'].join('/'))
                                               //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error api-absolute-path: the path
`,
    'the next page or the first': `
export const f = (page) => posthog.api.get(page.next || '/api/users/')
                                         //^^^^^^^^^^^^^^^^^^^^^^^^^^ error api-absolute-path: path and query
`,
    'a host that stands in a constant': `
export const runEveryDay = ({ config }) => {
  const base = \`\${config.host}/api\`
  return posthog.api.get(\`\${base}/users/@me/\`)
                       //^^^^^^^^^^^^^^^^^^^^ error api-absolute-path: Give the path alone
}`,
    'the next page, by recursion': `
async function all(path) {
  const data = await (await posthog.api.get(path)).json()
                                          //^^^^ error api-absolute-path: Give its path and query alone
  return data.next ? [...data.results, ...(await all(data.next))] : data.results
}
export const f = () => all('/api/projects/@current/persons/')
`,
    'the next page in brackets': `export const f = (page) => posthog.api.get(page['next'])
                                         //^^^^^^^^^^^^ error api-absolute-path: path and query`,
    'a host out of the config': `
export const runEveryDay = ({ config }) => posthog.api.get(\`\${config.host}/api/users/@me/\`)
                                                         //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error api-absolute-path: Give the path alone
`,
    'an address': `
export const setupPlugin = () => posthog.api.get('https://eu.posthog.com/api/users/@me/')
                                               //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error api-absolute-path: Give the path alone
`,
    'an address in a template': `
export const setupPlugin = ({ config }) => posthog.api.get(\`https://\${config.host}/api/users/@me/\`)
                                                         //^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ error api-absolute-path: Give the path alone
`,
    'the address of the next page': `
export async function runEveryDay() {
  let page = await (await posthog.api.get('/api/projects/@current/persons/')).json()
  while (page.next) page = await (await posthog.api.get(page.next)).json()
                                                      //^^^^^^^^^ error api-absolute-path: Give its path and query alone
}`,
    'the next page in a variable': `
export async function runEveryDay() {
  let url = '/api/projects/@current/persons/'
  while (url) {
    const page = await (await posthog.api.get(url)).json()
                                            //^^^ error api-absolute-path: the next page as a whole address
    url = page.next
  }
}`,
    'the next page taken out of the answer': `
export async function runEveryDay() {
  const { results, next } = await (await posthog.api.get('/api/x/')).json()
  await posthog.api.get(next)
                      //^^^^ error api-absolute-path: the next page
}`,
  },
  leaves: {
    'a path that is joined': `export const f = (id) => posthog.api.get(['', 'api', 'persons', id].join('/'))`,
    'a variable that is shortened': `export const f = async (page) => { let url = page.next; url = url.replace('https://a.example', ''); await posthog.api.get(url) }`,
    'a parameter that is shortened': `const get = (path) => { if (path.startsWith('http')) path = new URL(path).pathname; return posthog.api.get(path) }; export const f = (page) => get(page.next)`,
    'a choice that is shortened': `export const f = async (page) => { let next = page.next; next = next ? new URL(next).pathname : null; await posthog.api.get(next) }`,
    'a path that recursion shortens': `
const all = async (path) => { const data = await (await posthog.api.get(path)).json(); return all(data.next.replace(/^https?:..[^/]+/, '')) }
export const f = () => all('/api/x')
`,
    'another setting in front': `export const runEveryDay = ({ config }) => posthog.api.get(\`\${config.prefix}/api/users/@me/\`)`,
    'a path': `export const f = () => posthog.api.get('/api/users/@me/')`,
    'a path out of an address': `export const f = (page) => posthog.api.get(new URL(page.next).pathname)`,
    'fetch of an address': `export const f = () => fetch('https://eu.posthog.com/api/')`,
    'a variable of which nothing is known': `export const f = (next) => posthog.api.get(next)`,
  },
  fixes: {
    'the next page behind a cast': [
      `//- /index.ts\nexport const f = (page: any) => posthog.api.get(page.next as string)`,
      'Take the Path out of the Address',
      `//- /index.ts\nexport const f = (page: any) => posthog.api.get((page.next as string).replace(/^https?:\\/\\/[^/]+/, ''))`,
    ],
    'a host out of the config': [
      `export const runEveryDay = ({ config }) => posthog.api.get(\`\${config.host}/api/users/\${1}/\`)`,
      'Give the Host as an Option',
      `export const runEveryDay = ({ config }) => posthog.api.get(\`/api/users/\${1}/\`, { host: config.host })`,
    ],
    'a host that is added': [
      `export const runEveryDay = ({ config }) => posthog.api.get(config.host + '/api/x', { data: {} })`,
      'Give the Host as an Option',
      `export const runEveryDay = ({ config }) => posthog.api.get('/api/x', { host: config.host, data: {} })`,
    ],
    'an address without options': [
      `export const f = () => posthog.api.get('https://eu.posthog.com/api/users/@me/')`,
      'Give the Host as an Option',
      `export const f = () => posthog.api.get('/api/users/@me/', { host: 'https://eu.posthog.com' })`,
    ],
    'an address with options': [
      `export const f = () => posthog.api.get("https://eu.posthog.com/x", { data: { a: "b" } })`,
      'Give the Host as an Option',
      `export const f = () => posthog.api.get("/x", { host: "https://eu.posthog.com", data: { a: "b" } })`,
    ],
    'the next page': [
      `export const f = (page) => posthog.api.get(page.next)`,
      'Take the Path out of the Address',
      `export const f = (page) => posthog.api.get(page.next.replace(/^https?:\\/\\/[^/]+/, ''))`,
    ],
  },
});
