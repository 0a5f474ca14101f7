/** The look-alikes of conditions that end a loop: what is captured passes these, or may. */
import { describe, it } from 'vitest';
import { check } from '../../check.ts';
import { type Cases, marked, program } from './conditionCases.ts';

const loops: Cases = {
  'fields left out that no condition is about': `
const omit = (object, ...names) => Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
---
  if (!event.properties.items) return
  posthog.capture('cart', omit(event.properties, 'token', 'ip'))`,
  'picked fields, with the one that is asked for': `
  if (!event.properties.items) return
  const kept = Object.fromEntries(Object.entries(event.properties).filter(([name]) => name === 'items'))
  posthog.capture('cart', kept)`,
  'a pattern that is searched, and found': `
  if (event.event.search(/buy/) < 0) return
  posthog.capture('to buy')`,
  'a name that is cut off too early': `
  if (event.event.startsWith('app:')) return
  posthog.capture(('app:' + event.event).slice(0, 3))`,
  'a name that is as long as those that pass': `
  if (event.event.length > 6) return
  posthog.capture('z'.repeat(6))`,
  'the beginning, cut out by slice': `
  if (event.event.slice(0, 4) === 'apps') return
  posthog.capture('app:' + event.event)`,
  'the beginning, cut out by substring': `
  if (event.event.substring(1, 4) === 'app') return
  posthog.capture(\`app:\${event.event}\`)`,
  'the beginning, cut out by substr': `
  if (event.event.substr(1, 3) === 'app') return
  posthog.capture(\`app:\${event.event}\`)`,
  'the place of a text': `
  if (event.event.indexOf('app:') === 1) return
  posthog.capture('app:' + event.event)`,
  'a place that is there': `
  if (event.event.indexOf(':') > 3) return
  posthog.capture('app:' + event.event)`,
  'the first part of a split': `
  if (event.event.split(':')[0] === 'app:') return
  posthog.capture('app:' + event.event)`,
  'another first character of a name that is made': `
  if (event.event[0] === '-') return
  posthog.capture('~' + event.event.trim())`,
  charAt: `
  if (event.event.charAt(0) === '-') return
  posthog.capture('~' + event.event)`,
  'the last character': `
  if (event.event.slice(-2) === '_1') return
  posthog.capture(event.event + '_2')`,
  'the beginning, whatever its case': `
  if (event.event.startsWith('app ')) return
  posthog.capture('App ' + event.event)`,
  'a pattern of the beginning': `
  if (/^Apps: /.test(event.event)) return
  posthog.capture(\`App: \${event.event}\`)`,
  'a pattern of the beginning, whatever its case': `
  if (event.event.match(/^app[ :]/)) return
  posthog.capture(\`App: \${event.event}\`)`,
  'a pattern of the beginning up to the end': `
  if (/^app$/.test(event.event)) return
  posthog.capture(\`app\${event.event}\`)`,
  'a pattern of the end': `
  if (/^_copy$/.test(event.event)) return
  posthog.capture(event.event + '_copy')`,
  'a pattern of a word': `
  if (/^app\\b/.test(event.event)) return
  posthog.capture('app' + event.event.trim())`,
  'a pattern somewhere': `
  if (/copied!/.test(event.event)) return
  posthog.capture(event.event + ' copied by us')`,
  nothing: `
  posthog.capture('seen')`,
  'an early return for another name': `
  if (event.event === '$pageview') return
  posthog.capture('seen')`,
  'the guard after the sink': `
  posthog.capture('seen')
  if (event.event === 'seen') return`,
  'a guard that does not return': `
  if (event.event === 'seen') console.log('own')
  posthog.capture('seen')`,
  'the guard for another spelling': `
  if (event.event === 'Seen') return
  posthog.capture('seen')`,
  'the guard in another function': `
function guard(event) { if (event.event === 'seen') return }
---
  guard(event)
  posthog.capture('seen')`,
  'a guard on one branch': `
  if (event.properties.a) { if (event.event === 'seen') return }
  posthog.capture('seen')`,
  'a positive test of the own name': `
  if (event.event === 'seen') posthog.capture('seen')`,
  'or instead of and': `
  if (event.event !== 'seen' || event.event !== 'other') posthog.capture('seen')`,
  'includes of other names': `
  if (['$pageview'].includes(event.event)) return
  posthog.capture('seen')`,
  'includes with the own name': `
  if (!['$pageview', 'seen'].includes(event.event)) return
  posthog.capture('seen')`,
  'a switch with the own name': `
  switch (event.event) {
    case '$pageview':
    case 'seen':
      posthog.capture('seen')
  }`,
  'a break that leaves the switch only': `
  switch (event.event) {
    case 'seen':
      break
  }
  posthog.capture('seen')`,
  'continue in another loop': `
export function exportEvents(events) {
  for (const event of events) if (event.event === 'seen') continue
  for (const event of events) {
    posthog.capture('seen')
  }
}`,
  'a predicate that is not called': `
const isOwn = (event) => event.event === 'seen'
---
  if (!isOwn) return
  posthog.capture('seen')`,
  'a prefix that the name lacks': `
  if (event.event.startsWith('mine')) return
  posthog.capture('seen')`,
  'a prefix that is added in front': `
  if (event.event.endsWith('_copy')) return
  posthog.capture('copy_' + event.event)`,
  'the incoming name': `
  posthog.capture(event.event, event.properties)`,
  'the incoming name behind a test of others': `
  if (event.event === '$pageview') return
  posthog.capture(event.event)`,
  'a name that grows': `
  posthog.capture(\`\${event.event}!\`)`,
  'a property that is passed on': `
  if (!event.properties.email) return
  posthog.capture('seen', { email: event.properties.email })`,
  'all properties': `
  if (event.properties.plan !== 'pro') return
  posthog.capture('seen', { ...event.properties })`,
  'a marker that is not set': `
  if (event.properties.copied) return
  posthog.capture('seen', { copy: true })`,
  'a marker that is overwritten': `
  if (event.properties.copied) return
  posthog.capture('seen', { copied: true, ...{ copied: false } })`,
  'a marker in the wrong place': `
  if (event.copied) return
  posthog.capture('seen', { copied: true })`,
  'a library that is passed on': `
  if (event.properties.$lib === 'posthog-plugin-server') return
  posthog.capture('seen', { ...event.properties, $lib: 'web' })`,
  'a name that was changed before': `
  event.event = 'other'
  if (event.event === 'seen') return
  posthog.capture('seen')`,
  'processEvent that renames': `
export function processEvent(event) { return { ...event, event: 'renamed' } }
export function onEvent(event) {
  if (event.event === 'seen') return
  posthog.capture('seen')
}`,
  finally: `
  try {
    if (event.event === 'seen') return
  } finally {
    posthog.capture('seen')
  }`,
  'an error that is caught': `
function assertForeign(event) {
  if (event.event === 'seen') throw new Error('own')
}
---
  try {
    assertForeign(event)
  } catch {}
  posthog.capture('seen')`,
  'a promise whose error nobody awaits': `
async function assertForeign(event) {
  if (event.event === 'seen') throw new Error('own')
}
---
  assertForeign(event)
  posthog.capture('seen')`,
  'a date that is none': `
function toIso(value) {
  try { return new Date(value).toISOString() } catch { return null }
}
---
  if (toIso(event.properties.at) !== null) return
  posthog.capture('undated')`,
  'a table with the own name': `
const names = { $pageview: 'seen', seen: 'seen' }
---
  const name = names[event.event]
  if (name) posthog.capture(name)`,
};

