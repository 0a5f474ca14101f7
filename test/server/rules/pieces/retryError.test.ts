import { testRule } from '../../ruleCases.ts';

testRule('retry-error', {
  marks: {
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
    'where PostHog tries again': `export function setupPlugin() { throw new RetryError('a') } export function onEvent() { throw new RetryError('a') } export function exportEvents() { throw new RetryError('a') }`,
    'other errors': `export function processEvent() { throw new Error('a') }`,
    'an error that is caught': `export async function runEveryHour() { try { throw new RetryError('a') } catch { return } }`,
  },
});
