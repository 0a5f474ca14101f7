/** Conditions on the name of the incoming event that the captured event does not pass. */
import { describe, it } from 'vitest';
import { check } from '../../check.ts';
import { type Cases, marked, program } from './conditionCases.ts';

const ends: Cases = {
  'a name that is cut off': `
  if (event.event.startsWith('app:')) return
  posthog.capture(('app:' + event.event).slice(0, 200))`,
  'pieces that are joined': `
  if (event.event.startsWith('app:')) return
  posthog.capture(['app', event.event].filter(Boolean).join(':'))`,
  'a name that is longer than those that pass': `
  if (event.event.length > 5) return
  posthog.capture('z'.repeat(6))`,
  'the beginning, cut out by slice': `
  if (event.event.slice(0, 4) === 'app:') return
  posthog.capture('app:' + event.event)`,
  'the beginning, cut out by substring': `
  if (event.event.substring(0, 4) === 'app:') return
  posthog.capture(\`app:\${event.event}\`)`,
  'the beginning, cut out by substr': `
  if (event.event.substr(0, 3) === 'app') return
  posthog.capture(\`app:\${event.event}\`)`,
  'the place of a text': `
  if (event.event.indexOf('app:') === 0) return
  posthog.capture('app:' + event.event)`,
  'a place that is there': `
  if (event.event.indexOf(':') >= 0) return
  posthog.capture('app:' + event.event)`,
  'the first part of a split': `
  if (event.event.split(':')[0] === 'app') return
  posthog.capture('app:' + event.event)`,
  'the first character of a name that is made': `
  if (event.event[0] === '~') return
  posthog.capture('~' + event.event.trim())`,
  charAt: `
  if (event.event.charAt(0) === '~') return
  posthog.capture('~' + event.event)`,
  'the last character': `
  if (event.event.slice(-2) === '_2') return
  posthog.capture(event.event + '_2')`,
  'the beginning, whatever its case': `
  if (event.event.toLowerCase().startsWith('app ')) return
  posthog.capture('App ' + event.event)`,
  'a pattern of the beginning': `
  if (/^App: /.test(event.event)) return
  posthog.capture(\`App: \${event.event}\`)`,
  'a pattern of the beginning, whatever its case': `
  if (event.event.match(/^app[ :]/i)) return
  posthog.capture(\`App: \${event.event}\`)`,
  'a pattern of the beginning up to the end': `
  if (/^app:.*$/.test(event.event)) return
  posthog.capture(\`app:\${event.event}\`)`,
  'a pattern that begins anew each time': `
  if (/^app:/g.test(event.event)) return
  posthog.capture(\`app:\${event.event}\`)`,
  'a pattern of the end': `
  if (/_copy$/.test(event.event)) return
  posthog.capture(event.event + '_copy')`,
  'a pattern of a word': `
  if (/^app\\b/.test(event.event)) return
  posthog.capture('app ' + event.event)`,
  'a pattern somewhere': `
  if (/copied/.test(event.event)) return
  posthog.capture(event.event + ' copied by ' + event.distinct_id)`,
  'an early return for the own name': `
  if (event.event === 'seen') return
  posthog.capture('seen')`,
  'the same, turned around': `
  if ('seen' === event.event) return
  posthog.capture('seen')`,
  'loose equality': `
  if (event.event == 'seen') return
  posthog.capture('seen')`,
  'a block around the sink': `
  if (event.event !== 'seen') {
    posthog.capture('seen')
  }`,
  'a positive test of another name': `
  if (event.event === '$pageview') posthog.capture('seen')`,
  else: `
  if (event.event === 'seen') console.log('own')
  else posthog.capture('seen')`,
  'a constant': `
const NAME = 'seen'
---
  if (event.event === NAME) return
  posthog.capture(NAME)`,
  'a constant object': `
const EVENTS = { seen: 'seen', other: 'other' }
---
  if (event.event === EVENTS.seen) return
  posthog.capture(EVENTS.seen)`,
  'Object.freeze': `
const EVENTS = Object.freeze({ seen: 'seen' })
---
  if (Object.values(EVENTS).includes(event.event)) return
  posthog.capture(EVENTS.seen)`,
  'a name in a variable': `
  const name = event.event
  if (name === 'seen') return
  posthog.capture('seen')`,
  destructuring: `
  const { event: name } = event
  if (name !== '$pageview') return
  posthog.capture('seen')`,
  'a destructured parameter': `
export function onEvent({ event, properties }) {
  if (event === 'seen') return
  posthog.capture('seen')
}`,
  includes: `
  if (['seen', 'other'].includes(event.event)) return
  posthog.capture('seen')`,
  'includes that has to be true': `
  if (!['$pageview', '$screen'].includes(event.event)) return
  posthog.capture('seen')`,
  indexOf: `
  if (['seen', 'other'].indexOf(event.event) !== -1) return
  posthog.capture('seen')`,
  'indexOf with < 0': `
  if (['$pageview'].indexOf(event.event) < 0) return
  posthog.capture('seen')`,
  '~indexOf': `
  if (~['seen'].indexOf(event.event)) return
  posthog.capture('seen')`,
  'a Set': `
const own = new Set(['seen'])
---
  if (own.has(event.event)) return
  posthog.capture('seen')`,
  'a Set that is filled later': `
const own = new Set()
own.add('seen').add('other')
---
  if (own.has(event.event)) return
  posthog.capture('seen')`,
  'a Map': `
const names = new Map([['$pageview', 'page seen'], ['$screen', 'screen seen']])
---
  const name = names.get(event.event)
  if (!name) return
  posthog.capture(name)`,
  'Map.has': `
const names = new Map([['$pageview', 'seen']])
---
  if (!names.has(event.event)) return
  posthog.capture('seen')`,
  'a table of names': `
const names = { $pageview: 'page seen', $screen: 'screen seen' }
---
  const name = names[event.event]
  if (name) posthog.capture(name)`,
  in: `
const names = { $pageview: 1 }
---
  if (!(event.event in names)) return
  posthog.capture('seen')`,
  hasOwnProperty: `
const names = { $pageview: 1 }
---
  if (!names.hasOwnProperty(event.event)) return
  posthog.capture('seen')`,
  'Object.keys': `
const names = { $pageview: 1 }
---
  if (!Object.keys(names).includes(event.event)) return
  posthog.capture('seen')`,
  'a switch': `
  switch (event.event) {
    case '$pageview':
      posthog.capture('seen')
      break
    default:
  }`,
  'a switch that falls through': `
  switch (event.event) {
    case '$screen':
    case '$pageview':
      posthog.capture('seen')
  }`,
  'a switch with return for the own name': `
  switch (event.event) {
    case 'seen':
      return
  }
  posthog.capture('seen')`,
  'a switch with the sink in default': `
  switch (event.event) {
    case 'seen':
      break
    default:
      posthog.capture('seen')
  }`,
  'switch (true)': `
  switch (true) {
    case event.event === 'seen':
      return
    default:
      posthog.capture('seen')
  }`,
  and: `
  if (event.properties && event.event === '$pageview') posthog.capture('seen')`,
  or: `
  if (!event.properties || event.event === 'seen') return
  posthog.capture('seen')`,
  'not (a or b)': `
  if (!(event.event === 'seen' || event.event === 'other')) posthog.capture('seen')`,
  'and as a statement': `
  event.event !== 'seen' && posthog.capture('seen')`,
  'or as a statement': `
  event.event === 'seen' || posthog.capture('seen')`,
  'a conditional expression': `
  return event.event === 'seen' ? null : posthog.capture('seen')`,
  'a flag in a variable': `
  const isOwn = event.event === 'seen'
  if (isOwn) return
  posthog.capture('seen')`,
  'a flag out of two': `
  const isOwn = event.event === 'seen' || event.event === 'other'
  if (!isOwn) posthog.capture('seen')`,
  'a flag that is set in a branch': `
  let isOwn = false
  if (event.event === 'seen') isOwn = true
  if (!isOwn) posthog.capture('seen')`,
  'a predicate': `
const isOwn = (event) => event.event === 'seen'
---
  if (isOwn(event)) return
  posthog.capture('seen')`,
  'a predicate with statements': `
function isWanted(event) {
  if (event.event === 'seen') return false
  return true
}
---
  if (isWanted(event)) posthog.capture('seen')`,
  'a predicate of the name': `
const own = ['seen']
const isOwn = (name) => own.some((one) => one === name)
---
  if (isOwn(event.event)) return
  posthog.capture('seen')`,
  every: `
  if (!['seen', 'other'].every((name) => event.event !== name)) return
  posthog.capture('seen')`,
  find: `
  const rule = [{ on: '$pageview', send: 'page seen' }, { on: '$screen', send: 'screen seen' }].find((one) => one.on === event.event)
  if (!rule) return
  posthog.capture(rule.send)`,
  'a loop over names': `
  for (const name of ['seen', 'other']) if (event.event === name) return
  posthog.capture('seen')`,
  'a loop with continue': `
export function exportEvents(events) {
  for (const event of events) {
    if (event.event === 'seen') continue
    posthog.capture('seen')
  }
}`,
  filter: `
export function exportEvents(events) {
  const wanted = events.filter((event) => event.event !== 'seen')
  for (const event of wanted) {
    posthog.capture('seen')
  }
}`,
  'filter and forEach': `
export function exportEvents(events) {
  events.filter(({ event }) => event === '$pageview').forEach(() => {
    posthog.capture('seen')
  })
}`,
  'a batch that becomes empty': `
export function exportEvents(events) {
  const wanted = events.filter((event) => event.event !== 'seen')
  if (wanted.length === 0) return
  posthog.capture('seen', { count: wanted.length })
}`,
  'a helper that throws': `
function assertForeign(event) {
  if (event.event === 'seen') throw new Error('own')
}
---
  assertForeign(event)
  posthog.capture('seen')`,
  'an async helper that throws': `
async function assertForeign(event) {
  if (event.event === 'seen') throw new Error('own')
}
---
  await assertForeign(event)
  posthog.capture('seen')`,
  'a guard in the caller': `
async function send(event) {
  posthog.capture('seen')
}
---
  if (event.event === 'seen') return
  await send(event)`,
  'a guard in try': `
  try {
    if (event.event === 'seen') return
    await fetch('https://example.com')
    posthog.capture('seen')
  } catch (error) {
    posthog.capture('seen')
  }`,
  'startsWith on the own prefix': `
  if (event.event.startsWith('mine ')) return
  posthog.capture('mine seen')`,
  'startsWith with a name that is made': `
  if (event.event.startsWith('mine ')) return
  posthog.capture(\`mine \${event.event}\`)`,
  'endsWith with a name that is made': `
  if (event.event.endsWith('_enriched')) return
  posthog.capture(event.event + '_enriched')`,
  'startsWith that has to be true': `
  if (!event.event.startsWith('$')) return
  posthog.capture('seen')`,
  'the first character': `
  if (event.event[0] !== '$') return
  posthog.capture('seen')`,
  slice: `
  if (event.event.slice(0, 1) !== '$') return
  posthog.capture('seen')`,
  'a pattern': `
  if (/^mine /.test(event.event)) return
  posthog.capture('mine seen')`,
  'a pattern that has to match': `
  if (!/^\\$/.test(event.event)) return
  posthog.capture('seen')`,
  match: `
  if (!event.event.match(/^order (placed|paid)$/)) return
  posthog.capture('seen')`,
  'upper and lower case': `
  if (event.event.toLowerCase() === 'seen') return
  posthog.capture('Seen')`,
};

describe('it ends by', () => {
  for (const [title, code] of Object.entries(ends)) {
    it(title, () => void check(marked(program(code), 'information ends: ends there')));
  }
});
