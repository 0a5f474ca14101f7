import { testRule } from '../../ruleCases.ts';

testRule('retry-error', {
  marks: {
    'one without new': `
export async function onEvent() { throw RetryError('later') }
                                      //^^^^^^^^^^ warning retry-error: RetryError is a class: without new this throws a TypeError
`,
    'one without new, of a class of the app': `
class Again extends RetryError {}
export async function onEvent() { throw Again('later') }
                                      //^^^^^ warning retry-error: Again is a class
`,
    'a class that extends it': `
class Temporary extends RetryError {}
const check = (response) => { if (response.status === 503) throw new Temporary('later') }
                                                               //^^^^^^^^^^^^^^^^^^^^^^ warning retry-error: does not run runEveryHour again
export async function runEveryHour() { check(await fetch('https://example.com/list')) }
`,
    'a helper of a job': `
async function send() { throw new RetryError('later') }
                            //^^^^^^^^^^^^^^^^^^^^^^^ warning retry-error: Enqueue the job again
export const jobs = { send: async () => { await send() } }
export const onEvent = (event, { jobs }) => jobs.send(event).runNow()
`,
    'a schedule': `
export async function runEveryHour() {
  throw new RetryError('later')
      //^^^^^^^^^^^^^^^^^^^^^^^ warning retry-error: The next run comes by itself
}`,
    'processEvent and a job': `
export function processEvent(event) {
  if (!event.ip) throw new RetryError('later')
                     //^^^^^^^^^^^^^^^^^^^^^^^ warning retry-error: return the event
  return event
}
export const jobs = {
  send: async () => { throw new RetryError('later') },
                          //^^^^^^^^^^^^^^^^^^^^^^^ warning retry-error: Enqueue the job again
}`,
  },
  leaves: {
    'a function that makes one': `function RetryError(why) { return new Error(why) }\nexport async function onEvent() { throw RetryError('later') }`,
    'a helper of a job and of onEvent': `
async function send() { throw new RetryError('later') }
export const jobs = { send: async () => { await send() } }
export const onEvent = () => send()
`,
    'a helper whose error is caught': `
async function send() { throw new RetryError('later') }
export const runEveryHour = async () => { try { await send() } catch (error) { console.error(error) } }
`,
    'a helper that is handed on': `
async function send() { throw new RetryError('later') }
export const runEveryHour = () => send()
export const setupPlugin = ({ global }) => { global.send = send }
`,
    'where PostHog tries again': `export function setupPlugin() { throw new RetryError('a') } export function onEvent() { throw new RetryError('a') } export function exportEvents() { throw new RetryError('a') }`,
    'other errors': `export function processEvent() { throw new Error('a') }`,
    'an error that is caught': `export async function runEveryHour() { try { throw new RetryError('a') } catch { return } }`,
  },
});
