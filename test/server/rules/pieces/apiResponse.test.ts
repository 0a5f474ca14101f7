import { testRule } from '../../ruleCases.ts';

testRule('api-response', {
  marks: {
    'what then takes apart': `
export const runEveryHour = ({ storage }) =>
  posthog.api.get('/api/projects/@current/cohorts/').then(({ results }) => storage.set('cohorts', results))
                                                           //^^^^^^^ error api-response: has no results
`,
    'a variable of a loop': `
export async function runEveryHour({ storage }) {
  let path = '/api/projects/@current/persons/'
  let page
  do {
    page = await posthog.api.get(path)
    await storage.set('last', page.results)
                                 //^^^^^^^ error api-response: has no results
    path = null
  } while (path)
}
`,
    'answers that are awaited together': `
export async function runEveryDay({ storage }) {
  const [one, other] = await Promise.all([posthog.api.get('/api/a/'), posthog.api.get('/api/b/')])
  await storage.set('n', one.results.length + (await other.json()).results.length)
                           //^^^^^^^ error api-response: has no results
}
`,
    'an answer for each entry of a list': `
export async function runEveryDay({ storage }) {
  const [one] = await Promise.all(['x', 'y'].map((name) => posthog.api.get(\`/api/\${name}/\`)))
  await storage.set('n', one.results.length)
                           //^^^^^^^ error api-response: has no results
}
`,
    'an answer in a variable that stays': `
export const f = async () => { let response = await posthog.api.get('/api/x'); return response.results }
                                                                                             //^^^^^^^ error api-response: json()
`,
    'a choice of answers': `
export const f = async (a) => (a ? await posthog.api.get('/api/x') : await posthog.api.get('/api/y')).results
                                                                                                    //^^^^^^^ error api-response: json()
`,
    'an answer that a then is given': `
export const f = () => posthog.api.get('/x').then((r) => r.results)
                                                         //^^^^^^^ error api-response: A response has no results
`,
    'an answer through a helper': `
async function persons() { return posthog.api.get('/x') }
export const f = async () => { const p = await persons(); return p.results }
                                                                 //^^^^^^^ error api-response: no results
`,
    'an answer that a function is given': `
const count = (answer) => answer.count
                               //^^^^^ error api-response: no count
export const f = async () => count(await posthog.api.get('/x'))
`,
    'data of a response': `
export async function runEveryDay() {
  const persons = await posthog.api.get('/api/projects/@current/persons/')
  for (const person of persons.results) console.log(person.id)
                             //^^^^^^^ error api-response: The data is in await response.json()
}`,
    'data of an answer in place': `
export const setupPlugin = async () => (await posthog.api.get('/api/users/@me/')).email
                                                                                //^^^^^ error api-response: A response has no email
`,
    'an answer that is taken apart': `
export async function setupPlugin() {
  const { results, status } = await posthog.api.get('/api/projects/@current/persons/')
        //^^^^^^^ error api-response: A response has no results
}`,
  },
  leaves: {
    'a variable that also gets the data': `
export async function runEveryHour({ storage }) {
  let page = await posthog.api.get('/api/projects/@current/persons/')
  page = await page.json()
  await storage.set('last', page.results)
}
`,
    'what then gives on': `
export const runEveryHour = ({ storage }) =>
  posthog.api.get('/api/a/').then((response) => response.json()).then(({ results }) => storage.set('a', results))
`,
    'a variable that becomes the data': `export const f = async () => { let page = await posthog.api.get('/api/x'); page = await page.json(); return page.results }`,
    'what the app puts on the response': `
const request = async (path) => { const response = await posthog.api.get(path); response.data = await response.json(); return response }
export const f = async () => (await request('/api/x')).data
`,
    'data that a then is given': `export const f = () => posthog.api.get('/x').then((r) => r.json()).then((data) => data.results)`,
    'a helper that reads the data': `
async function persons() { const r = await posthog.api.get('/x'); return r.json() }
export const f = async () => (await persons()).results
`,
    'a helper that gives one or the other': `
async function persons(raw) { if (raw) return posthog.api.get('/x'); return { results: [] } }
export const f = async () => (await persons()).results
`,
    'a function that others call too': `
const count = (answer) => answer.count
export const f = async () => [count(await posthog.api.get('/x')), count({ count: 1 })]
`,
    'a function that is handed on': `
const count = (answer) => answer.count
export const f = async () => [count(await posthog.api.get('/x')), [{ count: 1 }].map(count)]
`,
    'members of the response': `export const f = async () => { const r = await posthog.api.get('/x'); return r.ok && r.status && r.headers.get('a') && r.json() }`,
    'the data': `export const f = async () => { const data = await (await posthog.api.get('/x')).json(); return data.results }`,
    'something else': `export const f = async () => { const r = await load(); return r.results }`,
  },
  fixes: {
    'an answer in place': [
      `export const f = async () => (await posthog.api.get('/x')).email`,
      'Read the Data with json()',
      `export const f = async () => (await (await posthog.api.get('/x')).json()).email`,
    ],
    'an answer that is taken apart': [
      `export const f = async () => { const { results } = await posthog.api.get('/x'); return results }`,
      'Read the Data with json()',
      `export const f = async () => { const { results } = await (await posthog.api.get('/x')).json(); return results }`,
    ],
  },
});