const mayLoop: Cases = {
  'a beginning that is another setting': `
  if (event.event.startsWith(config.other)) return
  posthog.capture('app:' + event.event)`,
  'two settings': `
  if (event.event !== config.from) return
  posthog.capture(config.to)`,
  'a pattern that goes on where it found something': `
const own = /^app:/g
---
  if (own.test(event.event)) return
  posthog.capture(\`app:\${event.event}\`)`,
  'a sticky pattern': `
const own = new RegExp('^app:', 'y')
---
  if (own.exec(event.event) !== null) return
  posthog.capture(\`app:\${event.event}\`)`,
  'a flag in storage': `
  if (await storage.get('done')) return
  posthog.capture('seen')`,
  'a flag in the cache': `
  const done = await cache.get(event.distinct_id, false)
  if (!done) posthog.capture('seen')`,
  'a flag in a variable': `
let done = false
---
  if (done) return
  done = true
  posthog.capture('seen')`,
  'a flag in global': `
  if (global.done) return
  global.done = true
  posthog.capture('seen')`,
  'a Set of persons': `
const seen = new Set()
---
  if (seen.has(event.distinct_id)) return
  seen.add(event.distinct_id)
  posthog.capture('seen', { distinct_id: event.distinct_id })`,
  'a counter in a variable': `
let count = 0
---
  count += 1
  if (count % 100 === 0) posthog.capture('seen')`,
  chance: `
  if (Math.random() < 0.1) posthog.capture('seen')`,
  'the answer of a server': `
  const response = await fetch('https://example.com/' + event.distinct_id)
  if (!response.ok) return
  posthog.capture('seen')`,
  'a switch of the settings': `
  if (config.enabled !== 'Yes') return
  posthog.capture('seen')`,
  'a list of names to leave out': `
  if (config.ignored && someFunction(event.event)) return
  posthog.capture('seen')`,
  'a pattern out of the settings': `
  if (!new RegExp(config.pattern).test(event.event)) return
  posthog.capture('seen')`,
  'properties of which nothing is known': `
import { enrich } from 'somewhere'
---
  if (!event.properties.email) return
  posthog.capture('seen', enrich(event))`,
  'a spread of which nothing is known': `
import { enrich } from 'somewhere'
---
  if (!event.properties.email) return
  posthog.capture('seen', { ...enrich(event), copied: true })`,
  'a name that nobody knows': `
import { nameOf } from 'somewhere'
---
  if (event.event === 'seen') return
  posthog.capture(nameOf(event))`,
};

describe('it loops in spite of', () => {
  for (const [title, code] of Object.entries(loops)) {
    it(title, () => void check(marked(program(code), 'warning loops: without end')));
  }
});

describe('it may loop, depending on', () => {
  for (const [title, code] of Object.entries(mayLoop)) {
    it(title, () => void check(marked(program(code), 'warning may-loop: may be')));
  }
});
